import { truth } from '../../../../domain/conditions.js';
import { factLookup, factsOf } from '../../../../domain/factView.js';
import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { choice, optionalText, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { rejectPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import type { CaseNow } from '../shared/caseNow.js';
import { happened } from '../shared/words.js';

const OWN = 'own';

/** Rejects a referral, or proposes that: the reasons and the places to point to are the policy's. */
export const rejectPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'reject',
    path: rejectPath.pattern,
    params: casePath,
    input: 'rejectReferral',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      ground: requiredText('reject.missing', { most: 64 }),
      reason: optionalText(),
      how: choice(['reject', 'propose'], 'reject.howMissing'),
    }),
    probe: () => ({ do: 'rejectReferral', reason: 'given' }),
    steps: () => ['referral', 'acceptance'],
    about: (event) => ['referralAccepted', 'referralRejected', 'rejectionProposed'].includes(event.type),
    load: (now, { by }) => {
      const { say } = web.language;
      const proposed = now.state.rejectionProposed;
      const tried = ahead(now, { do: 'rejectReferral', reason: 'given', by });
      return {
        lead:
          proposed === null
            ? []
            : [say('reject.proposed', { title: now.rules.get(proposed.rule)?.title ?? proposed.rule })],
        effects: tried.ok ? happened(now, web.language, tried.events) : [],
        fields: [
          {
            kind: 'radios',
            name: 'ground',
            label: say('reject.ground'),
            items: [...groundsOf(now, web), { value: OWN, text: say('reject.own'), hint: say('reject.ownHint') }],
          },
          { kind: 'text', name: 'reason', label: say('reject.reason'), hint: say('reject.reasonHint') },
          {
            kind: 'radios',
            name: 'how',
            label: say('reject.how'),
            items: [
              { value: 'reject', text: say('reject.now'), hint: say('reject.nowHint') },
              { value: 'propose', text: say('reject.propose'), hint: say('reject.proposeHint') },
            ],
          },
        ],
      };
    },
    act: (now, { form }) => {
      const known = groundsOf(now, web).some(({ value }) => value === form.ground);
      if (form.ground !== OWN && !known) throw refuseField('ground', 'reject.missing');
      if (form.ground === OWN && form.reason === undefined) throw refuseField('reason', 'reject.reasonMissing');
      const words = now.world.policy.scope.rejections.find(({ rule }) => rule === form.ground)?.reason;
      if (form.how === 'propose')
        return { name: 'proposeRejection', body: { reason: form.reason ?? words ?? form.ground } };
      return { name: 'rejectReferral', body: { reason: form.ground === OWN ? form.reason : form.ground } };
    },
  });

/** The policy's reasons, those that hold on this case first. */
function groundsOf({ world, state, today, rules }: CaseNow, { language }: WebServices) {
  const lookup = factLookup(factsOf(state), today);
  return world.policy.scope.rejections
    .map(({ rule, reason, signpost, when }) => ({ rule, reason, signpost, holds: truth(when, lookup, today) === true }))
    .sort((a, b) => Number(b.holds) - Number(a.holds))
    .map(({ rule, reason, signpost, holds }) => ({
      value: rule,
      text: rules.get(rule)?.title ?? reason,
      hint: [
        language.say('reject.told', { reason }),
        ...(signpost === undefined ? [] : [language.say('reject.signpost', { signpost })]),
        ...(holds ? [language.say('reject.holds')] : []),
      ].join(' '),
    }));
}
