import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { choice, optionalText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { rollRemovalPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { shutGates } from '../shared/blockers.js';
import { nameOf } from '../shared/caseNow.js';
import type { Field } from '../shared/fields.js';
import { happened } from '../shared/words.js';

/** Asks for advice on taking a child's name off the roll, or gives it. */
export const rollRemovalPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'rollRemoval',
    path: rollRemovalPath.pattern,
    params: casePath,
    input: 'requestRollRemovalAdvice',
    template: 'caseActions/rollRemoval/rollRemoval.njk',
    fields: actionFields({
      what: choice(['ask', 'remove', 'keep'], 'rollRemoval.missing'),
      reason: optionalText(),
    }),
    probe: () => ({ do: 'requestRollRemovalAdvice' }),
    steps: () => ['roll_removal', 'gate:roll_removal'],
    about: (event) => event.type === 'adviceRequested' || event.type === 'adviceGiven',
    load: (now, { by }) => {
      const { language } = web;
      const { say } = language;
      const { advice, adviceRequestedAt } = now.state;
      const item = (value: 'ask' | 'remove' | 'keep') => {
        const tried =
          value === 'ask'
            ? ahead(now, { do: 'requestRollRemovalAdvice', by })
            : ahead(now, { do: 'giveRollRemovalAdvice', advice: value, reason: 'given', by });
        if (!tried.ok && tried.refusal.code === 'not_allowed') return [];
        const hint = tried.ok ? happened(now, language, tried.events).join(' ') : say('rollRemoval.shut');
        return [{ value, text: say(`rollRemoval.${value}`), hint }];
      };
      const fields: Field[] = [
        {
          kind: 'radios',
          name: 'what',
          label: say('rollRemoval.what'),
          items: [...item('ask'), ...item('remove'), ...item('keep')],
        },
        { kind: 'text', name: 'reason', label: say('rollRemoval.reason'), hint: say('rollRemoval.reasonHint') },
      ];
      return {
        gate: shutGates(now, language).find(({ action }) => action === 'roll_removal') ?? null,
        earliest: now.view.earliest
          .filter(({ action }) => action === 'roll_removal')
          .map(({ rule, from }) => ({ title: now.rules.get(rule)?.title ?? rule, from })),
        lead: [
          say(`rollRemoval.mode.${now.world.policy.rollRemoval.mode}`),
          ...(adviceRequestedAt === null
            ? []
            : [say('rollRemoval.asked', { at: language.dates.moment(adviceRequestedAt) })]),
          ...(advice === null
            ? []
            : [
                say(advice.advice === 'remove' ? 'rollRemoval.advisedRemove' : 'rollRemoval.advisedKeep', {
                  at: language.dates.moment(advice.at),
                  by: nameOf(now, advice.by),
                }),
              ]),
        ],
        fields,
      };
    },
    act: (_now, { form }) => {
      if (form.what === 'ask') return { name: 'requestRollRemovalAdvice', body: {} };
      if (form.reason === undefined) throw refuseField('reason', 'rollRemoval.reasonMissing');
      return { name: 'giveRollRemovalAdvice', body: { advice: form.what, reason: form.reason } };
    },
  });
