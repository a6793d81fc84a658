import type { AuditRow } from '../../../../register/index.js';
import { nothing, page, redirectTo, sendFile, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { csvOf } from '../../../../api/reads/csv.js';
import { closedAmong } from '../../../../api/services/restrictedCases.js';
import { administrationPath, auditExportPath, auditPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { auditQuery, filterOf, withoutPlace } from './filter.js';
import { actionsToChoose, actionWords, detailWords, objectWords, roleWords } from './words.js';

const ROWS = 50;
const READ_MS = 5_000;
/** As many as a spreadsheet opens quickly; the file says so where there were more. */
const MOST_EXPORTED = 20_000;
const EXPORT_PAGE = 1_000;

/** Who looked at or changed what, and what was refused. Entries name a case by its id and never a child. */
export const auditPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'audit',
    path: auditPath.pattern,
    may: seesSetUp,
    audit: { action: 'audit.search', object: 'audit' },
    params: nothing,
    query: auditQuery,
    template: 'administrator/audit/audit.njk',
    load: async ({ visitor, query, note }) => {
      const { authority } = visitor;
      const { register, guard } = api;
      const read = await filterOf(api, authority, query);
      const people = await guard.within(() => register.people.list(authority));
      const rows =
        'errors' in read
          ? []
          : await guard.within(() => register.audit.search(authority, { ...read.filter, limit: ROWS + 1 }), READ_MS);
      note({ rows: Math.min(rows.length, ROWS) });
      const shown = rows.slice(0, ROWS);
      const references = await guard.within(async () => {
        // An administrator sees no case; of a restricted one no more is told than its id.
        const closed = await closedAmong(register, visitor, casesIn(shown));
        return register.cases.references(
          authority,
          casesIn(shown).filter((one) => !closed.has(one)),
        );
      });
      const last = shown.at(-1);
      const kept = withoutPlace(query);
      const wrong = ('errors' in read ? read.errors : []).map(({ field, target, message }) => ({
        ...{ field, href: `#${target}` },
        text: language.has(message) ? language.say(message) : message,
      }));
      return show({
        rows: shown.map((row) => ({
          ...{ at: row.at, allowed: row.allowed, requestId: row.requestId },
          role: roleWords(language, row.role),
          action: actionWords(language, row.action),
          who: people.find(({ person }) => person === row.person)?.name ?? row.person ?? row.system,
          object: objectWords(language, row.object.kind),
          id: references.get(row.object.id ?? '') ?? row.object.id,
          detail: detailWords(language, row),
        })),
        people: people.map(({ person, name }) => ({ value: person, text: name })),
        actions: actionsToChoose(language),
        asked: query,
        wrong: wrong.map(({ href, text }) => ({ href, text })),
        wrongOf: Object.fromEntries(
          wrong.map(({ field, text }) => [field, { text, visuallyHiddenText: language.say('layout.error') }]),
        ),
        nextPath:
          rows.length > ROWS && last !== undefined ? auditPath.to({}, { ...kept, before: String(last.auditId) }) : null,
        firstPath: query.before === undefined ? null : auditPath.to({}, kept),
        exportPath: auditExportPath.to({}, kept),
        back: administers.allows(visitor) ? administrationPath.pattern : null,
      });
    },
  });

/** The same search as a file. */
export const auditExportPage = ({ api }: WebServices): Page =>
  page({
    id: 'auditExport',
    path: auditExportPath.pattern,
    may: seesSetUp,
    audit: { action: 'audit.export', object: 'audit' },
    params: nothing,
    query: auditQuery,
    template: 'administrator/audit/audit.njk',
    load: async ({ visitor: { authority }, query, note, at }) => {
      const { register, guard } = api;
      const read = await filterOf(api, authority, query);
      if ('errors' in read) return redirectTo(auditPath.to({}, withoutPlace(query)));
      const rows: AuditRow[] = [];
      let before = read.filter.before;
      for (let more = true; more && rows.length < MOST_EXPORTED;) {
        const place = before === undefined ? {} : { before };
        const part = await guard.within(
          () => register.audit.search(authority, { ...read.filter, ...place, limit: EXPORT_PAGE }),
          READ_MS,
        );
        rows.push(...part);
        before = part.at(-1)?.auditId;
        more = part.length === EXPORT_PAGE;
      }
      note({ rows: rows.length });
      const people = await guard.within(() => register.people.list(authority));
      const body = csvOf(
        [
          'at',
          'person',
          'name',
          'system',
          'role',
          'action',
          'object',
          'object_id',
          'allowed',
          'route',
          'request',
          'detail',
        ],
        rows.map((row) => [
          ...[row.at, row.person, people.find(({ person }) => person === row.person)?.name ?? null, row.system],
          ...[row.role, row.action, row.object.kind, row.object.id, row.allowed ? 'yes' : 'no'],
          ...[row.route, row.requestId, row.detail === null ? null : JSON.stringify(row.detail)],
        ]),
      );
      return sendFile({ name: `audit-${at.slice(0, 10)}.csv`, type: 'text/csv; charset=utf-8', body });
    },
  });

const casesIn = (rows: readonly AuditRow[]): string[] => [
  ...new Set(rows.flatMap(({ object }) => (object.kind === 'enquiry' && object.id !== null ? [object.id] : []))),
];
