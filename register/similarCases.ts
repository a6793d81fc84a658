import type { Transaction } from 'kysely';
import { normaliseFullName, normaliseName, similarChild } from '../domain/similarity.js';
import type { ChildDetails } from './childDetails.js';
import type { Schema } from './schema.js';

export interface SimilarCase {
  caseId: string;
  reference: string;
  /** `same`: the same name and date of birth. */
  likeness: 'same' | 'similar';
}

/** Enough for a large school; what is judged is judged in a millisecond or two. */
const CANDIDATES = 500;

/** The index narrows it to children who share a name, a date of birth, a school or an address; `domain/` judges. */
export async function findSimilar(
  tx: Transaction<Schema>,
  authority: string,
  child: ChildDetails,
  exceptCase?: string,
): Promise<SimilarCase[]> {
  const name = normaliseFullName(child);
  if (name === '') return [];
  const addresses = (child.addresses ?? []).map((address) => `${address.lines} ${address.postcode ?? ''}`);
  const normalised = addresses.map(normaliseName).filter((text) => text !== '');
  const rows = await tx
    .selectFrom('subjects as s')
    .innerJoin('cases as c', (join) =>
      join.onRef('c.authority', '=', 's.authority').onRef('c.case_id', '=', 's.case_id'),
    )
    .select(['s.case_id', 's.given_name', 's.family_name', 's.date_of_birth', 's.dob_estimated', 's.school'])
    .select('c.reference')
    .where('s.authority', '=', authority)
    .where('s.case_id', '<>', exceptCase ?? '')
    // A union, because each part has an index of its own and an "or" over them would read every child.
    .where('s.case_id', 'in', (select) => {
      const subjects = select.selectFrom('subjects').select('case_id').where('authority', '=', authority);
      let found = subjects.where('normalised_name', '=', name);
      if (child.dateOfBirth != null) found = found.union(subjects.where('date_of_birth', '=', child.dateOfBirth));
      if (child.school != null) found = found.union(subjects.where('school', '=', child.school));
      if (normalised.length > 0)
        found = found.union(
          select
            .selectFrom('subject_addresses')
            .select('case_id')
            .where('authority', '=', authority)
            .where('normalised', 'in', normalised),
        );
      return found;
    })
    // The likeliest are judged, however many children a school has.
    .orderBy((order) => order('s.normalised_name', '=', name), 'desc')
    .orderBy('c.created_at', 'desc')
    .limit(CANDIDATES)
    .execute();
  if (rows.length === 0) return [];
  const theirs = await addressesOf(
    tx,
    authority,
    rows.map((row) => row.case_id),
  );
  return rows.flatMap((row): SimilarCase[] => {
    const likeness = similarChild(
      { ...child, addresses },
      {
        givenName: row.given_name,
        familyName: row.family_name,
        dateOfBirth: row.date_of_birth,
        dobEstimated: row.dob_estimated,
        school: row.school,
        addresses: theirs.get(row.case_id) ?? [],
      },
    );
    return likeness === 'no' ? [] : [{ caseId: row.case_id, reference: row.reference, likeness }];
  });
}

async function addressesOf(
  tx: Transaction<Schema>,
  authority: string,
  caseIds: string[],
): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('subject_addresses')
    .select(['case_id', 'normalised'])
    .where('authority', '=', authority)
    .where('case_id', 'in', caseIds)
    .execute();
  const byCase = new Map<string, string[]>();
  for (const row of rows) byCase.set(row.case_id, [...(byCase.get(row.case_id) ?? []), row.normalised]);
  return byCase;
}
