import type { Instant } from '../../domain/time.js';
import type { Values } from '../forms/values.js';
import type { Call } from '../page.js';
import type { WebServices } from '../services.js';

/** The field under which a draft keeps the key of its form. */
const KEY = '_key';
/** What a form carries beside what was typed. */
const NOT_TYPED = new Set([KEY, '_csrf', 'since', 'instead', 'then']);
/** Shorter than this is quickly typed again. */
const WORTH_KEEPING = 3;

export interface KeptDraft {
  values: Values;
  /** Of the form that it was typed into: sent again it counts once. */
  key: string | null;
  savedAt: Instant;
}

const pathOf = ({ here }: Pick<Call, 'here'>): string => here.split('?')[0] ?? here;

/** What whoever asks typed into this form and has not saved. A register that is away has none. */
export async function keptDraft({ api }: WebServices, call: Call): Promise<KeptDraft | null> {
  const { person, authority } = call.visitor;
  if (person === null) return null;
  const draft = await api.guard
    .within(() => api.register.drafts.read(authority, person, pathOf(call), call.at))
    .catch(() => null);
  if (draft === null) return null;
  const { [KEY]: key, ...values } = strings(draft.fields);
  return { values, key: typeof key === 'string' ? key : null, savedAt: draft.savedAt };
}

/** Keeps what was typed; where the register is away, the page that is shown still has it. @returns whether it is kept */
export async function keepDraft({ api }: WebServices, call: Call, values: Values, key: string): Promise<boolean> {
  const { person, authority } = call.visitor;
  if (person === null || !isWorthKeeping(values)) return false;
  const fields = { ...typedOf(values), [KEY]: key };
  return api.guard
    .within(() => api.register.drafts.save(authority, person, pathOf(call), { fields, savedAt: call.at }))
    .then(() => true)
    .catch(() => false);
}

export async function dropDraft({ api }: WebServices, call: Call): Promise<void> {
  const { person, authority } = call.visitor;
  if (person === null) return;
  await api.guard.within(() => api.register.drafts.drop(authority, person, pathOf(call))).catch(() => undefined);
}

/** Whether somebody wrote or chose something. */
export const isWorthKeeping = (values: Values): boolean =>
  Object.entries(typedOf(values)).some(
    ([name, value]) =>
      typeof value === 'string' && !/-(day|month|year)$/.test(name) && value.trim().length >= WORTH_KEEPING,
  );

const typedOf = (values: Values): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string | string[]][] =>
      NOT_TYPED.has(name) ? [] : [[name, typeof value === 'string' ? value : [...value]]],
    ),
  );

const strings = (fields: Record<string, unknown>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return [[name, value]];
      return Array.isArray(value) ? [[name, value.map(String)]] : [];
    }),
  );
