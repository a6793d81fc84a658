/** What a pack will do, rule by rule, as plain data: printed as text, as JSON or as a page. */
import type { Calendars, Skipped } from '../../../domain/calendar/types.js';
import type { CompiledPolicy, Condition, RuleId } from '../../../domain/policy.js';
import type { IsoDate } from '../../../domain/time.js';
import { createAsk } from '../check/finding.js';
import type { RuleDetails } from '../details.js';
import type { Pack } from '../schema.js';
import type { Layers } from '../layers.js';

/** Who says so: the authority's own text, the law, or the system where both are silent. */
export type Basis = 'policy' | 'law' | 'system default';

/** A date as it would be if the event happened on the day that is imagined. */
export interface CountedDate {
  /** What the date is: `due`, `allowed from`, `reminder`. */
  what: string;
  /** The event that starts the count, in words. */
  event: string;
  from: IsoDate;
  /** The day; null where a calendar is not loaded far enough. */
  to: IsoDate | null;
  /** The hour of the day, where it matters. */
  at?: string;
  /** Days that did not count, and why. */
  skipped: Skipped[];
  /** The calendar that is missing. */
  missing?: string;
  /** A step of the system's ladder rather than of the rule. */
  basis?: Basis;
}

export interface ExplainedRule {
  rule: RuleId;
  title: string;
  /** The document or the law, and the place in it. */
  source: string;
  basis: Basis;
  /** `MUST`, `SHOULD`, `AIM`, `MAY`, `LIST`. */
  modality?: string;
  /** What it does, one sentence each. */
  says: string[];
  dates: CountedDate[];
  /** Guidance shown beside it. */
  guidance: { rule: RuleId; title: string }[];
  /** What was chosen where the text is silent. */
  readings: string[];
}

export interface ExplainedSection {
  id: string;
  title: string;
  intro?: string;
  rules: ExplainedRule[];
}

export interface Explanation {
  policy: string;
  title: string;
  authority?: string;
  /** The document that the pack writes down. */
  document?: string;
  effectiveFrom: IsoDate;
  /** The day on which everything is imagined to happen. */
  from: IsoDate;
  sections: ExplainedSection[];
}

/** What the sections are made from. */
export interface Explaining {
  policy: CompiledPolicy;
  details: Record<RuleId, RuleDetails>;
  pack: Pack;
  layers: Layers;
  from: IsoDate;
  calendars: Calendars;
}

/** Whether a condition can be not known on some case. */
export const mayBeUnknown = ({ layers, policy }: Explaining, condition: Condition): boolean =>
  createAsk(layers, policy)({ condition, is: [null] }) !== 'never';

export const basisOf = (rule: RuleId): Basis =>
  rule.startsWith('NAT-') ? 'law' : rule.startsWith('SYS-') ? 'system default' : 'policy';

/** A rule with what people read about it; the title of an item where several items share an id. */
export function explained(
  { details }: Explaining,
  rule: RuleId,
  says: readonly (string | undefined)[],
  { dates = [], title = '', source = '' }: { dates?: CountedDate[]; title?: string; source?: string } = {},
): ExplainedRule {
  const about = Object.hasOwn(details, rule) ? details[rule] : undefined;
  const sentences = says.flatMap((said) => (said === undefined || said === '' ? [] : [said]));
  return {
    rule,
    title: title || about?.title || rule,
    source: source || (about?.source ?? ''),
    basis: basisOf(rule),
    ...(about?.modality === undefined ? {} : { modality: about.modality }),
    says: [...(about?.text === undefined ? [] : [about.text]), ...sentences],
    dates,
    guidance: (about?.guidance ?? []).map((id) => ({ rule: id, title: details[id]?.title ?? id })),
    readings: (about?.readings ?? []).map(({ field, chosen, why }) => `${field}: ${chosen}. ${why}`),
  };
}
