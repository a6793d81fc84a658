import { sql, type Transaction } from 'kysely';
import { normaliseFullName, normaliseName } from '../domain/similarity.js';
import { plainUpn, type AddressDetails, type ChildDetails, type ContactDetails } from './childDetails.js';
import type { Database } from './database.js';
import { Conflict, NotFound } from './errors.js';
import type { Of } from './projections.js';
import type { Schema } from './schema.js';
import { storeContacts, storeWords } from './storePeople.js';

/** What may be put right about a child. What is left out stays as it is; null says that it is not known. */
export type ChildCorrection = Omit<ChildDetails, 'addresses' | 'more'>;

/** People's details after the referral. Events and state hold none of them, so they can be put right. */
export function createChildren(db: Database) {
  return {
    /** Throws `NotFound`, or `Conflict` where another case has the UPN: a person must judge whether it is one child. */
    correct: (authority: string, caseId: string, child: ChildCorrection): Promise<void> =>
      db.transaction().execute((tx) => correct(tx, { authority, caseId }, child)),

    /** A further address; those before it stay. Throws `NotFound`. */
    addAddress: (authority: string, caseId: string, address: AddressDetails): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await lockCase(tx, { authority, caseId });
        const last = await tx
          .selectFrom('subject_addresses')
          .select((select) => select.fn.max('position').as('position'))
          .where('authority', '=', authority)
          .where('case_id', '=', caseId)
          .executeTakeFirst();
        await tx
          .insertInto('subject_addresses')
          .values({
            authority,
            case_id: caseId,
            position: (last?.position ?? -1) + 1,
            kind: address.kind,
            lines: address.lines,
            postcode: address.postcode ?? null,
            normalised: normaliseName(`${address.lines} ${address.postcode ?? ''}`),
            withheld: address.withheld ?? false,
          })
          .execute();
      }),

    /** Further contacts of the case: its school, a parent, the social worker. Throws `NotFound`. */
    addContacts: (authority: string, caseId: string, contacts: readonly ContactDetails[]): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await lockCase(tx, { authority, caseId });
        await storeContacts(tx, { authority, caseId }, contacts);
      }),
  };
}

async function lockCase(tx: Transaction<Schema>, of: Of): Promise<void> {
  const found = await tx
    .selectFrom('cases')
    .select('case_id')
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new NotFound('The case');
}

async function correct(tx: Transaction<Schema>, of: Of, child: ChildCorrection): Promise<void> {
  const upn = child.upn === undefined ? undefined : plainUpn(child.upn);
  // The lock that a referral with this UPN takes as well, and as a referral does before the case's own: no deadlock.
  if (upn != null)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${of.authority} upn ${upn}`}, 0))`.execute(tx);
  await lockCase(tx, of);
  if (upn !== undefined) await correctUpn(tx, of, upn);
  const before = await tx
    .selectFrom('subjects')
    .selectAll()
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .executeTakeFirst();
  if (before === undefined) throw new NotFound('The child');
  const given = child.givenName === undefined ? before.given_name : child.givenName;
  const family = child.familyName === undefined ? before.family_name : child.familyName;
  await tx
    .updateTable('subjects')
    .set({
      given_name: given,
      family_name: family,
      normalised_name: normaliseFullName({ givenName: given, familyName: family }),
      ...(child.otherNames === undefined ? {} : { other_names: child.otherNames }),
      ...(child.dateOfBirth === undefined ? {} : { date_of_birth: child.dateOfBirth }),
      ...(child.dobEstimated === undefined ? {} : { dob_estimated: child.dobEstimated }),
      ...(child.sex === undefined ? {} : { sex: child.sex }),
      ...(child.school === undefined ? {} : { school: child.school }),
    })
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .execute();
  await tx.deleteFrom('subject_words').where('authority', '=', of.authority).where('case_id', '=', of.caseId).execute();
  await storeWords(tx, of, { givenName: given, familyName: family });
}

async function correctUpn(tx: Transaction<Schema>, of: Of, upn: string | null): Promise<void> {
  if (upn !== null) {
    const other = await tx
      .selectFrom('cases')
      .select('reference')
      .where('authority', '=', of.authority)
      .where('upn', '=', upn)
      .where('case_id', '<>', of.caseId)
      .executeTakeFirst();
    if (other !== undefined) throw new Conflict(`Case ${other.reference} has this UPN`);
  }
  await tx
    .updateTable('cases')
    .set({ upn })
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .execute();
}
