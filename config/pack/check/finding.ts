/** What `rollcall policy check` says about a pack that compiles, and what its rules are given to look at. */
import type { Calendars } from '../../../domain/calendar/types.js';
import { factDefinition } from '../../../domain/facts.js';
import type { CompiledPolicy, Condition, FactId } from '../../../domain/policy.js';
import type { IsoDate } from '../../../domain/time.js';
import type { YamlPath } from '../../yamlProblems.js';
import type { AuthoredCondition } from '../condition.js';
import type { Layer, Layers } from '../layers.js';
import type { Translator } from '../translate.js';
import { witnessOf, type Answer, type Claim, type FactRange } from './possible.js';

/** An error would mislead people or do nothing at all; a warning is probably not meant; a note is to be known. */
export type Severity = 'error' | 'warning' | 'note';

/** What kind of thing was found; a stable word for other programs. */
export type FindingKind =
  | 'refused'
  | 'never-true'
  | 'never-reached'
  | 'contradiction'
  | 'gate-never-opens'
  | 'gate-without-effect'
  | 'clock-without-event'
  | 'never-met'
  | 'without-effect'
  | 'unknown-name'
  | 'longer-than-law'
  | 'shorter-than-law'
  | 'stands-in-for-law'
  | 'superseded-law'
  | 'unit-not-stated'
  | 'no-reason'
  | 'unused'
  | 'reading'
  | 'question';

export interface Finding {
  severity: Severity;
  kind: FindingKind;
  /** The rule, or the name of a condition, a fact or a citation that it is about; empty for the pack as a whole. */
  rule: string;
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** `deadlines[2].clock`. */
  path: string;
  what: string;
  /** What the author can do about it; empty where nothing is wrong. */
  remedy: string;
}

/** A finding without its place. */
export interface Found {
  severity: Severity;
  kind: FindingKind;
  rule: string;
  what: string;
  remedy?: string;
}

export interface Checking {
  layers: Layers;
  /** The pack that is checked; the layers below are the law and the defaults. */
  top: Layer;
  policy: CompiledPolicy;
  /** The day on which it is asked: law that no longer stands then is told. */
  at: IsoDate;
  calendars: Calendars;
  /** A condition of the checked pack as the core reads it. */
  condition: (authored: AuthoredCondition) => Condition;
  clock: (authored: Parameters<Translator['clock']>[0]) => ReturnType<Translator['clock']>;
  /** What facts can be such that a claim holds. */
  ask: (claim: Claim) => Answer;
  /** Says what was found at a place of the checked pack. */
  report: (path: YamlPath, found: Found, key?: string) => void;
}

/** Facts that are false until shown or derived at any time: never unknown. */
const ALWAYS_KNOWN: readonly FactId[] = [
  'located',
  'whereabouts_known',
  'child_seen',
  'removal_advised',
  'ehcp_ever',
  'looked_after_ever',
];

/** A pretended fact: on which side of compulsory school age a child is who is not of it, `before` or `after`. */
export const AGE_SIDE = '#age';

/** What a fact may be on some case: by its type and by who may state it. */
export function rangesOf(layers: Layers, policy: CompiledPolicy): (fact: FactId) => FactRange {
  const shown = new Set(policy.outcomes.flatMap((outcome) => outcome.shows ?? []));
  const declared = new Map(layers.flatMap((layer) => layer.pack.facts.map((fact) => [fact.id, fact] as const)));
  return (id) => {
    const own = declared.get(id);
    // The system derives facts of the closed list alone: one of the pack's own needs a person or an outcome.
    const settable = own === undefined || shown.has(id) || own.setBy.some((setter) => setter !== 'system');
    return {
      type: id === AGE_SIDE ? 'text' : (own?.type ?? factDefinition(id)?.type ?? 'boolean'),
      settable,
      alwaysKnown: ALWAYS_KNOWN.includes(id),
      ...(id === 'attendance_percent' ? { least: 0, most: 100 } : id === 'gn_o_run' ? { least: 0 } : {}),
    };
  };
}

/** Looks with the ranges of a policy. */
export function createAsk(layers: Layers, policy: CompiledPolicy): (claim: Claim) => Answer {
  const rangeOf = rangesOf(layers, policy);
  return (claim) => witnessOf(claim, rangeOf);
}

/** An example of facts, in words: `on_roll is set, csa is not known`. */
export function witnessInWords(witness: Exclude<Answer, string>): string {
  const words = [...witness].map(([fact, value]) =>
    value === undefined
      ? `${fact} is not known`
      : value === true
        ? `${fact} is set`
        : value === false
          ? `${fact} is not set`
          : `${fact} is ${value}`,
  );
  return words.join(', ');
}
