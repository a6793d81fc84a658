import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadPack, shippedPacks } from '../../config/pack/load.js';
import type { Register } from '../../register/index.js';
import { Conflict } from '../../register/index.js';
import { addSeconds, instantOf } from '../../domain/time.js';
import { policyName } from '../../domain/policy.js';
import type { Demo } from './demo.js';

/** A person or a system of the demonstration with the token to act as them. Kept in the data folder, mode 0600. */
export interface DemoToken {
  id: string;
  name: string;
  roles: string[];
  may: string;
  token: string;
}

const Tokens = z.array(
  z.strictObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    may: z.string(),
    token: z.string(),
  }),
);

const tokenFile = (folder: string): string => join(folder, 'demo-tokens.json');

/** The demonstration's tokens as they were printed, or none where the folder holds no demonstration. */
export function readDemoTokens(folder: string): DemoToken[] {
  const file = tokenFile(folder);
  if (!existsSync(file)) return [];
  const text: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Tokens.parse(text);
}

/**
 * Puts the demonstration's authority, people, contacts and policy into the register. Run at every start: what is there
 * is left, so that a first start that was cut short is completed by the next.
 */
export async function loadDemo(register: Register, demo: Demo, folder: string): Promise<DemoToken[]> {
  const { authority } = demo;
  const existing = await register.authorities.get(authority);
  if (existing === null)
    await register.authorities.put({
      authority,
      name: demo.name,
      settings: {
        email: demo.email,
        phone: demo.phone,
        pack: demo.pack,
        schoolCalendar: demo.schoolCalendar,
        schools: demo.schools.map(({ id, name, email, phone }) => ({ id, name, email, phone })),
      },
      deputy: null,
    });
  await storePacks(register, authority, demo.pack);
  if (existing === null) await putContacts(register, demo);
  await putPeople(register, demo);
  return issueTokens(register, demo, folder);
}

/** Every shipped version of the authority's policy. A stored version never changes, whatever is shipped later. */
export async function storePacks(register: Register, authority: string, pack: string): Promise<void> {
  for (const shipped of shippedPacks().filter((p) => p.id === pack && !p.example)) {
    const { policy, details } = loadPack(policyName(shipped));
    const compiled = JSON.stringify(policy);
    try {
      await register.packs.store(authority, {
        pack: shipped.id,
        version: shipped.version,
        sha256: createHash('sha256').update(compiled).digest('hex'),
        effectiveFrom: shipped.effectiveFrom,
        compiled: policy,
        details: { ...details },
        source: readFileSync(shipped.file, 'utf8'),
      });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}

async function putContacts(register: Register, demo: Demo): Promise<void> {
  const { pack } = loadPack(demo.pack);
  for (const contact of pack.contacts) {
    const details = {
      name: contact.title,
      email: contact.email ?? null,
      phone: contact.phone ?? null,
      secure: contact.secure ?? false,
    };
    if (contact.id.startsWith('partner:'))
      await register.authorities.putPartner(demo.authority, contact.id.slice('partner:'.length), details);
    else await register.authorities.putContact(demo.authority, contact.id, details);
  }
  await register.authorities.putContact(demo.authority, 'team', {
    name: demo.team.name,
    email: demo.team.email,
    phone: null,
    secure: false,
  });
}

/** How people of the demonstration are known by its own identity provider, whose address changes with each start. */
export const DEMO_ISSUER = 'demonstration';

async function putPeople(register: Register, demo: Demo): Promise<void> {
  const { authority, team } = demo;
  const { contacts } = loadPack(demo.pack).pack;
  await register.people.putTeam(authority, team.id, team.name);
  for (const { id, name, email, roles, teams = [team.id] } of demo.people) {
    if ((await register.people.findBySubject(authority, DEMO_ISSUER, id)) !== null) continue;
    const known = await register.people.find(authority, id);
    await register.people.put(authority, { person: id, name, email, issuer: DEMO_ISSUER, subject: id });
    if (known !== null) continue;
    for (const one of teams.filter((other) => other !== team.id))
      await register.people.putTeam(authority, one, contacts.find((contact) => contact.id === one)?.title ?? one);
    await register.people.setRoles(authority, id, roles);
    await register.people.setTeams(authority, id, teams);
  }
}

async function issueTokens(register: Register, demo: Demo, folder: string): Promise<DemoToken[]> {
  const kept = readDemoTokens(folder);
  if (kept.length > 0) return kept;
  const expiresAt = addSeconds(instantOf(Math.floor(Date.now() / 1000)), demo.tokenDays * 86_400);
  const tokens: DemoToken[] = [];
  for (const owner of [...demo.people, ...demo.systems]) {
    const isSystem = demo.systems.some((system) => system.id === owner.id);
    const { text } = await register.tokens.issue(
      demo.authority,
      isSystem ? { system: owner.id, roles: owner.roles } : { person: owner.id },
      { label: `demonstration: ${owner.name}`, expiresAt },
    );
    tokens.push({ id: owner.id, name: owner.name, roles: owner.roles, may: owner.may, token: text });
  }
  writeFileSync(tokenFile(folder), JSON.stringify(tokens, null, 2), { mode: 0o600 });
  return tokens;
}
