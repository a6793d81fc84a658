import { z } from 'zod';
import { loadCalendars } from '../../config/calendars.js';
import type { PackForm } from '../../config/pack/forms.js';
import { contactsOfSource, formsOfSource, loadPack, serviceOfSource, type LoadedPack } from '../../config/pack/load.js';
import type { ServiceRules } from '../../config/pack/service.js';
import { YamlProblems } from '../../config/yamlProblems.js';
import type { Calendars } from '../../domain/calendar/types.js';
import type { CompiledPolicy } from '../../domain/policy.js';
import type { Instant } from '../../domain/time.js';
import type { Authority, Register, StoredPack } from '../../register/index.js';
import { londonDay } from '../schemas/time.js';

/** What people read about a rule: its title and its source. */
export type RuleTexts = ReadonlyMap<string, { title: string; source: string } & Record<string, unknown>>;

export interface Policy {
  compiled: CompiledPolicy;
  rules: RuleTexts;
  /** What those who refer are asked. */
  forms: readonly PackForm[];
  /** What recipients of messages and partners are called. */
  contacts: readonly { id: string; title: string }[];
  /** The duties of the service and the national return. */
  service: ServiceRules;
  sha256: string | null;
}

/** The policies and calendars that cases are decided by. */
export interface Worlds {
  /** The policy under which a referral of this instant is taken. Null where the authority has none in force. */
  inForce: (authority: string, at: Instant) => Promise<Policy | null>;
  /** `bradford@1`, or `bradford` for the newest; null where there is none. */
  policy: (authority: string, name: string) => Promise<Policy | null>;
  /** As they are now, for a child of this school; a school's calendar may be named itself. */
  calendars: (authority: string, school?: string | null) => Promise<Calendars>;
  /** The ids of the school calendars that the authority's schools keep, its usual one first. */
  schoolCalendars: (authority: string) => Promise<string[]>;
}

const settingsShape = z.looseObject({
  /** The authority's policy, where it has not the authority's own id. */
  pack: z.string().optional(),
  /** The school calendar of the authority, and those of schools that keep another. */
  schoolCalendar: z.string().optional(),
  schoolCalendars: z.record(z.string(), z.string()).optional(),
});

const ruleTexts = z.record(z.string(), z.looseObject({ title: z.string(), source: z.string() }));

const london = z.object({ from: z.string(), to: z.string() });
const workingShape = london.extend({
  id: z.string(),
  bankHolidays: z.array(z.string()),
  closureDays: z.array(z.string()),
});
const schoolShape = london.extend({
  id: z.string(),
  pupilDays: z.string(),
  gaps: z.array(london.extend({ why: z.string() })),
  terms: z.array(london.extend({ name: z.string() })),
});

/** Reads the register's versions first and what ships with Rollcall where an authority has stored none. */
export function createWorlds(register: Register): Worlds {
  // A version, once stored, never changes; nor do the files that ship. Both are read by most requests.
  const read = new Map<string, Policy>();
  const files = new Map<string, Calendars>();
  const fromStore = (authority: string, stored: StoredPack): Policy => {
    const key = `${authority} ${stored.pack}@${stored.version} ${stored.sha256}`;
    const known = read.get(key) ?? policyOf(stored);
    read.set(key, known);
    return known;
  };
  const shippedCalendars = (own: string | undefined, usual: string | undefined): Calendars => {
    const key = JSON.stringify([own, usual]);
    const known =
      files.get(key) ??
      loadCalendars({
        ...(own === undefined ? {} : { school: own }),
        ...(usual === undefined ? {} : { authority: usual }),
      });
    files.set(key, known);
    return known;
  };
  const settingsOf = (authority: Authority | null) => settingsShape.catch({}).parse(authority?.settings ?? {});
  const named = async (authority: string, name: string): Promise<Policy | null> => {
    const [id = '', version] = name.split('@');
    const stored = version === undefined ? null : await register.packs.get(authority, id, version);
    const policy = stored === null ? shipped(name) : fromStore(authority, stored);
    return withDeputy(policy, await register.authorities.get(authority));
  };
  return {
    inForce: async (authority, at) => {
      const of = await register.authorities.get(authority);
      const pack = settingsOf(of).pack ?? authority;
      const stored = await register.packs.inForce(authority, pack, londonDay(at));
      return withDeputy(stored === null ? shipped(pack, londonDay(at)) : fromStore(authority, stored), of);
    },
    policy: named,
    schoolCalendars: async (authority) => {
      const settings = settingsOf(await register.authorities.get(authority));
      const usual = shippedCalendars(undefined, settings.schoolCalendar).school;
      return [...new Set(['missing' in usual ? [] : [usual.id], Object.values(settings.schoolCalendars ?? {})].flat())];
    },
    calendars: async (authority, school) => {
      const settings = settingsOf(await register.authorities.get(authority));
      const others = settings.schoolCalendars ?? {};
      // A school's id, or the id of the calendar that it keeps.
      const own =
        school == null ? undefined : (others[school] ?? (Object.values(others).includes(school) ? school : undefined));
      const calendars = shippedCalendars(own, settings.schoolCalendar);
      const [working, pupils] = await Promise.all([
        register.calendars.latest(authority, calendars.working.id),
        register.calendars.latest(authority, own ?? settings.schoolCalendar ?? calendars.school.id),
      ]);
      const changedWorking = workingShape.safeParse(working?.data);
      const changedSchool = schoolShape.safeParse(pupils?.data);
      return {
        london: calendars.london,
        working: changedWorking.success ? changedWorking.data : calendars.working,
        school: changedSchool.success ? changedSchool.data : calendars.school,
      };
    },
  };
}

/** Whether somebody stands in for the designated lead is the authority's setting, and a case carries it. */
function withDeputy(policy: Policy | null, authority: Authority | null): Policy | null {
  if (policy === null || authority?.deputy == null) return policy;
  const { compiled } = policy;
  return { ...policy, compiled: { ...compiled, contacts: { ...compiled.contacts, deputy: {} } } };
}

const shippedTexts = new WeakMap<LoadedPack, Policy>();

function shipped(name: string, day?: string): Policy | null {
  let loaded: LoadedPack;
  try {
    loaded = loadPack(name, day);
  } catch (error) {
    if (error instanceof YamlProblems) return null;
    throw error;
  }
  const policy = shippedTexts.get(loaded) ?? {
    compiled: loaded.policy,
    rules: new Map(Object.entries(ruleTexts.parse(loaded.details))),
    forms: loaded.forms,
    contacts: loaded.pack.contacts,
    service: loaded.service,
    sha256: null,
  };
  shippedTexts.set(loaded, policy);
  return policy;
}

function policyOf(stored: StoredPack): Policy {
  const rules = ruleTexts.catch({}).parse(stored.details);
  return {
    compiled: stored.compiled,
    rules: new Map(Object.entries(rules)),
    forms: formsOfSource(stored.source),
    contacts: contactsOfSource(stored.source),
    service: serviceOfSource(stored.source),
    sha256: stored.sha256,
  };
}
