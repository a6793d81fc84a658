import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { readCsv } from '../../../../api/reads/readCsv.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { formWorld, type FormWorld } from '../form/formWorld.js';
import {
  checkRows,
  columnsOf,
  fileForm,
  MOST_BYTES,
  MOST_ROWS,
  questionsOf,
  readHeadings,
  type Column,
} from '../form/fileRows.js';
import type { PackForm } from '../../../../config/pack/forms.js';
import type { Instant } from '../../../../domain/time.js';
import { fileReportPath, filePath, fileTemplatePath } from '../paths.js';

/** A school, or an administrator for one. */
export const fileSenders = only('referrer', 'administrator');
const MOST_FILES = 30;
const HOUR_SECONDS = 3_600;

export interface FileWorld {
  world: FormWorld;
  form: PackForm;
  columns: Column[];
}

/** @throws Problem `not_found` where the policy has no form that a file could follow */
export async function fileWorld(web: WebServices, authority: string, at: Instant): Promise<FileWorld> {
  const world = await formWorld(web, authority, at);
  const form = fileForm(world.policy.forms);
  if (form === null) throw notFound('The form');
  return { world, form, columns: columnsOf(questionsOf(form, world), world, web.language) };
}

/** Many referrals in one file: which columns there are, an empty one to fill in, and the check of what was filled in. */
export const fileUploadPage = (web: WebServices): Page =>
  page({
    id: 'fileUpload',
    path: filePath.pattern,
    may: fileSenders,
    audit: { action: 'referralFile.form', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/fileUpload/fileUpload.njk',
    load: async ({ visitor, at }) => {
      const { form, columns } = await fileWorld(web, visitor.authority, at);
      return show({
        columns,
        form: { id: form.id, title: form.title, source: form.source },
        mostRows: MOST_ROWS,
        mostBytes: MOST_BYTES / 1_000_000,
        templatePath: fileTemplatePath.pattern,
      });
    },
    form: {
      audit: { action: 'referralFile.check', object: 'page' },
      files: { most: 1, bytes: MOST_BYTES },
      fields: z.strictObject({}),
      act: async ({ visitor, files, at, note }) => {
        const { api, language } = web;
        const { authority } = visitor;
        const person = visitor.person ?? '';
        await countTry(web, { what: 'file', who: { account: person }, most: MOST_FILES, seconds: HOUR_SECONDS });
        const [file] = files;
        if (file === undefined || file.body.length === 0) throw refuseField('file', 'fileUpload.missing');
        const read = readCsv(file.body);
        if ('problem' in read) throw refuseField('file', `fileUpload.problem_${read.problem}`);
        const { world, form, columns } = await fileWorld(web, authority, at);
        const [headings = [], ...table] = read.rows;
        const found = readHeadings(headings, columns);
        if ('unknown' in found)
          throw refuseField(
            'file',
            language.say('fileUpload.unknown', { columns: found.unknown.join(', ').slice(0, 200) }),
          );
        if ('twice' in found)
          throw refuseField('file', language.say('fileUpload.twice', { columns: found.twice.join(', ') }));
        if (table.length === 0) throw refuseField('file', 'fileUpload.noRows');
        if (table.length > MOST_ROWS)
          throw refuseField('file', language.say('fileUpload.tooManyRows', { rows: table.length, most: MOST_ROWS }));
        const sender = await api.guard.within(() => api.register.people.find(authority, person));
        const rows = checkRows(table, found.names, {
          ...{ form, world, language, at },
          sender: { name: sender?.name ?? '', email: sender?.email ?? '', phone: sender?.phone ?? '' },
        });
        note({ rows: rows.length, good: rows.filter(({ body }) => body !== null).length });
        const id = await api.guard.within(async () => {
          await api.register.referralDrafts.dispose(at);
          return api.register.referralFiles.put(authority, { person, form: form.id, rows, at });
        });
        return redirectTo(fileReportPath.to({ file: id }));
      },
    },
  });
