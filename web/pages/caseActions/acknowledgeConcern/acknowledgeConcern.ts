import { optionalText, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { concernParams } from '../concernRaised/concernRaised.js';
import { acknowledgeConcernPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { concernWords } from '../shared/concernWords.js';

/** Records who was spoken to about a concern: this is what stops the ladder. */
export const acknowledgeConcernPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'acknowledgeConcern',
    path: acknowledgeConcernPath.pattern,
    params: concernParams,
    input: 'acknowledgeConcern',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      spokenTo: requiredText('acknowledgeConcern.missing', { most: 200 }),
      reference: optionalText({ most: 200 }),
      note: optionalText(),
    }),
    probe: (_now, { concern }) => ({ do: 'acknowledgeConcern', concern, spokenTo: 'given' }),
    steps: () => ['concern'],
    about: (event, { concern }) => event.type === 'concernAcknowledged' && event.concern === concern,
    load: (now, { params: { concern } }) => {
      const { say, dates } = web.language;
      const found = now.state.concerns.find(({ id }) => id === concern);
      return {
        lead: [
          ...concernWords(now, web.language, concern),
          ...(found === undefined || found.acknowledgedAt !== undefined
            ? []
            : [
                say('acknowledgeConcern.ladder', {
                  deputy: dates.moment(found.deputyAt),
                  manager: dates.moment(found.managerAt),
                }),
              ]),
        ],
        fields: [
          {
            kind: 'line',
            name: 'spokenTo',
            label: say('acknowledgeConcern.spokenTo'),
            hint: say('acknowledgeConcern.spokenToHint'),
          },
          { kind: 'line', name: 'reference', label: say('acknowledgeConcern.reference'), width: 20 },
          { kind: 'text', name: 'note', label: say('acknowledgeConcern.note') },
        ],
      };
    },
    act: (_now, { params, form }) => ({
      name: 'acknowledgeConcern',
      body: { concern: params.concern, spokenTo: form.spokenTo, reference: form.reference, note: form.note },
    }),
  });
