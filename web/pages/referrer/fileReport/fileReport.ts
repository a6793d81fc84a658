import { z } from 'zod';
import { notFound, Problem } from '../../../../api/problem.js';
import { actingAs } from '../../../../api/services/actor.js';
import { rolesFor } from '../../../../domain/permissions.js';
import type { Person } from '../../../../domain/inputs.js';
import type { Instant } from '../../../../domain/time.js';
import { nothing, page, redirectTo, show, type Call, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { bodyOf, fileRows, rowKey, type FileRow } from '../form/fileRows.js';
import { fileSenders } from '../fileUpload/fileUpload.js';
import { fileLeftPath, filePath, fileReportPath, myReferralsPath } from '../paths.js';

export const fileParam = z.object({ file: z.string().max(100) });

/** Rows that are brought in at once: a file must not hold up everybody else's referrals. */
const AT_ONCE = 4;
const READ_MS = 5_000;

/** The rows of a file that somebody loaded. @throws Problem `not_found` where it is over, or another person's */
export async function rowsOf(
  { api }: WebServices,
  { visitor, at }: Pick<Call, 'visitor' | 'at'>,
  file: string,
): Promise<FileRow[]> {
  const found = await api.guard.within(
    () => api.register.referralFiles.read(visitor.authority, visitor.person ?? '', file, at),
    READ_MS,
  );
  if (found === null) throw notFound('The file');
  return fileRows.parse(found.rows);
}

/** What each row is good for, before anything is sent; then the good ones go, while the others are mended. */
export const fileReportPage = (web: WebServices): Page =>
  page({
    id: 'fileReport',
    path: fileReportPath.pattern,
    may: fileSenders,
    audit: { action: 'referralFile.report', object: 'referralFile', param: 'file' },
    params: fileParam,
    query: nothing,
    template: 'referrer/fileReport/fileReport.njk',
    example: { file: 'none' },
    load: async (call) => {
      const { visitor, params, at, note } = call;
      const found = await web.api.guard.within(
        () => web.api.register.referralFiles.read(visitor.authority, visitor.person ?? '', params.file, at),
        READ_MS,
      );
      // Over, or somebody else's: nobody learns which.
      if (found === null) return redirectTo(filePath.pattern, { text: 'fileReport.gone', kind: 'information' });
      const rows = fileRows.parse(found.rows);
      note({ rows: rows.length });
      const sent = rows.filter((row) => row.sent !== null).length;
      const good = rows.filter((row) => row.body !== null).length;
      return show({
        rows: rows.map((row) => ({ ...row, child: childOf(row), isGood: row.body !== null })),
        ...{ sent, toSend: good - sent, bad: rows.length - good },
        leftPath: fileLeftPath.to(params),
        filePath: filePath.pattern,
        minePath: visitor.roles.includes('referrer') ? myReferralsPath.pattern : null,
      });
    },
    form: {
      audit: { action: 'referralFile.send', object: 'referralFile', param: 'file' },
      fields: z.strictObject({}),
      act: async (call) => {
        const { visitor, params, at, note } = call;
        const rows = await rowsOf(web, call, params.file);
        const by = actingAs(visitor, rolesFor('referral'));
        const after = await sendRows(web, rows, { authority: visitor.authority, by, at });
        await web.api.guard.within(
          () => web.api.register.referralFiles.write(visitor.authority, params.file, after),
          READ_MS,
        );
        note({ rows: rows.length, sent: after.filter((row) => row.sent !== null).length });
        return redirectTo(fileReportPath.to(params), { text: 'fileReport.done' });
      },
    },
  });

/** The name as it stands in the file, so that somebody finds the row again. */
function childOf({ body, cells }: FileRow): string {
  const shape = z.object({ child: z.object({ givenName: z.string().optional(), familyName: z.string().optional() }) });
  const read = shape.safeParse(body);
  const names = read.success
    ? [read.data.child.givenName, read.data.child.familyName]
    : Object.values(cells).slice(0, 2);
  return names.filter((part) => part !== undefined && part !== '').join(' ');
}

const answer = z.object({ reference: z.string(), joined: z.boolean() });

/** Each row under its own key: a second sending, of this file or of the same row in another, counts once. */
async function sendRows(
  { api }: WebServices,
  rows: readonly FileRow[],
  { authority, by, at }: { authority: string; by: Person; at: Instant },
): Promise<FileRow[]> {
  const after = [...rows];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index];
      const body = row === undefined || row.sent !== null ? null : bodyOf(row);
      if (row === undefined || body === null) continue;
      try {
        const sent = await api.intake.refer({ authority, body, by, at, idempotencyKey: rowKey(body) });
        after[index] = { ...row, sent: answer.parse(sent.body), failed: null };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        after[index] = {
          ...row,
          failed: error.code === 'not_confirmed' ? 'unsure' : error.status >= 500 ? 'away' : error.detail,
        };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return after;
}
