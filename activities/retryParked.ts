import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { openConcerns } from '../domain/case/gates.js';
import { addSeconds } from '../domain/time.js';
import type { MessageRow, Register } from '../register/index.js';
import { instantNow } from './instantNow.js';
import { errorCode, type ActivityLog } from './log.js';
import type { SendActivities } from './send.js';
import type { SendMessage, SendRequest, SendResult } from './sending.js';

export interface RetryActivities {
  /** Tries again what is parked, what was taken and never settled, and what fell due and was never taken. */
  retryParked: () => Promise<{ tried: number; cases: number }>;
}

export interface RetryDependencies {
  register: Pick<Register, 'ledger' | 'messages' | 'authorities' | 'enquiries'>;
  send: SendActivities;
  client: Client;
  messages: { workflowId: (authority: string, caseId: string) => string; deliveryReported: string };
  now?: () => Date;
  log: ActivityLog;
}

/** A message that fell due goes within ten minutes by its own case, or is parked. One never taken was lost with its run. */
const LOST_AFTER_SECONDS = 1_200;
const AT_ONCE = 100;

export function createRetryActivities(deps: RetryDependencies): RetryActivities {
  const { register, send, client, messages, log, now = () => new Date() } = deps;

  async function dueCases(authority: string): Promise<Set<string>> {
    const at = instantNow(now);
    const held = await register.ledger.dueForRetry(authority, at, { limit: AT_ONCE });
    const before = addSeconds(at, -LOST_AFTER_SECONDS);
    const lost = await register.messages.list(authority, { filter: { state: ['due'], before }, limit: AT_ONCE });
    return new Set([...held.map((row) => row.case_id), ...lost.rows.map((row) => row.caseId)]);
  }

  async function retryCase(authority: string, caseId: string): Promise<number> {
    const at = instantNow(now);
    const rows = (await register.messages.ofCase(authority, caseId)).filter((row) => isDue(row, at));
    const enquiry = await register.enquiries.read(authority, caseId);
    const { state } = enquiry ?? {};
    if (rows.length === 0 || state == null) return 0;
    const request: SendRequest = {
      authority,
      caseId,
      policy: state.policy,
      rehearsed: enquiry?.case.rehearsed ?? false,
      expected: null,
      concern: openConcerns(state).at(-1)?.kind ?? null,
      messages: rows.flatMap(messageOf),
    };
    try {
      await report(request, await send.sendMessages(request));
    } catch (error) {
      log.warn({ authority, caseId, failure: errorCode(error) }, 'messages stay parked');
    }
    return rows.length;
  }

  /** Tells the case what can never be sent: a person has to find another way. */
  async function report({ authority, caseId }: SendRequest, { failed }: SendResult): Promise<void> {
    const handle = client.workflow.getHandle(messages.workflowId(authority, caseId));
    for (const { rule, to, occurrence } of failed) {
      const receipt = `ledger/${rule}/${to}/${occurrence}`;
      const told = { rule, to, occurrence, status: 'permanent_failure', receipt };
      await handle.signal(messages.deliveryReported, told).catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
    }
  }

  return {
    async retryParked() {
      let tried = 0;
      let cases = 0;
      for (const { authority } of await register.authorities.list())
        for (const caseId of await dueCases(authority)) {
          const count = await retryCase(authority, caseId);
          tried += count;
          cases += count === 0 ? 0 : 1;
        }
      return { tried, cases };
    },
  };
}

const isDue = (row: MessageRow, at: string): boolean =>
  (row.state === 'parked' && (row.nextTryAt ?? '') <= at) ||
  (row.state === 'claimed' && row.at < addSeconds(at, -LOST_AFTER_SECONDS)) ||
  (row.state === 'due' && row.at < addSeconds(at, -LOST_AFTER_SECONDS));

function messageOf(row: MessageRow): SendMessage[] {
  const { channel, template, basis, episode } = row;
  if (channel === null || template === null || basis === null) return [];
  const { seq, at, rule, purpose, occurrence, recipient: to, fields, safeguarding } = row;
  const stamp = { seq, at, by: 'system' };
  const told = { rule, purpose, basis, occurrence, to, channel, template, fields, safeguarding };
  return [{ episode, message: { type: 'messageDue', ...told, ...stamp } }];
}
