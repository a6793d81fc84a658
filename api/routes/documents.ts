import { z } from 'zod';
import { notFound } from '../problem.js';
import { nothing, route, type Route } from '../route.js';
import { casePath } from '../schemas/queries.js';
import { READERS } from '../services/actor.js';
import type { Services } from '../services.js';

const document = z.object({
  document: z.string(),
  name: z.string(),
  kind: z.enum(['pdf', 'jpeg', 'png']),
  bytes: z.int(),
  sha256: z.string(),
  check: z.string().nullable(),
  scanned: z.boolean(),
  addedBy: z.string(),
  addedAt: z.string(),
});

/** The files of an enquiry. They are added and downloaded by the pages, where a person looks at them. */
export const documentRoutes = (services: Services): Route[] => [listDocuments(services)];

const listDocuments = ({ register, guard, files }: Services): Route =>
  route({
    id: 'listDocuments',
    method: 'get',
    path: '/v1/enquiries/:case/documents',
    may: READERS,
    audit: { action: 'documents.view', object: 'enquiry', param: 'case' },
    summary: 'The files of an enquiry',
    description: 'What each is and which check it is evidence of, the newest first; never its content.',
    params: casePath,
    query: nothing,
    body: nothing,
    answers: { 200: { description: 'The files', schema: z.object({ documents: z.array(document) }) } },
    problems: ['not_found', 'unavailable'],
    handle: async ({ bearer: { authority }, params, note }) => {
      const of = { authority, caseId: params.case };
      if ((await guard.within(() => register.cases.findCase(authority, params.case))) === null)
        throw notFound('The enquiry');
      const found = await files.list(of);
      note({ rows: found.length });
      return { status: 200, body: { documents: found.map(({ rule, ...rest }) => ({ ...rest, check: rule })) } };
    },
  });
