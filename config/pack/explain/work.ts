/** The work on a case and what holds it: checks, tasks, gates, outcomes, who owns the case. */
import type { CheckRule, Condition, GateTest, OutcomeRule } from '../../../domain/policy.js';
import { actionInWords, capital, conditionInWords, factName, listInWords, periodInWords } from '../words.js';
import { counted, taskDates } from './counted.js';
import { explained, mayBeUnknown, type ExplainedRule, type ExplainedSection, type Explaining } from './explanation.js';
import { triggerInWords, whoInWords } from './people.js';

export function checkSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'checks',
    title: 'What is checked',
    intro: 'A required check is done, or marked not applicable with a reason. Silence is never "nothing found".',
    rules: explaining.policy.checks.map((check) => explained(explaining, check.id, checkSays(explaining, check))),
  };
}

function checkSays(explaining: Explaining, check: CheckRule): (string | undefined)[] {
  const { need, actor, when, partner, askAutomatically, attempts, after, doneByMessage, reveals } = check;
  const who = whoInWords(explaining, actor, 'the');
  const needed = {
    required: `Required on each case; by ${who}.`,
    conditional: `Opens by its condition, and is required then; by ${who}.`,
    optional: `Optional: the officer decides; by ${who}.`,
  };
  return [
    needed[need],
    when === undefined ? undefined : `Only while ${conditionInWords(when)}. Not known does not open it.`,
    attempts === undefined
      ? undefined
      : `${attempts.min} attempts${attempts.distinct === true ? ` in different bands of the day (${explaining.policy.timeBands.map((band) => `${band.name} from ${band.from}`).join(', ')}, weekend)` : ''}${attempts.evidence === true ? ', each with evidence' : ''}.`,
    after === undefined ? undefined : `Opens when ${listInWords(after)} are done.`,
    partner === undefined
      ? undefined
      : `Asked: ${whoInWords(explaining, partner)}${askAutomatically === true ? ', at once, by the system' : ', when an officer says so'}.`,
    doneByMessage === undefined ? undefined : `Done by the message ${doneByMessage}.`,
    reveals === undefined
      ? undefined
      : `"Nothing found" shows that none is known of ${listInWords(reveals.map(factName))}.`,
  ];
}

export function taskSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'tasks',
    title: 'Tasks that open by themselves',
    rules: explaining.policy.tasks.map(({ id, kind, for: who, on, when, outcomes, due, doneWhen }) =>
      explained(
        explaining,
        id,
        [
          `${triggerInWords(on, outcomes)}${when === undefined ? '' : ` (${conditionInWords(when)})`}: the task ${kind} for ${whoInWords(explaining, who, 'the')}${due === undefined ? ', as soon as possible' : `, within ${periodInWords(due)}`}.`,
          doneWhen === undefined ? undefined : `Done by itself when ${conditionInWords(doneWhen)}.`,
        ],
        { dates: taskDates(explaining, 'task due', due) },
      ),
    ),
  };
}

export function gateSections(explaining: Explaining): ExplainedSection[] {
  const { gates, rollRemoval } = explaining.policy;
  // An open concern holds every ending, also where the policy says nothing.
  const actions = [...new Set(['close', 'inactive', ...gates.map((gate) => gate.action)])].sort();
  const removal = explaining.pack.rollRemoval;
  const MODES = {
    school_decides: 'The school decides on removal; the authority may advise.',
    la_advice_required: 'The school decides on removal after the advice of the authority.',
    la_agreement_required: 'The school may remove the name only with the agreement of the authority.',
  };
  const whose =
    removal === undefined
      ? []
      : [
          explained(explaining, removal.id, [
            MODES[rollRemoval.mode],
            `The advice is given by ${whoInWords(explaining, rollRemoval.adviceBy, 'the')}.`,
          ]),
        ];
  const sections = actions.map((action): ExplainedSection => {
    const shown = explaining.pack.guidance.filter(({ shownAt }) => shownAt.includes(`gate:${action}`));
    return {
      id: `gate-${action.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`,
      title: `What keeps shut: ${actionInWords(action)}`,
      intro: `${gates.some((gate) => gate.action === action) ? 'Every one of these has to pass; the screen names each that does not.' : 'The policy has no gate of its own here.'}${action === 'inactive' || action === 'close' ? ' An open concern holds it as well (SYS-CONCERN).' : ''}`,
      rules: [
        ...(action === 'roll_removal' ? whose : []),
        ...gatesOf(explaining, action),
        ...shown.map(({ id }) => explained(explaining, id, ['Shown to the person who decides.'])),
      ],
    };
  });
  if (actions.includes('roll_removal') || whose.length === 0) return sections;
  return [...sections, { id: 'roll-removal', title: 'Removal from the roll', rules: whose }];
}

