/** Compares what a scenario expects with what was played: the `expect` part of a scenario file. */

/** One expectation that was not met. */
export interface Unmet {
  /** Where in `expect`, such as `deadlines[0].due`. */
  path: string;
  /** What was expected and what there is instead, in words. */
  message: string;
}

/**
 * An object matches when each given field does; a list when each given item matches one of it; everything else when it
 * is the same. Answers every expectation that is not met, none when all are.
 */
export function unmetExpectations(expected: unknown, actual: unknown, path = ''): Unmet[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [{ path, message: `expected a list, found ${shown(actual)}` }];
    return expected.flatMap((item: unknown, index) => {
      const nearest = nearestTo(item, actual);
      return nearest === null || nearest.length > 0
        ? [{ path: `${path}[${index}]`, message: `none is like ${shown(item)}${hint(nearest)}` }]
        : [];
    });
  }
  if (isRecord(expected)) {
    if (!isRecord(actual)) return [{ path, message: `expected ${shown(expected)}, found ${shown(actual)}` }];
    return Object.entries(expected).flatMap(([key, value]) =>
      unmetExpectations(value, actual[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return Object.is(expected, actual) ? [] : [{ path, message: `expected ${shown(expected)}, found ${shown(actual)}` }];
}

/** What keeps the most similar item from matching: nothing when one matches, null when there is no item at all. */
function nearestTo(expected: unknown, items: readonly unknown[]): Unmet[] | null {
  let nearest: Unmet[] | null = null;
  for (const item of items) {
    const unmet = unmetExpectations(expected, item);
    if (unmet.length === 0) return [];
    if (nearest === null || unmet.length < nearest.length) nearest = unmet;
  }
  return nearest;
}

const hint = (nearest: readonly Unmet[] | null): string =>
  nearest === null
    ? '; the list is empty'
    : `; the nearest differs: ${nearest.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join(', ')}`;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
