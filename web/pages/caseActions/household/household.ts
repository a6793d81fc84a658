import { z } from 'zod';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { NotFound } from '../../../../register/index.js';
import { refuseField } from '../../../forms/errors.js';
import { choice, optionalText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { mayOpen, onCase, whoMay } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { householdCheckPath, householdPath } from '../paths.js';
import { readCase } from '../shared/caseNow.js';

/** The enquiries of siblings: which they are, one more, or this one out. */
export const householdPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'household',
    path: householdPath.pattern,
    may: onCase(whoMay('recordCheck')),
    audit: { action: 'household.view', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'caseActions/household/household.njk',
    load: async ({ visitor, params, at, note }) => {
      const now = await readCase(api, visitor, params.case, at);
      const siblings = await siblingsOf(api, visitor, params.case);
      note({ rows: siblings.length });
      return show(
        {
          siblings: siblings.map((one) => ({
            ...one,
            path: one.open ? casePath.to({ case: one.caseId }) : null,
            status: one.status === null ? '' : language.say(`household.is.${one.status}`),
          })),
          checkPath: siblings.some(({ open }) => open) ? householdCheckPath.to({ case: params.case }) : null,
          back: casePath.to({ case: params.case }),
          child: now.child,
          reference: now.reference,
        },
        { reference: now.reference },
      );
    },
    form: {
      audit: { action: 'household.change', object: 'enquiry', param: 'case' },
      fields: z.strictObject({
        what: choice(['link', 'leave'], 'household.missing'),
        sibling: optionalText({ most: 20 }),
      }),
      act: async ({ visitor, params, form, note }) => {
        const { authority } = visitor;
        const back = householdPath.to({ case: params.case });
        note({ what: form.what });
        if (form.what === 'leave') {
          await api.guard.within(() => api.register.households.leave(authority, params.case));
          return redirectTo(back, { text: 'household.left' });
        }
        const reference = (form.sibling ?? '').replaceAll(/\s/g, '').toUpperCase();
        if (!/^[A-Z0-9]{4,20}$/.test(reference)) throw refuseField('sibling', 'household.noReference');
        const { rows } = await api.guard.within(() =>
          api.register.worklist.list(authority, { filter: { reference }, limit: 1 }),
        );
        const [found] = rows;
        // A restricted case of somebody else is told of no more than one that is not there.
        const row =
          found === undefined
            ? null
            : await api.guard.within(() => api.register.cases.findCase(authority, found.case_id));
        const restricted = found?.restricted === true || row?.restricted === true;
        if (found === undefined || !mayOpen(visitor, { authority, restricted, assignee: found.assignee }))
          throw refuseField('sibling', 'household.unknown');
        if (found.case_id === params.case) throw refuseField('sibling', 'household.itself');
        await api.guard
          .within(() => api.register.households.link(authority, [params.case, found.case_id]))
          .catch((error: unknown) => {
            throw error instanceof NotFound ? refuseField('sibling', 'household.unknown') : error;
          });
        return redirectTo(back, { text: 'household.linked' });
      },
    },
  });

/** The other enquiries of the household; of those that the visitor may not open only that they are there. */
export async function siblingsOf({ register, guard }: WebServices['api'], visitor: Visitor, caseId: string) {
  const { authority } = visitor;
  const household = await guard.within(() => register.households.of(authority, caseId));
  const others = household?.cases.filter((one) => one.caseId !== caseId) ?? [];
  return guard.within(() =>
    Promise.all(
      others.map(async ({ caseId: id, reference, givenName, familyName, status }) => {
        const [row, listed] = await Promise.all([
          register.cases.findCase(authority, id),
          register.worklist.find(authority, id),
        ]);
        const open = mayOpen(visitor, {
          authority,
          restricted: row?.restricted === true || listed?.restricted === true,
          assignee: listed?.assignee ?? null,
        });
        const name = [givenName, familyName].filter((part) => part !== null).join(' ');
        return open
          ? { caseId: id, reference, name, status, open }
          : { caseId: id, reference: '', name: '', status: null, open };
      }),
    ),
  );
}
