import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Status } from '../domain/state.js';
import type { Database } from './database.js';
import { NotFound } from './errors.js';
import type { Schema } from './schema.js';

/** A case of a household: siblings are cases of their own, beside each other. */
export interface HouseholdCase {
  caseId: string;
  reference: string;
  givenName: string | null;
  familyName: string | null;
  /** Null until the first event is recorded. */
  status: Status | null;
}

export interface Household {
  household: string;
  cases: HouseholdCase[];
}

/** Which cases are of one household. A link says nothing of the cases themselves, so it is no event of theirs. */
export function createHouseholds(db: Database) {
  return {
    /**
     * Puts cases into one household. Households that they are in already become one.
     * @throws NotFound where one of them is no case of this authority
     */
    link: (authority: string, caseIds: readonly string[]): Promise<Household> =>
      db.transaction().execute((tx) => link(tx, authority, [...new Set(caseIds)])),

    /** Takes a case out of its household. One case alone is no household. @throws NotFound */
    leave: (authority: string, caseId: string): Promise<void> =>
      db.transaction().execute((tx) => leave(tx, authority, caseId)),

    /** The household of a case, itself included; null where it is in none. @throws NotFound */
    of: async (authority: string, caseId: string): Promise<Household | null> => {
      const found = await db
        .selectFrom('cases')
        .select('household')
        .where('authority', '=', authority)
        .where('case_id', '=', caseId)
        .executeTakeFirst();
      if (found === undefined) throw new NotFound('The enquiry');
      return found.household === null ? null : household(db, authority, found.household);
    },
  };
}

type Reading = Pick<Transaction<Schema>, 'selectFrom'>;

async function household(tx: Reading, authority: string, id: string): Promise<Household> {
  const cases = await tx
    .selectFrom('cases as c')
    .leftJoin('subjects as s', (join) =>
      join.onRef('s.authority', '=', 'c.authority').onRef('s.case_id', '=', 'c.case_id'),
    )
    .leftJoin('worklist as w', (join) =>
      join.onRef('w.authority', '=', 'c.authority').onRef('w.case_id', '=', 'c.case_id'),
    )
    .select([
      'c.case_id as caseId',
      'c.reference',
      's.given_name as givenName',
      's.family_name as familyName',
      'w.status',
    ])
    .where('c.authority', '=', authority)
    .where('c.household', '=', id)
    .orderBy('c.reference')
    .execute();
  return { household: id, cases };
}

async function link(tx: Transaction<Schema>, authority: string, caseIds: readonly string[]): Promise<Household> {
  // In one order, so that two that link the same cases wait for each other and not for ever.
  const rows = await tx
    .selectFrom('cases')
    .select(['case_id', 'household'])
    .where('authority', '=', authority)
    .where('case_id', 'in', [...caseIds])
    .orderBy('case_id')
    .forUpdate()
    .execute();
  if (rows.length < caseIds.length) throw new NotFound('An enquiry of the household');
  const known = [...new Set(rows.flatMap((row) => (row.household === null ? [] : [row.household])))];
  const id = known[0] ?? randomUUID();
  await tx
    .updateTable('cases')
    .set({ household: id })
    .where('authority', '=', authority)
    .where((eb) =>
      eb.or([eb('case_id', 'in', [...caseIds]), ...(known.length === 0 ? [] : [eb('household', 'in', known)])]),
    )
    .execute();
  return household(tx, authority, id);
}

async function leave(tx: Transaction<Schema>, authority: string, caseId: string): Promise<void> {
  const found = await tx
    .selectFrom('cases')
    .select('household')
    .where('authority', '=', authority)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new NotFound('The enquiry');
  if (found.household === null) return;
  const others = await tx
    .selectFrom('cases')
    .select('case_id')
    .where('authority', '=', authority)
    .where('household', '=', found.household)
    .where('case_id', '<>', caseId)
    .execute();
  const alone = others.length === 1 ? others.map((row) => row.case_id) : [];
  await tx
    .updateTable('cases')
    .set({ household: null })
    .where('authority', '=', authority)
    .where('case_id', 'in', [caseId, ...alone])
    .execute();
}
