/** What people read about a rule, joined to cases by rule id: the core carries none of it. */
import type { Condition, RuleId } from '../../domain/policy.js';
import { createTranslator } from './compile.js';
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
  const item = value as Record<string, unknown>;
  const { id, title } = item;
  if (typeof id === 'string' && /^[A-Z]/.test(id) && typeof title === 'string' && !into.has(id))
    into.set(id, {
      title,
      source: typeof item.source === 'string' ? item.source : layer.pack.title,
      kind: section,
      ...(typeof item.modality === 'string' ? { modality: item.modality } : {}),
      ...(typeof item.text === 'string' ? { text: item.text } : {}),
      ...(Array.isArray(item.shownAt) ? { shownAt: item.shownAt.map(String) } : {}),
      ...(isAuthored(item.when) ? { when: translate(item.when, [], layer) } : {}),
      ...(item.commenced === false ? { commenced: false } : {}),
    });
  const formId = section === 'forms' && typeof id === 'string' && /^[A-Z]/.test(id) ? id : undefined;
  for (const [key, inner] of Object.entries(item))
    if (formId !== undefined && key === 'fields') fieldsOf(inner, formId, item, into);
    else collect(inner, section, layer, into, translate);
}

/** A field of a form is cited as the form's id, a slash and the field. */
function fieldsOf(
  fields: unknown,
  form: RuleId,
  { source }: Record<string, unknown>,
  into: Map<RuleId, RuleDetails>,
): void {
  if (!Array.isArray(fields)) return;
  for (const field of fields as { id: string; title: string }[])
    into.set(`${form}/${field.id}`, { title: field.title, source: String(source), kind: 'forms' });
}

const isAuthored = (value: unknown): value is AuthoredCondition =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);
