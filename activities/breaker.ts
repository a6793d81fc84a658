/** While a service is away, fails calls at once instead of letting each wait for it. One for a process. */
export interface Breaker {
  /** Runs the call, bounded in time. @throws ServiceAway while the service is taken to be away, or out of time. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** The service answered some other caller: it is back. */
  answered(): void;
  readonly isOpen: boolean;
}

export class ServiceAway extends Error {
  readonly code = 'service_away';
  override readonly name = 'ServiceAway';
}

export interface BreakerSettings {
  /** Failures in a row after which the service is taken to be away. */
  failures?: number;
  /** After this one call is let through to see whether it is back. */
  tryAgainAfterMs?: number;
  /** For one call. */
  withinMs?: number;
  now?: () => number;
}

export function createBreaker(settings: BreakerSettings = {}): Breaker {
  const { failures = 2, tryAgainAfterMs = 2_000, withinMs = 1_200, now = Date.now } = settings;
  let failed = 0;
  let openUntil = 0;
  const isOpen = (): boolean => failed >= failures && now() < openUntil;

  return {
    get isOpen() {
      return isOpen();
    },
    answered() {
      failed = 0;
    },
    async run(call) {
      if (isOpen()) throw new ServiceAway('The service is away; it is tried again soon.');
      // Others fail at once while this one finds out.
      if (failed >= failures) openUntil = now() + withinMs + tryAgainAfterMs;
      try {
        const answer = await within(withinMs, call);
        failed = 0;
        return answer;
      } catch (error) {
        failed += 1;
        openUntil = now() + tryAgainAfterMs;
        throw error;
      }
    },
  };
}

/** The call's answer, unless it takes longer. @throws ServiceAway then. */
export async function within<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ServiceAway('The service did not answer in time.')), milliseconds);
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    clearTimeout(timer);
  }
}
