import { rolesFor } from '../../../../domain/permissions.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { Problem } from '../../../../api/problem.js';
import { actingAs } from '../../../../api/services/actor.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, optionalText, requiredText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { onCase, whoMay } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { siblingsOf } from '../household/household.js';
import { householdCheckPath, householdPath } from '../paths.js';
import { aResult, RESULTS } from '../recordCheck/recordCheck.js';
import { actionFields } from '../shared/actionPage.js';
import { readCase, titleOf } from '../shared/caseNow.js';
import { doneAt, optionalTime } from '../shared/fields.js';
import { z } from 'zod';

/** One check, such as a home visit, for several enquiries of a household. Each answers for itself. */
export const householdCheckPage = ({ api, language }: WebServices): Page => {
  const { say } = language;
  return page({
    id: 'householdCheck',
    path: householdCheckPath.pattern,
    may: onCase(whoMay('recordCheck')),
    audit: { action: 'household.form', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'caseActions/householdCheck/householdCheck.njk',
    load: async ({ visitor, params, at }) => {
      const now = await readCase(api, visitor, params.case, at);
      const siblings = (await siblingsOf(api, visitor, params.case)).filter(({ open }) => open);
      return show(
        {
          checks: now.view.checks.map(({ id }) => ({ value: id, text: titleOf(now, id) })),
          cases: [
            { value: params.case, text: now.child || now.reference },
            ...siblings.map(({ caseId, name, reference }) => ({ value: caseId, text: name || reference })),
          ],
          results: RESULTS.map((result) => ({
            value: result,
            text: say(`result.${result}.label`),
            hint: say(`result.${result}.means`),
          })),
          today: now.today,
          back: householdPath.to({ case: params.case }),
          child: now.child,
          reference: now.reference,
        },
        { reference: now.reference },
      );
    },
    form: {
      audit: { action: 'household.recordCheck', object: 'enquiry', param: 'case' },
      drafts: true,
      fields: actionFields({
        check: requiredText('householdCheck.noCheck', { most: 64 }),
        cases: z.preprocess(
          (value) => (value === undefined ? [] : [value].flat()),
          z.array(z.string()).min(1, 'householdCheck.noCases').max(20),
        ),
        result: aResult('recordCheck.missing'),
        doneAt: aDate({ missing: 'recordCheck.noDate' }),
        time: optionalTime('recordCheck.wrongTime'),
        evidence: optionalText(),
        note: optionalText(),
      }),
      act: async ({ visitor, params, form, key, at, note }) => {
        const now = await readCase(api, visitor, params.case, at);
        const siblings = await siblingsOf(api, visitor, params.case);
        const known = new Set([params.case, ...siblings.filter(({ open }) => open).map(({ caseId }) => caseId)]);
        if (form.cases.some((one) => !known.has(one))) throw refuseField('cases', 'householdCheck.noCases');
        const when = doneAt(now, form.doneAt, form.time);
        const by = actingAs(visitor, rolesFor('recordCheck'));
        const body = Object.fromEntries(
          Object.entries({
            check: form.check,
            result: form.result,
            doneAt: when,
            evidence: form.evidence,
            note: form.note,
          }).filter(([, value]) => value !== undefined),
        );
        const refusals: { reference: string; why: string }[] = [];
        for (const caseId of new Set(form.cases)) {
          const of = { authority: visitor.authority, caseId };
          await api.inputs
            .sendInput({ of, name: 'recordCheck', body, by, idempotencyKey: `${key}/${caseId}`, at })
            .catch((error: unknown) => {
              if (!(error instanceof Problem)) throw error;
              const reference = siblings.find((one) => one.caseId === caseId)?.reference ?? now.reference;
              refusals.push({ reference, why: error.detail });
            });
        }
        note({ rows: form.cases.length, refused: refusals.length });
        const saved = form.cases.length - refusals.length;
        const told = refusals.map(({ reference, why }) => say('householdCheck.refused', { reference, why }));
        // Those that took it count a second press once; the others may be tried again.
        if (saved === 0) throw new Problem('invalid', told.join(' '));
        return redirectTo(householdPath.to({ case: params.case }), {
          text: [say('householdCheck.done', { count: saved }), ...told].join(' '),
          kind: refusals.length > 0 ? 'warning' : 'success',
        });
      },
    },
  });
};
