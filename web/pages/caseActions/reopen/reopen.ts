import { casePath } from '../../../../api/schemas/queries.js';
import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { reopenPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { happened } from '../shared/words.js';

/** A manager takes an ended case up again. */
export const reopenPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'reopen',
    path: reopenPath.pattern,
    params: casePath,
    input: 'reopen',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ reason: requiredText('reopen.missing') }),
    probe: () => ({ do: 'reopen', reason: 'given' }),
    about: (event) => event.type === 'caseReopened',
    load: (now, { by }) => {
      const tried = ahead(now, { do: 'reopen', reason: 'given', by });
      return {
        effects: tried.ok ? happened(now, web.language, tried.events) : [],
        fields: [
          {
            kind: 'text',
            name: 'reason',
            label: web.language.say('reopen.reason'),
            hint: web.language.say('reopen.hint'),
          },
        ],
      };
    },
    act: (_now, { form }) => ({ name: 'reopen', body: { reason: form.reason } }),
  });
