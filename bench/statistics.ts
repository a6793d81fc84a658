/** What the measurements count with. */

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * Measures two things in turns, so that what disturbs the machine disturbs both, and answers their medians and the
 * median of the ratios of the pairs. Each pair begins with the other one.
 */
export async function inTurns(
  pairs: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const measured: { ours: number; theirs: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) measured.push({ ours: await ours(), theirs: await theirs() });
    else {
      const first = await theirs();
      measured.push({ ours: await ours(), theirs: first });
    }
  }
  return {
    ours: median(measured.map((one) => one.ours)),
    theirs: median(measured.map((one) => one.theirs)),
    ratio: median(measured.map((one) => one.ours / one.theirs)),
  };
}

/** Does something for each item, so many at once. */
export async function atOnce<T>(
  many: number,
  items: readonly T[],
  each: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const left = items.map((item, index) => ({ item, index }));
  const go = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await each(next.item, next.index);
  };
  await Promise.all(Array.from({ length: many }, go));
}

/** Seconds that something takes. */
export async function secondsOf(run: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await run();
  return (performance.now() - from) / 1_000;
}

/** Seconds of processor time, all threads together, since a measure of it: other programs do not lengthen them. */
export function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}
