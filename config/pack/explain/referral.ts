/** How a referral is taken: scope, reasons of rejection, triage, category, what the referrer is told to expect. */
import { amountInWords, conditionInWords, factName } from '../words.js';
import { counted } from './counted.js';
import { explained, type ExplainedRule, type ExplainedSection, type Explaining } from './explanation.js';

export function referralSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'referral',
    title: 'How a referral is taken',
    intro:
      'A referral in scope is accepted at once. For one that is out of scope the system proposes the reason, and a named person rejects it. A referral that states a safeguarding concern is never turned away for missing information.',
    rules: [...scope(explaining), ...triage(explaining), ...category(explaining), ...expected(explaining)],
  };
}

function scope(explaining: Explaining): ExplainedRule[] {
  const { rule, in: within, mustAsk, rejections, autoReject } = explaining.policy.scope;
  return [
    explained(explaining, rule, [
      `In scope where ${conditionInWords(within)}.`,
      mustAsk.length === 0
        ? 'What is not known counts as in scope.'
        : `What is not known counts as in scope, except ${mustAsk.map(factName).join(', ')}: then a person decides.`,
    ]),
    ...(explaining.pack.scope?.also ?? []).map(({ id }) =>
      explained(explaining, id, ['One of the groups that are in scope beside the definition.']),
    ),
    ...rejections.map(({ rule: id, when, age, reason, signpost }) =>
      explained(explaining, id, [
        `Proposed where ${conditionInWords(when)}${age === undefined ? '' : age === 'before' ? ', and the child is still too young' : ', and the child is already too old'}.`,
        `The referrer reads: ${reason}${signpost === undefined ? '' : ` Where to turn: ${signpost}.`}`,
      ]),
    ),
    ...(autoReject === undefined
      ? []
      : [
          explained(explaining, autoReject.rule, [
            `The system rejects by itself where ${conditionInWords(autoReject.when)}, the date of birth is exact and no marker or concern is present; a person sees the list on the next working day.`,
          ]),
        ]),
  ];
}

function triage(explaining: Explaining): ExplainedRule[] {
  const { triage: rule } = explaining.policy;
  if (rule === null) return [];
  const criteria = explaining.pack.triage?.criteria ?? [];
  return [
    explained(explaining, rule.rule, [
      `The risk is "${rule.level}" while ${conditionInWords(rule.when)}; else it is "${rule.otherwise}".`,
    ]),
    ...criteria.map(({ id }) => explained(explaining, id, [`One of the reasons for "${rule.level}".`])),
  ];
}

function category(explaining: Explaining): ExplainedRule[] {
  const { category: rule } = explaining.policy;
  if (rule === null) return [];
  if ('fact' in rule) {
    const values = rule.oneOf === undefined ? '' : `: ${rule.oneOf.join(', ')}`;
    return [explained(explaining, rule.rule, [`An officer records it as ${factName(rule.fact)}${values}.`])];
  }
  return [
    explained(explaining, rule.rule, ['The first of these that holds.']),
    ...rule.values.map((value) =>
      explained(explaining, value.rule, [`"${value.value}" where ${conditionInWords(value.when)}.`]),
    ),
  ];
}

function expected(explaining: Explaining): ExplainedRule[] {
  const { expected: told } = explaining.policy;
  if (told === null) return [];
  const date = (what: string, period: typeof told.from) =>
    counted(explaining, what, { event: 'referral_received' }, { ...period, mode: 'after' });
  return [
    explained(
      explaining,
      told.rule,
      [
        `Referrers are told that it takes ${amountInWords(told.from)} to ${amountInWords(told.to)}. This is no deadline.`,
      ],
      { dates: [date('from', told.from), date('to', told.to)] },
    ),
  ];
}
