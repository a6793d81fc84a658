import { z } from 'zod';
import { FILE_LIMITS } from '../../../../api/files/files.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { onCase, only, readers } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { documentPath, documentsPath } from '../paths.js';
import { nameOf, readCase, titleOf } from '../shared/caseNow.js';
import { keepFiles } from './keepFiles.js';

const mayAdd = only('officer', 'senior', 'manager', 'dsl');

/** The files of a case, and a form for more. */
export const documentsPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'documents',
    path: documentsPath.pattern,
    may: onCase(readers),
    audit: { action: 'documents.view', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'caseActions/documents/documents.njk',
    load: async ({ visitor, params, at, note }) => {
      const now = await readCase(api, visitor, params.case, at);
      const documents = await api.files.list({ authority: visitor.authority, caseId: params.case });
      note({ rows: documents.length });
      return show(
        {
          documents: documents.map((one) => ({
            name: one.name,
            path: documentPath.to({ case: params.case, document: one.document }),
            kind: language.say(`documents.kind.${one.kind}`),
            size: sizeWords(one.bytes),
            of: one.rule === null ? null : titleOf(now, one.rule),
            by: nameOf(now, one.addedBy),
            at: one.addedAt,
          })),
          limits: { most: FILE_LIMITS.atOnce, size: FILE_LIMITS.bytes / 1_000_000 },
          scans: api.files.scans,
          mayAdd: mayAdd.allows(visitor),
          back: casePath.to({ case: params.case }),
          child: now.child,
          reference: now.reference,
        },
        { reference: now.reference },
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

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
