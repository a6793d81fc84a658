import { sql, type Transaction } from 'kysely';
import type { Role } from '../domain/inputs.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** A member of staff as an administrator writes them. */
export interface StaffChange {
  name: string;
  email: string | null;
  phone: string | null;
  roles: readonly Role[];
  teams: readonly string[];
  /** False ends the membership: signed out everywhere, no token works, the entries in the record stay. */
  active: boolean;
}

/** `last_administrator`: nobody would be left who could put it right. `unknown`: there is no such person. `taken`: there is one. */
export type StaffRefusal = 'last_administrator' | 'unknown' | 'taken';

/** What an administrator does to members of staff: each change whole or not at all, and never the last one's own end. */
export function createStaffChanges(db: Database) {
  /** One change of an authority's staff at a time, so that two administrators cannot remove each other. */
  const alone = <T>(authority: string, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} staff`}, 0))`.execute(tx);
      return work(tx);
    });
  return {
    /** Null when it is done. How the identity provider knows the person comes with `subject`, if it is known yet. */
    add: (
      authority: string,
      person: string,
      change: StaffChange,
      subject: { issuer: string; subject: string } | null,
    ): Promise<StaffRefusal | null> =>
      alone(authority, async (tx) => {
        const row = {
          name: change.name,
          email: change.email,
          phone: change.phone,
          active: change.active,
          issuer: subject?.issuer ?? null,
          subject: subject?.subject ?? null,
        };
        const added = await tx
          .insertInto('people')
          .values({ authority, person, ...row })
          .onConflict((conflict) => conflict.doNothing())
          .returning('person')
          .executeTakeFirst();
        if (added === undefined) return 'taken';
        await write(tx, authority, person, change);
        return null;
      }),

    /** Null when it is done. Counts from the person's next request on; an ended membership ends every session. */
    change: (authority: string, person: string, change: StaffChange): Promise<StaffRefusal | null> =>
      alone(authority, async (tx) => {
        const administers = change.active && change.roles.includes('administrator');
        if (!administers && !(await othersAdminister(tx, authority, person))) {
          const now = await administratorsOf(tx, authority).where('p.person', '=', person).executeTakeFirst();
          if (now !== undefined) return 'last_administrator';
        }
        const { name, email, phone, active } = change;
        const found = await tx
          .updateTable('people')
          .set({ name, email, phone, active })
          .where('authority', '=', authority)
          .where('person', '=', person)
          .returning('person')
          .executeTakeFirst();
        if (found === undefined) return 'unknown';
        await write(tx, authority, person, change);
        if (!active)
          await tx.deleteFrom('web_sessions').where('authority', '=', authority).where('person', '=', person).execute();
        return null;
      }),
  };
}

const administratorsOf = (tx: Transaction<Schema>, authority: string) =>
  tx
    .selectFrom('people as p')
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.authority', '=', 'p.authority').onRef('m.person', '=', 'p.person'),
    )
    .select('p.person')
    .where('p.authority', '=', authority)
    .where('p.active', '=', true)
    .where('m.role', '=', 'administrator');

async function othersAdminister(tx: Transaction<Schema>, authority: string, person: string): Promise<boolean> {
  const other = await administratorsOf(tx, authority).where('p.person', '!=', person).limit(1).executeTakeFirst();
  return other !== undefined;
}

/** Exactly these roles and teams. */
async function write(tx: Transaction<Schema>, authority: string, person: string, change: StaffChange): Promise<void> {
  await tx.deleteFrom('memberships').where('authority', '=', authority).where('person', '=', person).execute();
  const roles = [...new Set(change.roles)].map((role) => ({ authority, person, role }));
  if (roles.length > 0) await tx.insertInto('memberships').values(roles).execute();
  await tx.deleteFrom('team_members').where('authority', '=', authority).where('person', '=', person).execute();
  const teams = [...new Set(change.teams)].map((team) => ({ authority, person, team }));
  if (teams.length > 0) await tx.insertInto('team_members').values(teams).execute();
}
