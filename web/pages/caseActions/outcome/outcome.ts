import type { Person } from '../../../../domain/inputs.js';
import type { OutcomeRule } from '../../../../domain/policy.js';
import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { choice, optionalText, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { outcomePath, overridePath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { shutBy, shutGates, type ShutBy } from '../shared/blockers.js';
import { plainTitleOf, type CaseNow } from '../shared/caseNow.js';
import { happened } from '../shared/words.js';

export interface OutcomeAhead {
  value: string;
  title: string;
  source: string;
  /** What deciding it would do; empty while its gate is shut. */
  does: string[];
  /** The rules that hold its gate shut. */
  shut: ShutBy[];
}

/** Proposes an outcome, or decides it: every gate that is shut says why before anybody types. */
export const outcomePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'outcome',
    path: outcomePath.pattern,
    params: casePath,
    input: 'proposeOutcome',
    template: 'caseActions/outcome/outcome.njk',
    fields: actionFields({
      outcome: requiredText('outcome.missing', { most: 64 }),
      how: choice(['propose', 'decide'], 'outcome.howMissing').optional(),
      note: optionalText(),
    }),
    probe: (now) => {
      const rule = now.world.policy.outcomes[0];
      return rule === undefined ? null : { do: 'proposeOutcome', outcome: rule.id };
    },
    steps: () => ['outcome', 'placement'],
    about: (event) => ['outcomeProposed', 'outcomeDecided', 'caseClosed', 'madeInactive'].includes(event.type),
    load: (now, { by, visitor }) => {
      const manages = visitor.roles.includes('manager');
      const proposed = now.state.proposedOutcome;
      return {
        outcomes: outcomesAhead(now, web, by),
        gates: shutGates(now, web.language).filter(({ action }) => action === 'inactive' || action === 'close'),
        manages,
        overridePath: manages ? overridePath.to({ case: now.caseId }) : null,
        proposed: proposed === null ? null : outcomeTitle(now, proposed),
        preset: proposed === null ? null : now.world.policy.outcomes.find(({ outcome }) => outcome === proposed)?.id,
      };
    },
    act: (now, { form }) => {
      if (!now.world.policy.outcomes.some(({ id }) => id === form.outcome))
        throw refuseField('outcome', 'outcome.missing');
      const decides = form.how === 'decide';
      return {
        name: decides ? 'decideOutcome' : 'proposeOutcome',
        body: { outcome: form.outcome, note: form.note },
      };
    },
  });

/** Each outcome of the policy with what a manager's decision would do now, or what keeps it shut. */
export function outcomesAhead(now: CaseNow, { language }: Pick<WebServices, 'language'>, by: Person): OutcomeAhead[] {
  return now.world.policy.outcomes.map((rule: OutcomeRule) => {
    const tried = ahead(now, { do: 'decideOutcome', outcome: rule.id, by: { ...by, role: 'manager' } });
    const blockedBy = tried.ok ? [] : (tried.refusal.blockedBy ?? []);
    return {
      value: rule.id,
      title: plainTitleOf(now, rule.id),
      source: now.rules.get(rule.id)?.source ?? '',
      does: tried.ok ? happened(now, language, tried.events) : [],
      shut: shutBy(now, language, blockedBy),
    };
  });
}

const outcomeTitle = (now: CaseNow, outcome: string): string => {
  const rule = now.world.policy.outcomes.find((one) => one.outcome === outcome || one.id === outcome);
  return rule === undefined ? outcome.replaceAll('_', ' ') : plainTitleOf(now, rule.id);
};
