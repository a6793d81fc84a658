import { epochSeconds, type Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import type { Logger } from 'pino';
import { invalidRequest, notFound, Problem } from '../problem.js';
import type { Rehearsal } from '../services.js';
import type { DatabaseGuard } from './databaseGuard.js';
import { z } from 'zod';

/** Moves a demonstration forward in time: one case, or every open one in turn. */
export interface Demonstration {
  /** @throws Problem `not_found`, or `invalid_request` where the time lies too far ahead */
  moveCase: (authority: string, caseId: string, to: Instant) => Promise<{ now: Instant }>;
  /**
   * Begins to move every open case and answers at once; `progress` tells how far it has come.
   * @throws Problem `conflict` while another move is under way
   */
  moveAll: (authority: string, to: Instant, by: string) => Promise<void>;
  /** The last move of all cases; null where there was none. */
  progress: (authority: string) => Promise<MoveProgress | null>;
  /** Lets the case that is being moved arrive, and begins no other. */
  stop: () => Promise<void>;
}

export interface MoveProgress {
  from: Instant;
  to: Instant;
  by: string;
  /** Open cases, and those of them that are there. */
  cases: number;
  there: number;
  /** Cases that could not be moved, in this process. */
  failed: number;
  /** Cases beyond the most that are moved at once: they stay where they are. */
  left: number;
  /** False: it is done, or was cut short; then it can be begun again. */
  running: boolean;
}

const TWO_YEARS_SECONDS = 2 * 366 * 86_400;
/** A demonstration has a few dozen cases; each takes a second or several. */
export const MOST_CASES = 200;
const SETTING = 'demonstration.move';

const move = z.object({ from: z.string(), to: z.string(), by: z.string() });

export function createDemonstration({
  register,
  guard,
  rehearsal,
  log,
  now,
}: {
  register: Register;
  guard: DatabaseGuard;
  rehearsal: Rehearsal;
  log: Logger;
  now: () => Instant;
}): Demonstration {
  const running = new Map<string, { failed: Set<string>; done: Promise<void> }>();
  const failures = new Map<string, number>();
  let stopped = false;

  const openCases = (authority: string) =>
    guard.within(() => register.reconcile.openCaseIds(authority, { after: '', limit: MOST_CASES + 1 }));

  const mayGo = (to: Instant): void => {
    if (epochSeconds(to) - epochSeconds(now()) > TWO_YEARS_SECONDS)
      throw invalidRequest([{ field: 'to', message: 'lies more than two years ahead' }]);
  };

  const aheadOf = async (authority: string, caseId: string): Promise<number> =>
    (await guard.within(() => register.cases.findCase(authority, caseId)))?.demoOffsetSeconds ?? 0;

  /** Whether a case is at the time already. A few seconds are lost on the way; the day is what counts. */
  const isThere = (offsetSeconds: number, to: Instant): boolean =>
    offsetSeconds + epochSeconds(now()) >= epochSeconds(to) - 60;

  const moveEach = async (authority: string, to: Instant, failed: Set<string>): Promise<void> => {
    for (const caseId of (await openCases(authority)).slice(0, MOST_CASES)) {
      if (stopped) return;
      if (isThere(await aheadOf(authority, caseId), to)) continue;
      try {
        await rehearsal.fastForward(caseId, to, authority);
      } catch (error) {
        failed.add(caseId);
        log.warn({ case: caseId, error: error instanceof Error ? error.name : 'unknown' }, 'not moved in time');
      }
    }
  };

  return {
    moveCase: async (authority, caseId, to) => {
      if ((await guard.within(() => register.cases.findCase(authority, caseId))) === null)
        throw notFound('The enquiry');
      mayGo(to);
      return rehearsal.fastForward(caseId, to, authority);
    },

    moveAll: async (authority, to, by) => {
      mayGo(to);
      if (running.has(authority))
        throw new Problem('conflict', 'The demonstration is being moved already. Wait until it has arrived');
      const from = now();
      const failed = new Set<string>();
      const entry = { failed, done: Promise.resolve() };
      running.set(authority, entry);
      try {
        await guard.within(() => register.authorities.putSetting(authority, SETTING, { from, to, by }, by, from));
      } catch (error) {
        running.delete(authority);
        throw error;
      }
      entry.done = moveEach(authority, to, failed)
        .catch((error: unknown) => {
          log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the demonstration stopped on its way');
        })
        .finally(() => {
          failures.set(authority, failed.size);
          running.delete(authority);
        });
    },

    progress: async (authority) => {
      const read = move.safeParse(await guard.within(() => register.authorities.setting(authority, SETTING)));
      if (!read.success) return null;
      const { from, to, by } = read.data;
      const ids = await openCases(authority);
      const offsets = await Promise.all(ids.slice(0, MOST_CASES).map((caseId) => aheadOf(authority, caseId)));
      return {
        ...{ from, to, by },
        cases: offsets.length,
        there: offsets.filter((offset) => isThere(offset, to)).length,
        failed: running.get(authority)?.failed.size ?? failures.get(authority) ?? 0,
        left: Math.max(0, ids.length - MOST_CASES),
        running: running.has(authority),
      };
    },

    stop: async () => {
      stopped = true;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
