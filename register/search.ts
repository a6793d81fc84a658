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
    /** Cases whose reference or UPN is the text, or whose child's name holds each of its words. */
    find: async (authority: string, text: string, limit = 25): Promise<SearchHit[]> => {
      const words = normaliseName(text)
        .split(' ')
        .filter((word) => word !== '');
      const exact = plainUpn(text);
      if (words.length === 0 || exact === null) return [];
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
        .where((where) =>
          where.or([
            where('c.reference', '=', exact),
            where('c.upn', '=', exact),
            where.and(words.map((word) => where('s.normalised_name', 'like', `%${likeLiteral(word)}%`))),
          ]),
        )
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
