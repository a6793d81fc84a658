import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import { absencesAt, staff, type Absence, type StaffMember } from './people.js';

export interface Resolved {
  kind: 'person' | 'contact' | 'partner' | 'referrer' | 'caseContact';
  /** The person's id, the partner's, or the number of the referrer. */
  id: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  /** May receive the child's details. */
  secure: boolean;
  /** The person who is away and for whom this one stands in. */
  standsInFor: string | null;
}

export interface RecipientRequest {
  authority: string;
  /** Null: it is about no case, so that only staff and the authority's contacts can be meant. */
  caseId: string | null;
  /** The role as policies and messages name it: `officer`, `referrer-2`, `partner:health` … */
  recipient: string;
  /** The episode of the message: `referrer` is another person in each. Left out: the case's present one. */
  episode?: number;
  /** The moment of sending: who is away then. */
  at: Instant;
}

const STAFF_ROLES = ['officer', 'senior', 'manager', 'dsl', 'administrator'] as const;
type StaffRole = (typeof STAFF_ROLES)[number];
const isStaffRole = (role: string): role is StaffRole => STAFF_ROLES.some((staffRole) => staffRole === role);

const REFERRER = /^referrer(-\d+)?$/;
const OF_A_CASE: readonly string[] = ['school', 'parent', 'social-worker'];

/** Whether each case has its own: its referrer, school, parents, social worker. Nobody enters those for all cases. */
export const isFoundOnCase = (recipient: string): boolean => REFERRER.test(recipient) || OF_A_CASE.includes(recipient);

/** Whom a message to a role reaches. */
export function createRecipients(db: Database) {
  return {
    /**
     * Everyone whom it reaches now, deputies in place of the absent. None: nobody is known, and the message needs a
     * person's care.
     */
    resolve: async (request: RecipientRequest): Promise<Resolved[]> => {
      const { recipient } = request;
      if (REFERRER.test(recipient)) return referrer(db, request);
      if (recipient.startsWith('partner:')) return partner(db, request);
      if (OF_A_CASE.includes(recipient)) return caseContacts(db, request);
      if (recipient === 'officer' || recipient === 'team' || recipient === 'deputy' || isStaffRole(recipient))
        return staffOrContact(db, request);
      return contact(db, request.authority, recipient);
    },
  };
}

async function staffOrContact(db: Database, request: RecipientRequest): Promise<Resolved[]> {
  const { authority, recipient } = request;
  const [assignee, everyone, absences, deputy] = await Promise.all([
    assigneeOf(db, request),
    staff(db, authority).where('p.active', '=', true).orderBy('p.person').execute(),
    absencesAt(db, authority, request.at),
    deputyOf(db, authority),
  ]);
  const rota = { everyone, absences };
  const assigned = everyone.find((member) => member.person === assignee);
  if (recipient === 'officer' && assigned !== undefined) {
    const found = present(rota, [assigned]);
    if (found.length > 0) return found;
    // Away without a deputy: the senior officer sees to it.
    const senior = present(rota, holders(rota, 'senior', assigned));
    return senior.length > 0 ? senior : [shown(assigned, null)];
  }
  if (recipient === 'team' || recipient === 'officer') {
    const mailbox = await contact(db, authority, 'team');
    return mailbox.length > 0 ? mailbox : orAbsent(rota, holders(rota, 'officer', assigned));
  }
  if (recipient === 'deputy') {
    const named = present(
      rota,
      everyone.filter((member) => member.person === deputy),
    );
    return named.length > 0
      ? named
      : orContact(db, authority, 'senior', orAbsent(rota, holders(rota, 'senior', assigned)));
  }
  const role = isStaffRole(recipient) ? recipient : 'officer';
  return orContact(db, authority, recipient, orAbsent(rota, holders(rota, role, assigned)));
}

interface Rota {
  everyone: StaffMember[];
  absences: Absence[];
}

/** Holders of a role in the officer's teams, else in the whole authority. */
function holders(rota: Rota, role: StaffRole, officer: StaffMember | undefined): StaffMember[] {
  const all = rota.everyone.filter((member) => member.roles.includes(role));
  const near = all.filter((member) => member.teams.some((team) => officer?.teams.includes(team) === true));
  return near.length > 0 ? near : all;
}

/** A message is better read late by someone away than by nobody. */
function orAbsent(rota: Rota, members: StaffMember[]): Resolved[] {
  const found = present(rota, members);
  return found.length > 0 ? found : members.map((member) => shown(member, null));
}

