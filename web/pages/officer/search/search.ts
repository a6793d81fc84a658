import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../../../domain/time.js';
import { requiredText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { mayOpen, readers } from '../../../security/policies.js';
import type { BrowserSession } from '../../../security/session.js';
import type { WebServices } from '../../../services.js';
import { childName } from '../case/frame.js';
import { STATUS_TAGS } from '../case/status.js';
import { casePath, searchPath, searchResultsPath } from '../paths.js';

const READ_MS = 5_000;
const HITS = 50;
const KEPT = 5;

const searches = z.array(z.strictObject({ id: z.string(), text: z.string() })).catch([]);
const keptSearches = (session: BrowserSession) => searches.parse(session.kept('searches'));

/** What is searched for stays on the server: the address that follows says nothing of a child. */
export const searchPage = (_web: WebServices): Page =>
  page({
    id: 'search',
    path: searchPath.pattern,
    may: readers,
    audit: { action: 'search.form', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'officer/search/search.njk',
    load: () => Promise.resolve(show({})),
    form: {
      audit: { action: 'search', object: 'enquiries' },
      fields: z.strictObject({ text: requiredText('search.missing', { most: 200 }) }),
      act: ({ form, session }) => {
        const id = randomUUID();
        session.keep('searches', [{ id, text: form.text }, ...keptSearches(session)].slice(0, KEPT));
        return Promise.resolve(redirectTo(searchResultsPath.to({ results: id })));
      },
    },
  });

/** What a search of this session finds, asked anew each time it is opened. */
export const searchResultsPage = ({ api }: WebServices): Page =>
  page({
    id: 'searchResults',
    path: searchResultsPath.pattern,
    may: readers,
    audit: { action: 'search.results', object: 'enquiries' },
    params: z.strictObject({ results: z.string().regex(/^[0-9a-f-]{36}$/) }),
    query: nothing,
    template: 'officer/search/searchResults.njk',
    example: { results: '00000000-0000-4000-8000-000000000000' },
    load: async ({ visitor, params, session, note }) => {
      const kept = keptSearches(session).find(({ id }) => id === params.results);
      if (kept === undefined) return show({ text: null, hits: [], searchPath: searchPath.pattern, more: 0 });
      const { authority } = visitor;
      const found = await api.guard.within(
        () => api.register.search.find(authority, kept.text, HITS + 1, dayIn(kept.text)),
        READ_MS,
      );
      const open = found.filter(({ restricted, assignee }) => mayOpen(visitor, { authority, restricted, assignee }));
      note({ rows: open.length });
      return show({
        text: kept.text,
        searchPath: searchPath.pattern,
        more: found.length > HITS ? HITS : 0,
        hits: open.slice(0, HITS).map((hit) => ({
          path: casePath.to({ case: hit.caseId }),
          child: childName({ given_name: hit.givenName, family_name: hit.familyName }),
          born: hit.dateOfBirth,
          reference: hit.reference,
          status: hit.status ?? 'received',
          statusClass: STATUS_TAGS[hit.status ?? 'received'],
          restricted: hit.restricted,
        })),
      });
    },
  });

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date as people type it, the day first: `4 May 2015`, `04/05/2015`, `2015-05-04`. */
export function dayIn(text: string): IsoDate | null {
  const [, y, m, d] = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text) ?? [];
  const [, day, month, year] = /^\s*(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]{3,9})[\s./-]+(\d{4})\s*$/.exec(text) ?? [];
  const number =
    month === undefined ? m : /^\d/.test(month) ? month : String(MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1);
  const date = [y ?? year, number?.padStart(2, '0'), (d ?? day)?.padStart(2, '0')].join('-');
  return isIsoDate(date) ? date : null;
}
