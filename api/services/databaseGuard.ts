/** The register cannot be reached, or did not answer in time. */
export class DatabaseAway extends Error {
  readonly code = 'database_away';
  override readonly name = 'DatabaseAway';
  constructor() {
    super('The register cannot be reached');
  }
}

export interface DatabaseGuard {
  /**
   * Runs a piece of work against the register. Throws `DatabaseAway` after the limit, at once while it is known to be
   * away, and for every failure that is no answer of the server.
   */
  within: <T>(work: () => Promise<T>, limitMs?: number) => Promise<T>;
}

/** What a request waits for the register while the case itself could go on. */
const LIMIT_MS = 1_000;
/** While it hangs, one request in this time finds out whether it is back; the others do not wait. */
const AWAY_MS = 2_000;

/**
 * One a process, so that a register which hangs costs one wait and not one for each step of a request. A register that
 * is only busy is waited for: it counts as away when nobody got an answer while one request waited in vain.
 */
export function createDatabaseGuard(now: () => number = Date.now): DatabaseGuard {
  let awayUntil = 0;
  let answeredAt = 0;
  return {
    within: async (work, limitMs = LIMIT_MS) => {
      const began = now();
      if (began < awayUntil) throw new DatabaseAway();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new DatabaseAway()), limitMs);
      });
      try {
        const result = await Promise.race([work(), late]);
        answeredAt = now();
        return result;
      } catch (error) {
        if (!isAway(error)) {
          answeredAt = now();
          throw error;
        }
        if (answeredAt < began) awayUntil = now() + AWAY_MS;
        throw error instanceof DatabaseAway ? error : new DatabaseAway();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Classes of SQLSTATE that say nothing of the statement: connection, resources, cancelled or shutting down. */
const AWAY_STATES = /^(08|53|57|58)/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const DRIVER_SAYS = /timeout|terminat|Client has encountered a connection error|not queryable/i;

function isAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^[0-9A-Z]{5}$/.test(code)) return AWAY_STATES.test(code);
  return SOCKET_CODES.has(code) || (code === '' && DRIVER_SAYS.test(error.message));
}
