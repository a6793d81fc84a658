/** What people read about a rule, joined to cases by rule id: the core carries none of it. */
import type { Condition, RuleId } from '../../domain/policy.js';
import { createTranslator } from './translate.js';
import type { AuthoredCondition } from './condition.js';
import type { Layer, Layers } from './layers.js';

export interface RuleDetails {
  /** The rule in one sentence. */
  title: string;
  /** `Bradford §8`: the document or the law, and the place in it. */
  source: string;
  /** The section of the pack it stands in: `deadlines`, `checks`, `guidance`. The first, where there are several. */
  kind: string;
  /** How binding the text is. */
  modality?: string;
  /** More for the person who works with it. */
  text?: string;
  /** Where people are shown it. */
  shownAt?: string[];
  /** The condition under which it applies. */
  when?: Condition;
  /** The ids of the guidance shown beside it. */
  guidance?: RuleId[];
  /** False where the law is made and not in force. */
  commenced?: boolean;
  /** False where it was not read in a published source; `source` says so as well. */
  confirmed?: boolean;
  /** What was chosen where the text is silent, and why. */
  readings?: { field: string; chosen: string; why: string }[];
}

/** The details of every rule of the layers; an upper layer speaks first. */
export function detailsOf(layers: Layers): Record<RuleId, RuleDetails> {
  const details = new Map<RuleId, RuleDetails>();
  const translator = createTranslator(layers, () => undefined);
  for (const layer of layers)
    for (const [section, value] of Object.entries(layer.pack))
      collect(value, section, layer, details, translator.condition);
  // A field of a form is cited as the form's id, a slash and the field.
  for (const { pack } of layers)
    for (const form of pack.forms)
      for (const { id, title } of form.fields)
        details.set(`${form.id}/${id}`, { title, source: form.source, kind: 'forms' });
  for (const layer of layers)
    for (const { rule, field, chosen, why } of layer.pack.interpretations) {
      const about = details.get(rule);
      if (about !== undefined) about.readings = [...(about.readings ?? []), { field, chosen: String(chosen), why }];
    }
  for (const [id, { shownAt }] of details)
    for (const step of shownAt ?? []) {
      const about = details.get(step.slice(step.indexOf(':') + 1));
      if (step.includes(':') && about !== undefined) about.guidance = [...(about.guidance ?? []), id];
    }
  return Object.fromEntries(details);
}

type Translate = (authored: AuthoredCondition, path: [], layer: Layer) => Condition;

function collect(
  value: unknown,
  section: string,
  layer: Layer,
  into: Map<RuleId, RuleDetails>,
  translate: Translate,
): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, section, layer, into, translate);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const item: Readonly<Record<string, unknown>> = { ...value };
  const { id, title } = item;
  if (typeof id === 'string' && /^[A-Z]/.test(id) && typeof title === 'string' && !into.has(id))
    into.set(id, {
      title,
      source: `${typeof item.source === 'string' ? item.source : layer.pack.title}${item.confirmed === false ? UNCONFIRMED : ''}`,
      kind: section,
      ...(typeof item.modality === 'string' ? { modality: item.modality } : {}),
      ...(typeof item.text === 'string' ? { text: item.text } : {}),
      ...(Array.isArray(item.shownAt) ? { shownAt: item.shownAt.map(String) } : {}),
      ...(isAuthored(item.when) ? { when: translate(item.when, [], layer) } : {}),
      ...(item.commenced === false ? { commenced: false } : {}),
      ...(item.confirmed === false ? { confirmed: false } : {}),
    });
  // Fields of forms are no rules of their own; `detailsOf` cites them under their form.
  for (const [key, inner] of Object.entries(item))
    if (key !== 'fields') collect(inner, section, layer, into, translate);
}

const UNCONFIRMED = ' (check before relying on it)';

const isAuthored = (value: unknown): value is AuthoredCondition =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);
