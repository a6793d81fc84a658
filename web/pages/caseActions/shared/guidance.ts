/** What the policy wants people to see at a step. */
import { z } from 'zod';
import { truth } from '../../../../domain/conditions.js';
import { factLookup, factsOf } from '../../../../domain/factView.js';
import type { Condition } from '../../../../domain/policy.js';
import type { CaseNow } from './caseNow.js';

export interface Guidance {
  rule: string;
  title: string;
  source: string;
  text: string | null;
  /** Shown at this very item, not at the step in general. */
  isOwn: boolean;
}

const details = z.looseObject({
  shownAt: z.array(z.string()).optional(),
  text: z.string().optional(),
  when: z.custom<Condition>((value) => typeof value === 'object' && value !== null).optional(),
});

/** The rules shown at any of these steps (`checks`, `check:BRA-C1`), where their condition holds. */
export function guidanceAt({ rules, state, today }: CaseNow, ...steps: readonly string[]): Guidance[] {
  const lookup = factLookup(factsOf(state), today);
  return [...rules]
    .flatMap(([rule, about]) => {
      const read = details.safeParse(about);
      if (!read.success) return [];
      const { shownAt = [], text, when } = read.data;
      if (!shownAt.some((step) => steps.includes(step))) return [];
      if (when !== undefined && truth(when, lookup, today) !== true) return [];
      const isOwn = shownAt.some((step) => step.includes(':') && steps.includes(step));
      return [{ rule, title: about.title, source: about.source, text: text ?? null, isOwn }];
    })
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
}
