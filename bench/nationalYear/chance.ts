/** Numbers that look like chance and are not: the same seed gives the same year. */
export interface Chance {
  /** True with this probability. */
  happens(probability: number): boolean;
  /** A whole number, both bounds included. */
  between(from: number, to: number): number;
  /** A waiting time as people's are: half of them under the median, a few much longer. Never negative. */
  around(median: number, spread?: number): number;
  /** One of them, each with its weight. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
}

/**
 * Chance of its own for each case, from the seed of the year and the case's number: a case goes the same way whichever
 * cases are played before it.
 */
export function createChance(seed: number, n: number): Chance {
  const next = mulberry32((Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)) >>> 0);
  return {
    happens: (probability) => next() < probability,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    // The sum of three is near enough to a bell; its exponential is skewed as waiting times are.
    around: (median, spread = 2) => median * spread ** ((next() + next() + next() - 1.5) * 2),
    weighted<T>(choices: readonly (readonly [T, number])[]): T {
      const [first, ...rest] = choices;
      if (first === undefined) throw new Error('There is nothing to choose from');
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      let chosen = first[0];
      for (const [choice, weight] of [first, ...rest]) {
        chosen = choice;
        left -= weight;
        if (left < 0) break;
      }
      return chosen;
    },
  };
}

/** A small generator with 32 bits of state (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
