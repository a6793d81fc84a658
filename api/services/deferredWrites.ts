import type { Logger } from 'pino';
import { DatabaseAway } from './databaseGuard.js';

export interface DeferredWrites {
  /** Carries the write out as soon as the register takes it. `what` names it in the log and holds no personal data. */
  add: (what: string, write: () => Promise<void>) => void;
  waiting: () => number;
  /** Tries all once more and forgets those that fail. */
  stop: () => Promise<void>;
}

const EVERY_MS = 2_000;
/** Each holds at most a text of 10,000 characters. */
const MOST = 5_000;

/**
 * Writes that must not hold a case up while the register is away: a concern's text, an audit entry. They wait in this
 * process, in order, and are lost with it.
 */
export function createDeferredWrites(log: Logger, everyMs = EVERY_MS): DeferredWrites {
  const queue: { what: string; write: () => Promise<void> }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      try {
        await next.write();
      } catch (error) {
        if (error instanceof DatabaseAway) throw error;
        log.error({ what: next.what }, 'the register refused a write that had waited');
      }
      queue.shift();
    }
  };
  const tick = (): void => {
    timer = undefined;
    running = drain()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
        if (queue.length > 0) arm();
      });
  };
  const arm = (): void => {
    if (timer !== undefined || running !== undefined) return;
    timer = setTimeout(tick, everyMs);
    timer.unref();
  };
  return {
    add: (what, write) => {
      if (queue.length >= MOST) {
        log.error({ what }, 'a write was given up: too many wait for the register');
        return;
      }
      log.warn({ what, waiting: queue.length + 1 }, 'a write waits for the register');
      queue.push({ what, write });
      arm();
    },
    waiting: () => queue.length,
    stop: async () => {
      clearTimeout(timer);
      await running;
      await drain().catch(() => undefined);
      if (queue.length > 0) log.error({ lost: queue.length }, 'writes were lost: the register did not come back');
    },
  };
}
