import { z } from 'zod';
import { MEDIA_TYPE } from '../../../../api/files/files.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { nothing, page, redirectTo, sendFile, type Page } from '../../../page.js';
import { onCase, readers } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { documentPath, documentsPath } from '../paths.js';

/** One file of a case, sent to be kept: it is never shown by us. */
export const documentPage = ({ api }: WebServices): Page =>
  page({
    id: 'document',
    path: documentPath.pattern,
    may: onCase(readers),
    audit: { action: 'documents.download', object: 'document', param: 'document' },
    params: z.strictObject({ case: caseId, document: z.string().regex(/^[0-9a-f]{32}$/, 'is not the id of a file') }),
    example: { document: '0'.repeat(32) },
    query: nothing,
    template: 'caseActions/documents/documents.njk',
    load: async ({ visitor, params, note }) => {
      const found = await api.files.read({ authority: visitor.authority, caseId: params.case }, params.document);
      note({ found: found !== null });
      if (found === null)
        return redirectTo(documentsPath.to({ case: params.case }), { text: 'document.notThere', kind: 'warning' });
      return sendFile({ name: found.name, type: MEDIA_TYPE[found.kind], body: found.body });
    },
  });
