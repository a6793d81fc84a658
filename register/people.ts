import { randomUUID } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import type { Role } from '../domain/inputs.js';
import type { Instant } from '../domain/time.js';
import type { Database } from './database.js';
import type { AbsencesTable } from './schema.js';

export interface StaffDetails {
  person: string;
  name: string;
  email?: string | null;
  phone?: string | null;
  /** The identity provider and its own id of the person. */
  issuer?: string | null;
  subject?: string | null;
  active?: boolean;
}

export interface StaffMember {
  person: string;
  name: string;
  email: string | null;
  phone: string | null;
  active: boolean;
  roles: Role[];
  teams: string[];
}

export interface Absence {
  absence: string;
  person: string;
  from: Instant;
  until: Instant | null;
  deputy: string | null;
}

/** Members of staff of an authority: roles through memberships, teams, absences and deputies. */
export function createPeople(db: Database) {
  return {
    /** Adds a person or corrects the details; roles and teams stay. */
    put: async (authority: string, details: StaffDetails): Promise<void> => {
      const row = {
        name: details.name,
        email: details.email ?? null,
        phone: details.phone ?? null,
        issuer: details.issuer ?? null,
        subject: details.subject ?? null,
        active: details.active ?? true,
      };
      await db
        .insertInto('people')
        .values({ authority, person: details.person, ...row })
        .onConflict((conflict) => conflict.columns(['authority', 'person']).doUpdateSet(row))
        .execute();
    },

    find: (authority: string, person: string): Promise<StaffMember | null> =>
      one(staff(db, authority).where('p.person', '=', person)),

    /** The person whom an identity provider names. */
    findBySubject: (authority: string, issuer: string, subject: string): Promise<StaffMember | null> =>
      one(staff(db, authority).where('p.issuer', '=', issuer).where('p.subject', '=', subject)),

    list: async (authority: string): Promise<StaffMember[]> => staff(db, authority).orderBy('p.name').execute(),

    /** Exactly these roles from now on. */
    setRoles: (authority: string, person: string, roles: readonly Role[]): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('memberships').where('authority', '=', authority).where('person', '=', person).execute();
        const rows = [...new Set(roles)].map((role) => ({ authority, person, role }));
        if (rows.length > 0) await tx.insertInto('memberships').values(rows).execute();
      }),

    putTeam: async (authority: string, team: string, name: string): Promise<void> => {
      await db
        .insertInto('teams')
        .values({ authority, team, name })
        .onConflict((conflict) => conflict.columns(['authority', 'team']).doUpdateSet({ name }))
        .execute();
    },

    /** Exactly these teams from now on. */
    setTeams: (authority: string, person: string, teams: readonly string[]): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('team_members').where('authority', '=', authority).where('person', '=', person).execute();
        const rows = [...new Set(teams)].map((team) => ({ authority, person, team }));
        if (rows.length > 0) await tx.insertInto('team_members').values(rows).execute();
      }),

    teams: (authority: string): Promise<{ team: string; name: string }[]> =>
      db.selectFrom('teams').select(['team', 'name']).where('authority', '=', authority).orderBy('name').execute(),

    /** Answers the absence's id. */
    recordAbsence: async (
      authority: string,
      absence: { person: string; from: Instant; until?: Instant | null; deputy?: string | null; recordedBy: string },
    ): Promise<string> => {
      const id = randomUUID();
      await db
        .insertInto('absences')
        .values({
          authority,
          absence: id,
          person: absence.person,
          from_at: absence.from,
          until_at: absence.until ?? null,
          deputy: absence.deputy ?? null,
          recorded_by: absence.recordedBy,
        })
        .execute();
      return id;
    },

    /** The person is back earlier, or later. */
    endAbsence: async (authority: string, absence: string, until: Instant): Promise<void> => {
      await db
        .updateTable('absences')
        .set({ until_at: until })
        .where('authority', '=', authority)
        .where('absence', '=', absence)
        .execute();
    },

    /** One that was to come and will not be. */
    dropAbsence: async (authority: string, absence: string): Promise<void> => {
      await db.deleteFrom('absences').where('authority', '=', authority).where('absence', '=', absence).execute();
    },

    /** Absences under way at an instant or still to come, the next first. */
    absencesFrom: async (authority: string, at: Instant): Promise<Absence[]> => {
      const rows = await db
        .selectFrom('absences')
        .selectAll()
        .where('authority', '=', authority)
        .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', at)]))
        .orderBy('from_at')
        .orderBy('absence')
        .execute();
      return rows.map(absenceOf);
    },

    /** Who is away at an instant. */
    absencesAt: (authority: string, at: Instant): Promise<Absence[]> => absencesAt(db, authority, at),
  };
}

/** Absences under way at an instant; of several of one person the one recorded last comes first. */
export async function absencesAt(db: Database, authority: string, at: Instant): Promise<Absence[]> {
  const rows = await db
    .selectFrom('absences')
    .selectAll()
    .where('authority', '=', authority)
    .where('from_at', '<=', at)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', at)]))
    .orderBy('recorded_at', 'desc')
    .orderBy('absence')
    .execute();
  return rows.map(absenceOf);
}

const absenceOf = (row: Selectable<AbsencesTable>): Absence => ({
  absence: row.absence,
  person: row.person,
  from: row.from_at,
  until: row.until_at,
  deputy: row.deputy,
});

/** People with their roles and teams, which are arrays of JSON because a client parses those. */
export function staff(db: Database, authority: string) {
  return db
    .selectFrom('people as p')
    .select(['p.person', 'p.name', 'p.email', 'p.phone', 'p.active'])
    .select((select) => [
      select
        .selectFrom('memberships as m')
        .select(sql<Role[]>`coalesce(json_agg(m.role order by m.role), '[]')`.as('roles'))
        .whereRef('m.authority', '=', 'p.authority')
        .whereRef('m.person', '=', 'p.person')
        .$asScalar()
        .$notNull()
        .as('roles'),
      select
        .selectFrom('team_members as t')
        .select(sql<string[]>`coalesce(json_agg(t.team order by t.team), '[]')`.as('teams'))
        .whereRef('t.authority', '=', 'p.authority')
        .whereRef('t.person', '=', 'p.person')
        .$asScalar()
        .$notNull()
        .as('teams'),
    ])
    .where('p.authority', '=', authority);
}

async function one(query: ReturnType<typeof staff>): Promise<StaffMember | null> {
  return (await query.executeTakeFirst()) ?? null;
}
