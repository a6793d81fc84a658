import { casePath } from '../../../../api/schemas/queries.js';
import type { Person } from '../../../../domain/inputs.js';
import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { outcomePath, overridePath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { listIn, type Language } from '../../../language/language.js';
import { ahead } from '../shared/ahead.js';
import { shutGates, type ShutGate } from '../shared/blockers.js';
import type { CaseNow } from '../shared/caseNow.js';

/** Two managers lift a gate for one decision. National gates and open concerns nobody lifts: the page says so. */
export const overridePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'override',
    path: overridePath.pattern,
    params: casePath,
    input: 'overrideGate',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      action: requiredText('override.noAction', { most: 64 }),
      second: requiredText('override.noSecond', { most: 100 }),
      reason: requiredText('override.noReason'),
    }),
    probe: (now) =>
      now.state.endedAt === null
        ? null
        : { do: 'overrideGate', action: 'close', second: 'x', secondRole: 'manager', reason: 'given' },
    steps: () => ['outcome'],
    about: (event) => event.type === 'gateOverridden',
    load: (now, { visitor, by }) => {
      const { say } = web.language;
      const gates = shutGates(now, web.language);
      const lifted = gates.filter((gate) => mayLift(now, gate, by));
      const firm = gates.filter((gate) => !lifted.includes(gate));
      const managers = now.people.filter(
        ({ active, roles, person }) => active && roles.includes('manager') && person !== visitor.person,
      );
      return {
        lead: [
          ...(lifted.length === 0 ? [say('override.none')] : [say('override.lead')]),
          ...firm.map((gate) => say('override.firm', { action: gate.words, why: rulesOf(gate, web.language) })),
          ...(managers.length === 0 ? [say('override.noManager')] : []),
        ],
        fields: [
          {
            kind: 'radios',
            name: 'action',
            label: say('override.action'),
            items: lifted.map((gate) => ({ value: gate.action, text: gate.words, hint: whyOf(gate) })),
          },
          {
            kind: 'select',
            name: 'second',
            label: say('override.second'),
            hint: say('override.secondHint'),
            items: managers.map(({ person, name }) => ({ value: person, text: name })),
          },
          { kind: 'text', name: 'reason', label: say('override.reason') },
        ],
      };
    },
    act: (_now, { form, params }) => ({
      name: 'overrideGate',
      body: { action: form.action, second: form.second, reason: form.reason },
      goTo: outcomePath.to({ case: params.case }),
    }),
  });

const mayLift = (now: CaseNow, { action }: ShutGate, by: Person): boolean =>
  ahead(now, { do: 'overrideGate', action, second: `${by.id}-second`, secondRole: 'manager', reason: 'given', by }).ok;

const whyOf = ({ by }: ShutGate): string =>
  by.map(({ title, rule, whys }) => `${title} (${rule}): ${whys.join('; ')}.`).join(' ');

const rulesOf = ({ by }: ShutGate, language: Language): string =>
  listIn(
    language,
    by.map(({ title, rule }) => `“${title}” (${rule})`),
  );
