import { casePath } from '../../../../api/schemas/queries.js';
import { choice } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import { mayOpen } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { restrictedPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';

/** Restricts a case to the people who work on it, or lifts that. */
export const restrictedPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'restricted',
    path: restrictedPath.pattern,
    params: casePath,
    input: 'recordFact',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ restricted: choice(['yes', 'no'], 'restricted.missing') }),
    probe: () => ({ do: 'recordFact', fact: 'restricted', value: true }),
    about: (event) => event.type === 'factRecorded' && event.fact === 'restricted',
    load: (now, { visitor }) => {
      const { say } = web.language;
      const stays = mayOpen(visitor, { authority: visitor.authority, restricted: true, assignee: now.state.assignee });
      return {
        lead: [
          say(now.view.restricted ? 'restricted.is' : 'restricted.isNot'),
          ...(stays ? [] : [say('restricted.lost')]),
        ],
        fields: [
          {
            kind: 'radios',
            name: 'restricted',
            label: say('restricted.label'),
            items: [
              { value: 'yes', text: say('restricted.yes'), hint: say('restricted.yesHint') },
              { value: 'no', text: say('restricted.no'), hint: say('restricted.noHint') },
            ],
          },
        ],
      };
    },
    act: (now, { form, visitor }) => {
      const restricted = form.restricted === 'yes';
      const stays = mayOpen(visitor, { authority: visitor.authority, restricted, assignee: now.state.assignee });
      return {
        name: 'recordFact',
        body: { fact: 'restricted', value: restricted },
        ...(stays ? {} : { goTo: '/' }),
      };
    },
  });
