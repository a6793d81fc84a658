import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { nothing, page, sendFile, show, type Call, type Outcome, type Page } from '../../../page.js';
import { onCase, readers } from '../../../security/policies.js';
import { schoolsOf, type School } from '../../../schools.js';
import type { WebServices } from '../../../services.js';
import { caseFrame } from '../case/frame.js';
import { openCase, type OpenCase } from '../case/openCase.js';
import { casePath, evidencePdfPath, summaryPath, summaryPdfPath } from '../paths.js';
import { evidenceDocument, summaryDocument, type CaseDocument } from './documents.js';
import { documentPdf } from './pdf.js';

/** The case on one page, to be printed or taken along as a file. */
export const caseSummaryPage = (web: WebServices): Page =>
  page({
    id: 'caseSummary',
    path: summaryPath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.print', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'officer/caseSummary/caseSummary.njk',
    load: async (call) => {
      const { case: caseId } = call.params;
      const [open, schools] = await Promise.all([openCase(web, call, caseId), schoolsFor(web, call)]);
      const summary = summaryDocument(open, schools);
      return show(
        {
          document: summary,
          frame: caseFrame(open, call.visitor, null),
          foot: footOf(web, call),
          back: casePath.to({ case: caseId }),
          summaryPdf: summaryPdfPath.to({ case: caseId }),
          evidencePdf: evidencePdfPath.to({ case: caseId }),
        },
        { reference: open.read.enquiry.case.reference },
      );
    },
  });

/** The same as a file. */
export const summaryPdfPage = (web: WebServices): Page =>
  pdfPage(web, 'summaryPdf', summaryPdfPath.pattern, 'summary', summaryDocument);

/** What was found and how it is known, as a file. */
export const evidencePdfPage = (web: WebServices): Page =>
  pdfPage(web, 'evidencePdf', evidencePdfPath.pattern, 'evidence', evidenceDocument);

const pdfPage = (
  web: WebServices,
  id: string,
  path: string,
  name: string,
  make: (open: OpenCase, schools: readonly School[]) => CaseDocument,
): Page =>
  page({
    id,
    path,
    may: onCase(readers),
    audit: { action: `enquiry.${id}`, object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'officer/caseSummary/caseSummary.njk',
    load: async (call): Promise<Outcome> => {
      const [open, schools] = await Promise.all([openCase(web, call, call.params.case), schoolsFor(web, call)]);
      const { say } = web.language;
      const council = await web.api.guard.within(() => web.api.register.authorities.get(call.visitor.authority));
      return sendFile({
        name: `case-${open.read.enquiry.case.reference}-${name}.pdf`,
        type: 'application/pdf',
        body: await documentPdf(make(open, schools), {
          foot: footOf(web, call),
          pageWords: (number, pages) => say('caseSummary.page', { number, pages }),
          lang: web.language.say('language.full'),
          author: council?.name ?? call.visitor.authority,
          banner: web.api.demo ? say('layout.demo') : null,
          createdAt: new Date(call.at),
        }),
      });
    },
  });

const schoolsFor = ({ api }: WebServices, { visitor }: Call): Promise<School[]> =>
  api.guard.within(async () => schoolsOf(await api.register.authorities.get(visitor.authority)));

/** Paper says who made it, when, and that it tells of a child. */
const footOf = ({ language }: WebServices, { visitor, at }: Call): string =>
  language.say('caseSummary.foot', { when: language.dates.moment(at), who: visitor.name });
