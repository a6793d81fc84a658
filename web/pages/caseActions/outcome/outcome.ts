import type { Person } from '../../../../domain/inputs.js';
import type { EventType } from '../../../../domain/events.js';
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
  rule: string;
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
      const gates = shutGates(now, web.language).filter(({ action }) => action === 'inactive' || action === 'close');
      const above = new Set(gates.flatMap((gate) => gate.by.map(({ rule }) => rule)));
      return {
        outcomes: outcomesAhead(now, web, by).map((one) => ({
          ...one,
          // Why a rule stands in the way is said once, above all outcomes.
          shut: one.shut.map((rule) => (above.has(rule.rule) ? { ...rule, whys: [] } : rule)),
        })),
        gates,
        manages,
        overridePath: manages ? overridePath.to({ case: now.caseId }) : null,
        proposed: proposed === null ? null : outcomeTitle(now, web.language, proposed),
        preset:
          proposed === null ? null : choicesOf(now, web.language).find(({ rule }) => rule.outcome === proposed)?.value,
      };
    },
    act: (now, { form }) => {
      if (!choicesOf(now, web.language).some(({ value }) => value === form.outcome))
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
  return choicesOf(now, language).map(({ value, title, rule }) => {
    const tried = ahead(now, { do: 'decideOutcome', outcome: value, by: { ...by, role: 'manager' } });
    const blockedBy = tried.ok ? [] : (tried.refusal.blockedBy ?? []);
    const told = tried.ok ? tried.events.filter(({ type }) => !GOES_WITHOUT_SAYING.includes(type)) : [];
    return {
      value,
      title,
      rule: rule.id,
      source: now.rules.get(rule.id)?.source ?? '',
      does: happened(now, language, told),
      shut: shutBy(now, language, blockedBy),
    };
  });
}

/** With any end: what is open on the case comes to an end with it. */
const GOES_WITHOUT_SAYING: readonly EventType[] = ['outcomeDecided', 'deadlineCancelled', 'taskDone', 'checkRecorded'];

/** What an outcome is chosen by: its rule's id, or the standard name where one rule stands for several outcomes. */
function choicesOf(now: CaseNow, { say }: WebServices['language']) {
  const rules = now.world.policy.outcomes;
  const choices = rules.map((rule) => {
    const shared = rules.some((other) => other.id === rule.id && other.outcome !== rule.outcome);
    // A rule may be a gate as well as an outcome: its title then says what must not happen, not what does.
    const named = shared || now.world.policy.gates.some((gate) => gate.rule === rule.id);
    return {
      value: shared ? rule.outcome : rule.id,
      title: named ? say(`outcome.name.${rule.outcome}`) : plainTitleOf(now, rule.id),
      rule,
    };
  });
  // A standard name stands for the first rule that has it; one that has a rule of its own is offered by that.
  return choices.filter(
    (one, index) =>
      choices.findIndex((other) => other.value === one.value) === index &&
      (one.value === one.rule.id ||
        !rules.some((rule) => rule.outcome === one.rule.outcome && rule.id !== one.rule.id)),
  );
}

const outcomeTitle = (now: CaseNow, language: WebServices['language'], outcome: string): string =>
  choicesOf(now, language).find(({ value, rule }) => value === outcome || rule.outcome === outcome)?.title ??
  outcome.replaceAll('_', ' ');
