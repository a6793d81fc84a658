import { csvOf } from '../../../../api/reads/csv.js';
import { nothing, page, sendFile, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { fileSenders, fileWorld } from '../fileUpload/fileUpload.js';
import { fileTemplatePath } from '../paths.js';

/** So that a spreadsheet reads the file as what it is. */
export const BYTE_ORDER_MARK = '\ufeff';

/** The headings of the policy's own form, with no rows under them. */
export const fileTemplatePage = (web: WebServices): Page =>
  page({
    id: 'fileTemplate',
    path: fileTemplatePath.pattern,
    may: fileSenders,
    audit: { action: 'referralFile.template', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/fileUpload/fileUpload.njk',
    load: async ({ visitor, at }) => {
      const { form, columns } = await fileWorld(web, visitor.authority, at);
      const names = columns.map(({ name }) => name);
      return sendFile({ name: `${form.id}.csv`, type: 'text/csv', body: `${BYTE_ORDER_MARK}${csvOf(names, [])}` });
    },
  });
