import type { CaseInput, Person, PersonInput, Role } from '../../domain/inputs.js';
import type { Register } from '../../register/index.js';
import { FREE_TEXT, type SentInput } from '../schemas/inputs.js';
import type { Worlds } from '../services/worlds.js';

export type OwnInput = Exclude<SentInput, 'referral'>;

/** One free text of an input, kept apart from it. */
export interface FieldText {
  textId: string;
  kind: string;
  body: string;
}

const RULE = /^[A-Z]{2,5}-[A-Z0-9]+[a-z]?$/;

/** Takes the free texts out of an input; each is replaced by the id that `idOf` gives it. */
export function withoutTexts(
  body: Record<string, unknown>,
  idOf: (field: string) => string,
): { fields: Record<string, unknown>; texts: FieldText[] } {
  const texts: FieldText[] = [];
  const fields = { ...body };
  for (const kind of FREE_TEXT) {
    const text = body[kind];
    // A reason of the pack is named by its rule; everything else that people write is a text.
    if (typeof text !== 'string' || (kind === 'reason' && RULE.test(text))) continue;
    const textId = idOf(kind);
    texts.push({ textId, kind, body: text });
    fields[kind] = textId;
  }
  return { fields, texts };
}

/** Adds what the case cannot look up itself: the role of a person named, and the policy that a name stands for. */
export async function caseInput(
  deps: { register: Register; worlds: Worlds },
  authority: string,
  name: OwnInput,
  fields: Record<string, unknown>,
  by: Person,
): Promise<CaseInput> {
  const input = { ...present(fields), ...(await lookedUp(deps, authority, name, fields)), do: name };
  if (!isInput(input)) throw new Error(`No such input: ${name}`);
  return { ...input, by, channel: 'api' };
}

async function lookedUp(
  { register, worlds }: { register: Register; worlds: Worlds },
  authority: string,
  name: OwnInput,
  fields: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (name === 'assign')
    return { toRole: await roleOf(register, authority, fields.to, ['manager', 'senior', 'officer']) };
  if (name === 'overrideGate') return { secondRole: await roleOf(register, authority, fields.second, ['manager']) };
  if (name === 'adoptPolicy') {
    const policy = await worlds.policy(authority, String(fields.policy));
    return policy === null ? {} : { adopted: policy.compiled };
  }
  return {};
}

/** The first of the wanted roles that a person has; for a stranger one that never fits, so that the case says why. */
async function roleOf(register: Register, authority: string, person: unknown, wanted: readonly Role[]): Promise<Role> {
  const member = typeof person === 'string' ? await register.people.find(authority, person) : null;
  if (member?.active !== true) return 'partner';
  return wanted.find((role) => member.roles.includes(role)) ?? member.roles[0] ?? 'partner';
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The route's schema has checked the fields; what they mean the case decides. */
const isInput = (input: Record<string, unknown> & { do: OwnInput }): input is Record<string, unknown> & PersonInput =>
  typeof input.do === 'string';
