/** Figures that are published tell of no single child: small numbers are not said. */

/** Below this a number is said to be small. 0 is said: it tells of nobody. */
export const SMALL = 5;

export type Published = number | 'small' | 'withheld';

const isSmall = (count: number): boolean => count > 0 && count < SMALL;

/**
 * The figures of one group as they may be published. A small one could be worked out from its total if it were the only
 * one that is not said, so the next larger is withheld beside it.
 */
export function published(counts: readonly number[]): Published[] {
  const small = counts.filter(isSmall).length;
  const others = counts.filter((count) => count >= SMALL);
  const beside = small === 1 && others.length > 0 ? counts.indexOf(Math.min(...others)) : -1;
  return counts.map((count, place) => (isSmall(count) ? 'small' : place === beside ? 'withheld' : count));
}

/** A total beside figures some of which are not said: rounded to the nearest five. */
export const publishedTotal = (total: number, figures: readonly Published[]): { about: boolean; total: Published } => {
  if (isSmall(total)) return { about: false, total: 'small' };
  const hidden = figures.some((figure) => typeof figure !== 'number');
  return { about: hidden, total: hidden ? Math.round(total / SMALL) * SMALL : total };
};
