import { casePath } from '../../../../api/schemas/queries.js';
import { optionalText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { acceptPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { shutBy } from '../shared/blockers.js';
import { happened } from '../shared/words.js';

/** Accepts a referral that is in doubt. One that is out of the policy's scope is told so, with the rule. */
export const acceptPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'accept',
    path: acceptPath.pattern,
    params: casePath,
    input: 'acceptReferral',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ reason: optionalText() }),
    probe: () => ({ do: 'acceptReferral' }),
    steps: () => ['referral', 'acceptance'],
    about: (event) => ['referralAccepted', 'referralRejected', 'rejectionProposed'].includes(event.type),
    load: (now, { by }) => {
      const { say } = web.language;
      const tried = ahead(now, { do: 'acceptReferral', by });
      const out = tried.ok ? [] : shutBy(now, web.language, tried.refusal.blockedBy ?? []);
      return {
        lead: [
          ...(now.state.status === 'open' ? [say('accept.already')] : []),
          ...out.map(({ whys, title, source, rule }) =>
            say('accept.outOfScope', { why: whys.join(' '), title, source, rule }),
          ),
        ],
        effects: tried.ok ? happened(now, web.language, tried.events) : [],
        fields: [{ kind: 'text', name: 'reason', label: say('accept.reason') }],
      };
    },
    act: (_now, { form }) => ({ name: 'acceptReferral', body: { reason: form.reason } }),
  });
