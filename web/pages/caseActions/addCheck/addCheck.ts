import { casePath } from '../../../../api/schemas/queries.js';
import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { addCheckPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import type { CaseNow } from '../shared/caseNow.js';

/** Adds a check that the policy has not: for this case alone. */
export const addCheckPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'addCheck',
    path: addCheckPath.pattern,
    params: casePath,
    input: 'addCheck',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      title: requiredText('addCheck.missing', { most: 200 }),
      reason: requiredText('addCheck.noReason'),
    }),
    probe: (now) => ({ do: 'addCheck', check: freeId(now), title: 'given', reason: 'given' }),
    steps: () => ['checks'],
    load: () => ({
      fields: [
        {
          kind: 'line',
          name: 'title',
          label: web.language.say('addCheck.label'),
          hint: web.language.say('addCheck.hint'),
        },
        { kind: 'text', name: 'reason', label: web.language.say('addCheck.reason') },
      ],
    }),
    act: (now, { form }) => ({
      name: 'addCheck',
      body: { check: freeId(now), title: form.title, reason: form.reason },
    }),
  });

/** X1, X2 … the first that no check has. */
function freeId({ state, world }: CaseNow): string {
  const taken = new Set([...state.checks, ...world.policy.checks].map(({ id }) => id));
  let number = 1;
  while (taken.has(`X${number}`)) number += 1;
  return `X${number}`;
}
