import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { concernParams } from '../concernRaised/concernRaised.js';
import { resolveConcernPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { concernWords } from '../shared/concernWords.js';
import { happened } from '../shared/words.js';

/** The designated safeguarding lead resolves a concern, with a reason. Nothing else ever lifts one. */
export const resolveConcernPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'resolveConcern',
    path: resolveConcernPath.pattern,
    params: concernParams,
    input: 'resolveConcern',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ reason: requiredText('resolveConcern.missing') }),
    probe: (_now, { concern }) => ({ do: 'resolveConcern', concern, reason: 'given' }),
    steps: () => ['concern'],
    about: (event, { concern }) =>
      (event.type === 'concernResolved' || event.type === 'concernAcknowledged') && event.concern === concern,
    load: (now, { params: { concern }, by }) => {
      const tried = ahead(now, { do: 'resolveConcern', concern, reason: 'given', by });
      return {
        lead: concernWords(now, web.language, concern),
        effects: tried.ok ? happened(now, web.language, tried.events) : [],
        fields: [
          {
            kind: 'text',
            name: 'reason',
            label: web.language.say('resolveConcern.reason'),
            hint: web.language.say('resolveConcern.hint'),
          },
        ],
      };
    },
    act: (_now, { params, form }) => ({
      name: 'resolveConcern',
      body: { concern: params.concern, reason: form.reason },
    }),
  });
