import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { notApplicablePath } from '../paths.js';
import { checkParams } from '../recordCheck/recordCheck.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { titleOf } from '../shared/caseNow.js';
import { happened } from '../shared/words.js';

/** Says that a check does not apply to this child, and why. */
export const notApplicablePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'notApplicable',
    path: notApplicablePath.pattern,
    params: checkParams,
    input: 'markNotApplicable',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ reason: requiredText('notApplicable.missing') }),
    probe: (_now, { check }) => ({ do: 'markNotApplicable', check, reason: 'given' }),
    steps: ({ check }) => [`check:${check}`],
    about: (event, { check }) =>
      (event.type === 'checkRecorded' || event.type === 'checkNotApplicable') && event.rule === check,
    load: (now, { params: { check }, by }) => {
      const tried = ahead(now, { do: 'markNotApplicable', check, reason: 'given', by });
      return {
        heading: web.language.say('notApplicable.heading', { title: titleOf(now, check) }),
        effects: tried.ok ? happened(now, web.language, tried.events) : [],
        fields: [
          {
            kind: 'text',
            name: 'reason',
            label: web.language.say('notApplicable.reason'),
            hint: web.language.say('notApplicable.reasonHint'),
          },
        ],
      };
    },
    act: (_now, { params, form }) => ({
      name: 'markNotApplicable',
      body: { check: params.check, reason: form.reason },
    }),
  });
