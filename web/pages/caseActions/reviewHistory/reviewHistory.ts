import { casePath } from '../../../../api/schemas/queries.js';
import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { reviewHistoryPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';

/** The designated safeguarding lead has looked at what social care was involved in before. */
export const reviewHistoryPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'reviewHistory',
    path: reviewHistoryPath.pattern,
    params: casePath,
    input: 'reviewHistory',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ reason: requiredText('reviewHistory.missing') }),
    probe: () => ({ do: 'reviewHistory', reason: 'given' }),
    steps: () => ['concern'],
    about: (event) => event.type === 'historyReviewed',
    load: (now) => {
      const { say } = web.language;
      return {
        lead: [
          say(
            now.view.facts.some(({ fact, value }) => fact === 'csc_historic' && value === true)
              ? 'reviewHistory.known'
              : 'reviewHistory.notKnown',
          ),
          ...(now.state.historyReviewed ? [say('reviewHistory.before')] : []),
        ],
        fields: [{ kind: 'text', name: 'reason', label: say('reviewHistory.reason'), hint: say('reviewHistory.hint') }],
      };
    },
    act: (_now, { form }) => ({ name: 'reviewHistory', body: { reason: form.reason } }),
  });
