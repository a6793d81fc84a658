import { notFound } from '../../../../api/problem.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { onCase, readers, whoMay } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath, notePath } from '../paths.js';

const READ_MS = 5_000;

/** One case, as the register holds it: it opens while Temporal is away. */
export const caseOverviewPage = ({ api }: WebServices): Page =>
  page({
    id: 'caseOverview',
    path: casePath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.view', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'officer/caseOverview/caseOverview.njk',
    load: async ({ visitor, params }) => {
      const [enquiry, people] = await api.guard.within(
        () =>
          Promise.all([
            api.register.enquiries.read(visitor.authority, params.case),
            api.register.people.list(visitor.authority),
          ]),
        READ_MS,
      );
      if (enquiry === null) throw notFound('The enquiry');
      const { child, summary } = enquiry;
      const { reference } = enquiry.case;
      return show(
        {
          child: [child?.given_name, child?.family_name].filter((part) => part != null).join(' '),
          born: child?.date_of_birth ?? null,
          reference,
          status: summary?.status ?? 'received',
          due: summary?.next_due ?? null,
          officer: people.find(({ person }) => person === summary?.assignee)?.name ?? null,
          notePath: whoMay('note').allows(visitor) ? notePath.to({ case: params.case }) : null,
        },
        { reference },
      );
    },
  });