/** The gates on an action, the tests of one rule together. */
function gatesOf(explaining: Explaining, action: string): ExplainedRule[] {
  const gates = explaining.policy.gates.filter((gate) => gate.action === action);
  const items = explaining.layers.flatMap((layer) => layer.pack.gates);
  return [...new Set(gates.map((gate) => gate.rule))].map((rule) => {
    const own = gates.filter((gate) => gate.rule === rule);
    const when = own[0]?.when;
    const item = items.find((each) => each.id === rule && each.action === action);
    return explained(
      explaining,
      rule,
      [
        when === undefined ? undefined : `Stands where ${conditionInWords(when)}${orUnknown(explaining, when)}.`,
        ...own.map((gate) => testInWords(explaining, gate.test)),
      ],
      item === undefined ? {} : { title: item.title, source: item.source },
    );
  });
}

const orUnknown = (explaining: Explaining, condition: Condition): string =>
  mayBeUnknown(explaining, condition) ? ', or where that is not known' : '';

function testInWords(explaining: Explaining, test: GateTest): string {
  if ('condition' in test)
    return `Shut while ${conditionInWords(test.condition)}${orUnknown(explaining, test.condition)}${because(test.why)}.`;
  if ('needs' in test) return `Shut until ${conditionInWords(test.needs)}${because(test.why)}.`;
  if ('evidence' in test)
    return `Shut while there is evidence: ${listInWords(test.evidence.map(factName), 'or')}${test.revealedBy === undefined ? '; not known shuts it as well' : `; not known counts as none once ${test.revealedBy} is done with nothing found`}.`;
  if ('checks' in test)
    return `Shut until ${test.checks === 'required' ? 'every required check' : listInWords(test.checks)} is done or marked not applicable.`;
  return `Shut until these minimum periods are over: ${listInWords(test.periods)}.`;
}

const because = (why: string | undefined): string => (why === undefined ? '' : ` ("${why}")`);

export function outcomeSection(explaining: Explaining): ExplainedSection {
  const { outcomes, owner, defaults } = explaining.policy;
  const traced = outcomes.some((rule) => rule.outcome === 'not_traced');
  const items = explaining.layers.flatMap((layer) => layer.pack.outcomes);
  const handovers = (owner.handovers ?? []).map(({ rule, when, to }) =>
    explained(explaining, rule, [
      `The case goes to ${whoInWords(explaining, to, 'the')} once ${conditionInWords(when)}.`,
    ]),
  );
  return {
    id: 'outcomes',
    title: 'How a case ends',
    intro: `Only a named person ends a case. It belongs to ${whoInWords(explaining, owner.initial, 'the')} at first.${traced ? '' : ' The policy has no rule for a child who is not traced, so such a case stays open.'} A case that cannot end is reviewed by the manager every ${defaults.reviewWeeks} weeks (SYS-REVIEW).`,
    rules: [
      ...outcomes.map((rule) => {
        const item = items.find((each) => each.id === rule.id && each.outcome === rule.outcome);
        return explained(explaining, rule.id, outcomeSays(explaining, rule), {
          dates: outcomeDates(explaining, rule),
          ...(item === undefined ? {} : { title: item.title, source: item.source }),
        });
      }),
      ...handovers,
    ],
  };
}

function outcomeSays(explaining: Explaining, rule: OutcomeRule): (string | undefined)[] {
  const { outcome, byIdOnly, when, effect, closesWhen, shows = [], owner, monitoring, task } = rule;
  const effects = {
    closes: 'The case closes.',
    inactive: 'The record is made inactive.',
    stays: 'The case stays open.',
  };
  return [
    `${capital(outcome.replaceAll('_', ' '))}${byIdOnly === true ? ', by this id only' : ''}${when === undefined ? '' : `, where ${conditionInWords(when)}`}. ${effects[effect]}`,
    closesWhen === undefined ? undefined : `It closes by a person once ${conditionInWords(closesWhen)}.`,
    monitoring === undefined ? undefined : `Before it ends, attendance is watched for ${periodInWords(monitoring)}.`,
    shows.length === 0 ? undefined : `It shows ${listInWords(shows.map(factName))}.`,
    owner === undefined ? undefined : `The case goes to ${whoInWords(explaining, owner, 'the')}.`,
    task === undefined ? undefined : `Opens the task ${task.kind} for ${whoInWords(explaining, task.for, 'the')}.`,
  ];
}

const outcomeDates = (explaining: Explaining, { monitoring, task }: OutcomeRule) => [
  ...(monitoring === undefined ? [] : [counted(explaining, 'watched until', 'the decision', monitoring)]),
  ...taskDates(explaining, 'task due', task?.due),
];
