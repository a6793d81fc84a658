/** How many things may be under way at once, in the order in which they came. */
export interface Lane {
  /** Does the work when there is a place. @throws LaneFull where none became free in time: the work was not begun. */
  run: <T>(work: () => Promise<T>) => Promise<T>;
}

/** No place became free in time. Nothing of the work was done. */
export class LaneFull extends Error {
  readonly code = 'lane_full';
  override readonly name = 'LaneFull';
}

export function createLane({ atOnce, waitMs }: { atOnce: number; waitMs: number }): Lane {
  let free = atOnce;
  const waiting = new Set<() => void>();

  const place = (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const take = (): void => {
        clearTimeout(timer);
        waiting.delete(take);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(take);
        reject(new LaneFull());
      }, waitMs);
      waiting.add(take);
    });
  };
  /** The place goes to whoever waits longest. */
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  };

  return {
    run: async (work) => {
      await place();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
