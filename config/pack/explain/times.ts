/** What is due and when, and what must wait: deadlines, minimum periods, notices. */
import type { DeadlineRule } from '../../../domain/policy.js';
import {
  actionInWords,
  capital,
  clockInWords,
  conditionInWords,
  listInWords,
  metInWords,
  periodInWords,
} from '../words.js';
import { allowedFrom, counted, datesOf, nextWorkingDay } from './counted.js';
import { explained, type ExplainedSection, type Explaining } from './explanation.js';
import { whoInWords } from './people.js';

export function deadlineSections(explaining: Explaining): ExplainedSection[] {
  const { deadlines } = explaining.policy;
  const own = deadlines.filter(({ actor }) => actor === 'authority');
  const others = deadlines.filter(({ actor }) => actor !== 'authority');
  const explain = (rule: DeadlineRule) =>
    explained(explaining, rule.id, deadlineSays(explaining, rule), { dates: datesOf(explaining, rule) });
  return [
    {
      id: 'deadlines',
      title: 'What the authority must do, and by when',
      intro:
        own.length === 0
          ? 'The policy gives the authority no deadline, and so there is none.'
          : 'A deadline ends with its last day unless an hour is given. The reminder, and who is told when it is missed, are defaults of the system (SYS-REM, SYS-BREACH).',
      rules: own.map(explain),
    },
    {
      id: 'deadlines-of-others',
      title: 'What others must do, and by when',
      intro: 'These are watched, and lapse when they are missed. Nobody at the council is reminded of them.',
      rules: others.map(explain),
    },
  ];
}

function deadlineSays(explaining: Explaining, rule: DeadlineRule): (string | undefined)[] {
  const { id, actor, clock, when, hour, met, shorter = [], lateReferral, recurring, opensAmount, task } = rule;
  const who = whoInWords(explaining, actor);
  return [
    opensAmount === undefined
      ? `${who}: ${recurring === true ? 'every ' : ''}${periodInWords(rule)}, from ${clockInWords(clock)}.`
      : `${who}: from day ${opensAmount} to day ${rule.amount} (${periodInWords(rule)}), counted from ${clockInWords(clock)}.`,
    recurring === true ? 'Again and again until an outcome is decided.' : undefined,
    when === undefined ? undefined : `Only where ${conditionInWords(when)}.`,
    hour === undefined ? undefined : `Due at ${hour} of the last day.`,
    `Met when ${metInWords(met, id)}.`,
    ...shorter.map((each) => `Shortened to ${periodInWords(each)} where ${conditionInWords(each.when)}.`),
    lateReferral === undefined
      ? actor === 'authority'
        ? 'Already past when the referral comes: marked so, and never a breach (SYS-LATE).'
        : undefined
      : `Already past when the referral comes: ${periodInWords(lateReferral)} from receipt instead.`,
    task === undefined ? undefined : `Opens the task ${task.kind} for ${whoInWords(explaining, task.for, 'the')}.`,
  ];
}

export function waitingSection(explaining: Explaining): ExplainedSection {
  const { earliest, gates } = explaining.policy;
  return {
    id: 'waiting',
    title: 'What must wait',
    intro: 'A minimum period allows the action from the day after its last day.',
    rules: earliest.map((rule) => {
      const { id, action, clock, when, unless, task } = rule;
      const holders = gates.filter(({ test }) => 'periods' in test && test.periods.includes(id));
      const dates = allowedFrom(explaining, clock, rule);
      return explained(
        explaining,
        id,
        [
          `${capital(actionInWords(action))} only after ${periodInWords(rule)} from ${clockInWords(clock)}.`,
          when === undefined ? undefined : `Only where ${conditionInWords(when)}.`,
          unless === undefined ? undefined : `Not where ${conditionInWords(unless)}.`,
          holders.length === 0
            ? 'No gate names it: the date is shown, and nothing is held.'
            : `Held by ${listInWords([...new Set(holders.map((gate) => gate.rule))])}.`,
          task === undefined
            ? undefined
            : `Opens the task ${task.kind} for ${whoInWords(explaining, task.for, 'the')}.`,
        ],
        {
          dates: [
            ...dates,
            ...(task === undefined || dates[0] === undefined ? [] : nextWorkingDay(explaining, dates[0])),
          ],
        },
      );
    }),
  };
}

export function noticeSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'notices',
    title: 'Notices',
    intro: 'A notice is served by a named person. Its days count as the rule says and no holiday moves calendar days.',
    rules: explaining.policy.notices.map((rule) => {
      const { id, notice, actor, action, task, methods } = rule;
      const last = counted(explaining, 'last day', 'service of the notice', rule);
      return explained(
        explaining,
        id,
        [
          `The notice "${notice}" gives ${whoInWords(explaining, actor, 'the')} ${periodInWords(rule)}.`,
          `Until then ${actionInWords(action)} is shut; then the task ${task.kind} falls to ${whoInWords(explaining, task.for, 'the')}.`,
          `Served by ${listInWords(
            methods.map(
              ({ method, needs, rule: under }) =>
                `${METHODS[method] ?? method}${needs === undefined ? '' : ` where ${conditionInWords(needs)}${under === undefined ? '' : ` (${under})`}`}`,
            ),
            'or',
          )}.`,
        ],
        { dates: [last, ...nextWorkingDay(explaining, last)] },
      );
    }),
  };
}

const METHODS: Readonly<Record<string, string>> = {
  hand: 'hand',
  left: 'leaving it at the address',
  post: 'post',
  email: 'e-mail',
};
