import { sql } from 'kysely';
import type { Status } from '../domain/state.js';
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
  status: Status | null;
  restricted: boolean;
  assignee: string | null;
}

export function createSearch(db: Database) {
  return {
    /**
     * Cases whose reference or UPN is the text, whose child's name has a word beginning with each of its words, whose
     * child was born on the day it gives, or whose family or referrer has the telephone number that it is.
     */
    find: async (authority: string, text: string, limit = 25, bornOn: IsoDate | null = null): Promise<SearchHit[]> => {
      const [first = '', ...rest] = normaliseName(text).split(' ');
      const exact = plainUpn(text);
      if (first === '' || exact === null) return [];
      const phone = phoneDigits(text);
      const rows = await db
        .selectFrom('cases as c')
        .leftJoin('subjects as s', (join) =>
          join.onRef('s.authority', '=', 'c.authority').onRef('s.case_id', '=', 'c.case_id'),
        )
        .leftJoin('worklist as w', (join) =>
          join.onRef('w.authority', '=', 'c.authority').onRef('w.case_id', '=', 'c.case_id'),
        )
        .select(['c.case_id', 'c.reference', 'c.restricted'])
        .select([
          's.given_name',
          's.family_name',
          's.date_of_birth',
          'w.status',
          'w.restricted as marked',
          'w.assignee',
        ])
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
            .union(named)
            .$if(bornOn !== null, (q) =>
              q.union(
                select
                  .selectFrom('subjects')
                  .select('case_id')
                  .where('authority', '=', authority)
                  .where('date_of_birth', '=', bornOn),
              ),
            )
            .$if(phone !== null, (q) =>
              q
                .union(
                  select
                    .selectFrom('case_contacts')
                    .select('case_id')
                    .where('authority', '=', authority)
                    .where('phone', 'is not', null)
                    .where(LAST_DIGITS, '=', phone),
                )
                .union(
                  select
                    .selectFrom('referrers')
                    .select('case_id')
                    .where('authority', '=', authority)
                    .where('phone', 'is not', null)
                    .where(LAST_DIGITS, '=', phone),
                ),
            );
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
        assignee: row.assignee,
      }));
    },
  };
}

/** As the index has it. */
const LAST_DIGITS = sql<string>`right(regexp_replace(phone, '[^0-9]', '', 'g'), 10)`;

/** The last ten digits of what can only be a telephone number, so that +44 and 0 are the same; null for anything else. */
function phoneDigits(text: string): string | null {
  const digits = text.replace(/[^0-9]/g, '');
  return /^[+0-9 ()-]+$/.test(text.trim()) && digits.length >= 10 ? digits.slice(-10) : null;
}

/** What a pattern would read as a sign stands for itself. */
const likeLiteral = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
