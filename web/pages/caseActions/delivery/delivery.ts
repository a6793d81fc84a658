import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { choice, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { deliveryPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { plainTitleOf, type CaseNow } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

/** Records what became of a message, such as a letter that came back. */
export const deliveryPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'delivery',
    path: deliveryPath.pattern,
    params: casePath,
    input: 'deliveryReported',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      message: requiredText('delivery.missing', { most: 200 }),
      status: choice(['delivered', 'temporary_failure', 'permanent_failure'], 'delivery.noStatus'),
    }),
    load: (now) => {
      const { say } = web.language;
      const sent = sentOf(now);
      return {
        lead: sent.length === 0 ? [say('delivery.none')] : [],
        fields: [
          {
            kind: 'select',
            name: 'message',
            label: say('delivery.message'),
            items: sent.map(({ value, rule, to }) => ({
              value,
              text: say('delivery.sent', {
                title: plainTitleOf(now, rule),
                who: recipientWords(now, web.language, to),
              }),
            })),
          },
          {
            kind: 'radios',
            name: 'status',
            label: say('delivery.status'),
            items: (['delivered', 'temporary_failure', 'permanent_failure'] as const).map((status) => ({
              value: status,
              text: say(`delivery.${status}`),
              hint: say(`delivery.${status}Hint`),
            })),
          },
        ],
      };
    },
    act: (now, { form }) => {
      const message = sentOf(now).find(({ value }) => value === form.message);
      if (message === undefined) throw refuseField('message', 'delivery.missing');
      return { name: 'deliveryReported', body: { rule: message.rule, to: message.to, status: form.status } };
    },
  });

/** Each rule's messages to each recipient in this episode. */
const sentOf = ({ state }: CaseNow) =>
  Object.keys(state.messages).map((value) => {
    const [rule = '', to = ''] = value.split('|');
    return { value, rule, to };
  });
