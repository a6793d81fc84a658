import { ServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import type { Person } from '../domain/inputs.js';
import type { Register } from '../register/index.js';
import { errorCode, type ActivityLog } from './log.js';
import type { CaseWorlds } from './worlds.js';

/** What reaches every open case of an authority. */
export type FanOutChange =
  | { kind: 'calendar'; reason: string }
  /** `policy`: `bradford@2`. */
  | { kind: 'policy'; policy: string; by: Person };

export interface FanOutPage {
  authority: string;
  /** The change's id: a case takes it once. */
  change: string;
  what: FanOutChange;
  /** The case after which the page begins; empty for the first. */
  after: string;
}

export interface FanOutReached {
  /** The last case of the page; null where the page was the last one. */
  last: string | null;
  reached: number;
  /** Cases that refused it: they run under that policy already, or under another authority's. */
  refused: number;
  /** Cases without a run. */
  absent: number;
}

export interface FanOutActivities {
  /** Brings a change to a page of the open cases. Safe to repeat. */
  reachPage: (page: FanOutPage) => Promise<FanOutReached>;
}

/** How the workflows are spoken to. Names only, so that activities know none of the workflows' code. */
export interface EnquiryMessages {
  workflowId: (authority: string, caseId: string) => string;
  calendarChanged: string;
  adoptPolicy: string;
}

export interface FanOutDependencies {
  register: Pick<Register, 'reconcile' | 'enquiries'>;
  client: Client;
  worlds: CaseWorlds;
  messages: EnquiryMessages;
  log: ActivityLog;
}

const PAGE = 50;

export function createFanOutActivities(deps: FanOutDependencies): FanOutActivities {
  const { register, client, worlds, messages, log } = deps;

  async function reach({ authority, change, what }: FanOutPage, caseId: string): Promise<void> {
    const handle = client.workflow.getHandle(messages.workflowId(authority, caseId));
    if (what.kind === 'policy') {
      const adopted = (await worlds.policy(authority, what.policy))?.compiled;
      const input = {
        do: 'adoptPolicy',
        policy: what.policy,
        by: what.by,
        ...(adopted === undefined ? {} : { adopted }),
      };
      await handle.executeUpdate(messages.adoptPolicy, { args: [input], updateId: `${change}/${caseId}` });
      return;
    }
    const child = (await register.enquiries.read(authority, caseId))?.child;
    const calendars = await worlds.calendars(authority, child?.school);
    await handle.signal(messages.calendarChanged, { change, reason: what.reason, calendars });
  }

  return {
    async reachPage(page) {
      const { authority, after } = page;
      const caseIds = await register.reconcile.openCaseIds(authority, { after, limit: PAGE });
      const answer: FanOutReached = { last: null, reached: 0, refused: 0, absent: 0 };
      for (const caseId of caseIds) {
        try {
          await reach(page, caseId);
          answer.reached += 1;
        } catch (error) {
          if (error instanceof WorkflowUpdateFailedError) answer.refused += 1;
          else if (error instanceof WorkflowNotFoundError) answer.absent += 1;
          else {
            log.warn({ authority, caseId, change: page.change, failure: errorCode(error) }, 'a case was not reached');
            throw error instanceof ServiceError ? new Error('A case could not be reached.') : error;
          }
        }
        Context.current().heartbeat();
      }
      return { ...answer, last: caseIds.length < PAGE ? null : (caseIds.at(-1) ?? null) };
    },
  };
}
