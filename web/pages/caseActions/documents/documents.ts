import { z } from 'zod';
import { FILE_LIMITS } from '../../../../api/files/files.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { page, redirectTo, show, type Page } from '../../../page.js';
import { onCase, only, readers } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { caseFrame } from '../../officer/case/frame.js';
import { caseQuery, openCase } from '../../officer/case/openCase.js';
import { documentPath, documentsPath } from '../paths.js';
import { keepFiles } from './keepFiles.js';

const mayAdd = only('officer', 'senior', 'manager', 'dsl');

/** The files of a case, and a form for more. */
export const documentsPage = (web: WebServices): Page => {
  const { api, language } = web;
  return page({
    id: 'documents',
    path: documentsPath.pattern,
    may: onCase(readers),
    audit: { action: 'documents.view', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: caseQuery,
    template: 'caseActions/documents/documents.njk',
    load: async (call) => {
      const { visitor, params, query, note } = call;
      const open = await openCase(web, call, params.case, query.seq);
      const { names, read } = open;
      const documents = await api.files.list({ authority: visitor.authority, caseId: params.case });
      note({ rows: documents.length });
      return show(
        {
          documents: documents.map((one) => ({
            name: one.name,
            path: documentPath.to({ case: params.case, document: one.document }),
            kind: language.say(`documents.kind.${one.kind}`),
            size: sizeWords(one.bytes),
            of: one.rule === null ? null : names.rule(one.rule) || one.rule,
            by: names.person(one.addedBy),
            at: one.addedAt,
          })),
          limits: { most: FILE_LIMITS.atOnce, size: FILE_LIMITS.bytes / 1_000_000 },
          scans: api.files.scans,
          mayAdd: mayAdd.allows(visitor),
          frame: caseFrame(open, visitor, 'documents'),
        },
        { reference: read.enquiry.case.reference },
      );
    },
    form: {
      may: onCase(mayAdd),
      audit: { action: 'documents.add', object: 'enquiry', param: 'case' },
      files: { most: FILE_LIMITS.atOnce, bytes: FILE_LIMITS.bytes },
      fields: z.strictObject({}),
      act: async ({ visitor, params, files, key, at, note }) => {
        if (files.length === 0) throw refuseField('files', 'documents.missing');
        const { documents } = await keepFiles(api, { visitor, caseId: params.case, files, key, at, rule: null });
        note({ files: documents.length });
        return redirectTo(documentsPath.to({ case: params.case }), { text: 'documents.added' });
      },
    },
  });
};

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
