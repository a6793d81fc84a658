import type { ExplainedSection } from '../../../../config/pack/explain/explanation.js';

/** Entries that are read without losing the way. */
const MOST_ENTRIES = 20;

/** A page on which a policy is read: one of its parts, or a piece of a long one. */
export interface PolicyPart {
  section: ExplainedSection;
  /** Counted from 1, of so many pieces. */
  piece: number;
  pieces: number;
}

/** The pages of a policy in their order. */
export const partsOfPolicy = (sections: readonly ExplainedSection[]): PolicyPart[] =>
  sections.flatMap((section) => {
    const pieces = Math.max(1, Math.ceil(section.rules.length / MOST_ENTRIES));
    return Array.from({ length: pieces }, (_, index) => ({
      section: { ...section, rules: section.rules.slice(index * MOST_ENTRIES, (index + 1) * MOST_ENTRIES) },
      piece: index + 1,
      pieces,
    }));
  });