/** The members, or who stands in for them; each once. */
function present(rota: Rota, members: StaffMember[]): Resolved[] {
  const found = members.flatMap((member) => {
    const standIn = standInFor(rota, member);
    return standIn === null ? [] : [shown(standIn, standIn === member ? null : member.person)];
  });
  return found.filter((one, index) => found.findIndex((other) => other.id === one.id) === index);
}

/** Follows deputies who are away themselves; null when the chain ends or goes round in a circle. */
function standInFor(rota: Rota, member: StaffMember): StaffMember | null {
  const asked = new Set<string>();
  let current: StaffMember | undefined = member;
  while (current !== undefined && !asked.has(current.person)) {
    const here: StaffMember = current;
    asked.add(here.person);
    const away = rota.absences.find((absence) => absence.person === here.person);
    if (away === undefined) return here;
    current = rota.everyone.find((other) => other.person === away.deputy);
  }
  return null;
}

const shown = (member: StaffMember, standsInFor: string | null): Resolved => ({
  kind: 'person',
  id: member.person,
  name: member.name,
  email: member.email,
  phone: member.phone,
  secure: false,
  standsInFor,
});

async function orContact(db: Database, authority: string, role: string, found: Resolved[]): Promise<Resolved[]> {
  return found.length > 0 ? found : contact(db, authority, role);
}

async function contact(db: Database, authority: string, role: string): Promise<Resolved[]> {
  const rows = await db
    .selectFrom('authority_contacts')
    .selectAll()
    .where('authority', '=', authority)
    .where('role', '=', role)
    .execute();
  return rows.map((row) => ({
    kind: 'contact',
    id: row.role,
    name: row.name,
    email: row.email,
    phone: row.phone,
    secure: row.secure,
    standsInFor: null,
  }));
}

async function partner(db: Database, { authority, recipient }: RecipientRequest): Promise<Resolved[]> {
  const rows = await db
    .selectFrom('partners')
    .selectAll()
    .where('authority', '=', authority)
    .where('partner', '=', recipient.slice('partner:'.length))
    .where('active', '=', true)
    .execute();
  return rows.map((row) => ({
    kind: 'partner',
    id: row.partner,
    name: row.name,
    email: row.email,
    phone: row.phone,
    secure: row.secure,
    standsInFor: null,
  }));
}

async function caseContacts(db: Database, { authority, caseId, recipient }: RecipientRequest): Promise<Resolved[]> {
  if (caseId === null) return [];
  const rows = await db
    .selectFrom('case_contacts')
    .selectAll()
    .where('authority', '=', authority)
    .where('case_id', '=', caseId)
    .where('role', '=', recipient)
    // Somebody whom it is not safe to contact is never written to by the system.
    .where((where) => where.or([where('safe_to_contact', 'is', null), where('safe_to_contact', '=', true)]))
    .orderBy('position')
    .execute();
  if (rows.length === 0 && recipient !== 'parent') return contact(db, authority, recipient);
  return rows.map((row) => ({
    kind: 'caseContact',
    id: `${row.role}/${row.position}`,
    name: row.name,
    email: row.email,
    phone: row.phone,
    secure: false,
    standsInFor: null,
  }));
}

async function referrer(db: Database, request: RecipientRequest): Promise<Resolved[]> {
  const { authority, caseId, recipient } = request;
  if (caseId === null) return [];
  const position = recipient === 'referrer' ? 1 : Number(recipient.slice('referrer-'.length));
  const named = await db
    .selectFrom('episode_referrers')
    .select(['referrer', 'episode'])
    .where('authority', '=', authority)
    .where('case_id', '=', caseId)
    .where('position', '=', position)
    .$if(request.episode !== undefined, (q) => q.where('episode', '=', request.episode ?? 0))
    .orderBy('episode', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('referrers')
    .selectAll()
    .where('authority', '=', authority)
    .where('case_id', '=', caseId)
    // Before the record says which, the order of arrival does.
    .where('referrer', '=', named?.referrer ?? position)
    .execute();
  return rows.map((row) => ({
    kind: 'referrer',
    id: String(row.referrer),
    name: row.name,
    email: row.email,
    phone: row.phone,
    secure: false,
    standsInFor: null,
  }));
}

async function assigneeOf(db: Database, { authority, caseId }: RecipientRequest): Promise<string | null> {
  if (caseId === null) return null;
  const row = await db
    .selectFrom('worklist')
    .select('assignee')
    .where('authority', '=', authority)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row?.assignee ?? null;
}

async function deputyOf(db: Database, authority: string): Promise<string | null> {
  const row = await db.selectFrom('authorities').select('deputy').where('authority', '=', authority).executeTakeFirst();
  return row?.deputy ?? null;
}
