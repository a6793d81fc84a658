import { normaliseName } from '../domain/similarity.js';
import type { IsoDate } from '../domain/time.js';
import { plainUpn } from './childDetails.js';
import type { Database } from './database.js';

export interface SearchHit {
  caseId: string;
  reference: string;
  givenName: string | null;
  familyName: string | null;
  dateOfBirth: IsoDate | null;
  status: string | null;
  restricted: boolean;
}

export function createSearch(db: Database) {
  return {
    /** Cases whose reference or UPN is the text, or whose child's name has a word beginning with each of its words. */
    find: async (authority: string, text: string, limit = 25): Promise<SearchHit[]> => {
      const [first = '', ...rest] = normaliseName(text).split(' ');
      const exact = plainUpn(text);
      if (first === '' || exact === null) return [];
      const rows = await db
        .selectFrom('cases as c')
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'c.authority').onRef('s.case_id', '=', 'c.case_id'),
        )
        .leftJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'c.authority').onRef('w.case_id', '=', 'c.case_id'),
        )
        .select(['c.case_id', 'c.reference', 'c.restricted'])
        .select(['s.given_name', 's.family_name', 's.date_of_birth', 'w.status', 'w.restricted as marked'])
        .where('c.authority', '=', authority)
        // A union, because each part has an index of its own and an "or" over them would read every case.
        .where('c.case_id', 'in', (select) => {
          const cases = select.selectFrom('cases').select('case_id').where('authority', '=', authority);
          const begins = (word: string) =>
            select
              .selectFrom('subject_words')
              .select('case_id')
              .where('authority', '=', authority)
              .where('word', 'like', `${likeLiteral(word)}%`);
          const named = rest.reduce((found, word) => found.intersect(begins(word)), begins(first));
          return cases
            .where('reference', '=', exact)
            .union(cases.where('upn', '=', exact))
            .union(named);
        })
        .orderBy('c.created_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        caseId: row.case_id,
        reference: row.reference,
        givenName: row.given_name,
        familyName: row.family_name,
        dateOfBirth: row.date_of_birth,
        status: row.status,
        restricted: row.restricted || row.marked === true,
      }));
    },
  };
}

/** What a pattern would read as a sign stands for itself. */
const likeLiteral = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
