import { csvOf } from '../../../../api/reads/csv.js';
import { nothing, page, redirectTo, sendFile, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { REASON, fileRows } from '../form/fileRows.js';
import { BYTE_ORDER_MARK } from '../fileTemplate/fileTemplate.js';
import { fileParam } from '../fileReport/fileReport.js';
import { fileSenders } from '../fileUpload/fileUpload.js';
import { fileLeftPath, filePath } from '../paths.js';

/** The rows that were not sent, as they were, each with what is wrong with it: to be mended and loaded again. */
export const fileLeftPage = (web: WebServices): Page =>
  page({
    id: 'fileLeft',
    path: fileLeftPath.pattern,
    may: fileSenders,
    audit: { action: 'referralFile.left', object: 'referralFile', param: 'file' },
    params: fileParam,
    query: nothing,
    template: 'referrer/fileReport/fileReport.njk',
    example: { file: 'none' },
    load: async ({ visitor, params, at, note }) => {
      const { api, language } = web;
      const found = await api.guard.within(() =>
        api.register.referralFiles.read(visitor.authority, visitor.person ?? '', params.file, at),
      );
      if (found === null) return redirectTo(filePath.pattern, { text: 'fileReport.gone', kind: 'information' });
      const rows = fileRows.parse(found.rows).filter(({ sent }) => sent === null);
      note({ rows: rows.length });
      const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
      const why = ({ body, reasons, failed }: (typeof rows)[number]): string =>
        reasons.length > 0
          ? reasons.map(({ column, text }) => (column === '' ? text : `${column}: ${text}`)).join('; ')
          : body !== null && failed === null
            ? language.say('fileReport.notYet')
            : (failed ?? '');
      const table = rows.map((row) => [...columns.map((name) => row.cells[name] ?? ''), why(row)]);
      const body = `${BYTE_ORDER_MARK}${csvOf([...columns, REASON], table)}`;
      return sendFile({ name: 'not-sent.csv', type: 'text/csv', body });
    },
  });
