/** The forms of a pack as pages and imports ask their questions: its conditions in the terms of the core. */
import type { Condition, FactId, FactType } from '../../domain/policy.js';
import { clean } from './clean.js';
import { compileCondition, type AuthoredCondition, type Vocabulary } from './condition.js';
import type { Pack } from './schema.js';

type AuthoredForm = Pack['forms'][number];
type AuthoredField = AuthoredForm['fields'][number];

export interface FormField extends Omit<AuthoredField, 'when'> {
  /** Asked only while this holds. */
  when?: Condition;
}

export interface PackForm extends Omit<AuthoredForm, 'when' | 'fields'> {
  /** The form for those of whom this holds. */
  when?: Condition;
  fields: readonly FormField[];
}

/** The forms of the first pack; the packs under it lend it their words. From the authority's own down. */
export function formsOf(packs: readonly Pack[]): PackForm[] {
  const declared = new Map<FactId, FactType>();
  const named = new Map<string, AuthoredCondition>();
  for (const pack of [...packs].reverse()) {
    for (const { id, type } of pack.facts) declared.set(id, type);
    for (const [name, condition] of Object.entries(pack.conditions)) named.set(name, condition);
  }
  // What is wrong with a condition is said where the pack is compiled.
  const words: Vocabulary = { declared, named, complain: () => undefined };
  const compiled = (when: AuthoredCondition | undefined): Condition | undefined =>
    when === undefined ? undefined : compileCondition(when, [], words);
  return (packs[0]?.forms ?? []).map(({ when, fields, ...form }) => ({
    ...clean({ ...form, when: compiled(when) }),
    fields: fields.map(({ when: asked, ...field }) => clean({ ...field, when: compiled(asked) })),
  }));
}
