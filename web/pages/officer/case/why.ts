/** "Why this date?": what started the count, how it was counted, which days it passed over, and by which rule. */
import {
  amountWords,
  capital,
  clockEventWords,
  datesInWords,
  fullDates,
  skippedSpans,
  spanWords,
} from '../../../../config/caseWords/words.js';
import { countFrom } from '../../../../domain/calendar/count.js';
import type { Skipped } from '../../../../domain/calendar/types.js';
import type { Clock } from '../../../../domain/events.js';
import type { Deadline, Task } from '../../../../domain/state.js';
import type { Instant, IsoDate } from '../../../../domain/time.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { timeWords } from '../../../../config/dateWords.js';
import { readingsOf, sourceOf, type Reading } from './rules.js';
import type { OpenCase } from './openCase.js';

/** A row's `label` is a key of the language files. */
export interface Why {
  /** Of what it is the date, for a screen reader. */
  about: string;
  rows: { label: WhyLabel; text?: string; list?: string[] }[];
  /** Each change of the date, with its reason. */
  changes: { at: Instant; text: string }[];
  readings: Reading[];
}

type WhyLabel =
  'event' | 'from' | 'period' | 'skipped' | 'opens' | 'completes' | 'allowed' | 'due' | 'rule' | 'source' | 'note';

export function whyDeadline(open: OpenCase, deadline: Deadline): Why {
  const { rule, occurrence, clock, skipped, due, dueAt, opensOn, lateReferral, reason } = deadline;
  const about = open.names.rule(rule);
  return {
    about,
    rows: [
      ...counted(clock, skipped),
      ...(opensOn === undefined ? [] : [{ label: 'opens' as const, text: fullDates.day(opensOn) }]),
      ...(due === null ? [] : [{ label: 'due' as const, text: dueWords(due, dueAt) }]),
      ...(lateReferral === true
        ? [{ label: 'note' as const, text: 'The day was past when the case was referred, so it counts from receipt.' }]
        : []),
      ...(reason === undefined ? [] : [{ label: 'note' as const, text: capital(datesInWords(reason, fullDates)) }]),
      ...ruled(open, rule),
    ],
    changes: changesOf(open, rule, occurrence),
    readings: readingsOf(open.read.policy, rule),
  };
}

export function whyPeriod(
  open: OpenCase,
  period: { rule: string; clock: Clock; skipped: readonly Skipped[]; completes: IsoDate | null; from: IsoDate | null },
): Why {
  return {
    about: open.names.rule(period.rule),
    rows: [
      ...counted(period.clock, period.skipped),
      ...(period.completes === null ? [] : [{ label: 'completes' as const, text: fullDates.day(period.completes) }]),
      ...(period.from === null ? [] : [{ label: 'allowed' as const, text: fullDates.day(period.from) }]),
      ...ruled(open, period.rule),
    ],
    changes: [],
    readings: readingsOf(open.read.policy, period.rule),
  };
}

/** A task of a deadline has its date; one of its own is counted from the day on which it opened. */
export function whyTask(open: OpenCase, task: Task): Why {
  const { state } = open.standing ?? { state: null };
  const deadline = state?.deadlines.find(
    (one) => one.rule === task.rule && (task.deadline === undefined || one.occurrence === task.deadline),
  );
  if (deadline !== undefined && deadline.due === task.due && deadline.clock !== null)
    return whyDeadline(open, deadline);
  const policy = open.read.policy?.compiled;
  const period =
    policy?.tasks.find(({ id }) => id === task.rule)?.due ??
    policy?.outcomes.find(({ id }) => id === task.rule)?.task?.due;
  const opened = londonDay(task.openedAt);
  const count = period === undefined ? undefined : countFrom(opened, period, open.read.calendars);
  const due = task.due ?? (task.dueAt === null ? null : londonDay(task.dueAt));
  return {
    about: open.names.rule(task.rule),
    rows: [
      ...(period === undefined || count?.ok !== true || count.date !== task.due
        ? [{ label: 'from' as const, text: `${fullDates.moment(task.openedAt)}, when the task opened` }]
        : counted({ event: 'the task opened', from: opened, ...period }, count.skipped)),
      ...(due === null ? [] : [{ label: 'due' as const, text: dueWords(due, task.dueAt) }]),
      ...ruled(open, task.rule),
    ],
    changes: [],
    readings: readingsOf(policy === undefined ? null : open.read.policy, task.rule),
  };
}

/** How long the referrer was told it may take: no deadline. */
export function whyExpected(open: OpenCase, expected: { rule: string; from: IsoDate; to: IsoDate }): Why {
  const period = open.read.policy?.compiled.expected;
  const received = open.standing?.state.receivedAt;
  return {
    about: open.names.rule(expected.rule),
    rows: [
      ...(received === undefined
        ? []
        : [{ label: 'from' as const, text: `${fullDates.day(londonDay(received))}, when the referral was received` }]),
      ...(period == null
        ? []
        : [{ label: 'period' as const, text: `${amountWords(period.from)} to ${amountWords(period.to)}` }]),
      ...ruled(open, expected.rule),
    ],
    changes: [],
    readings: readingsOf(open.read.policy, expected.rule),
  };
}

function counted(clock: Clock | null, skipped: readonly Skipped[]): Why['rows'] {
  if (clock === null) return [];
  const spans = skippedSpans(skipped);
  return [
    { label: 'event', text: capital(clockEventWords(clock.event)) },
    { label: 'from', text: fullDates.day(clock.from) },
    {
      label: 'period',
      text: `${amountWords(clock)}, ${clock.mode === 'inclusive' ? 'the first day counts as day 1' : 'counted from the day after'}`,
    },
    spans.length === 0
      ? { label: 'skipped', text: SKIPS_DAYS.includes(clock.unit) ? 'No weekday was passed over' : 'None' }
      : {
          label: 'skipped',
          list: spans.map((span) => capital(spanWords(span, { ...fullDates, dayOfYear: fullDates.day }))),
        },
  ];
}

const SKIPS_DAYS: readonly Clock['unit'][] = ['working_day', 'school_day'];

function ruled(open: OpenCase, rule: string): Why['rows'] {
  const title = open.names.rule(rule);
  return [
    { label: 'rule', text: title === '' ? rule : `${title} (${rule})` },
    {
      label: 'source',
      text: sourceOf(open.read.policy, rule) ?? (rule.startsWith('SYS-') ? 'A default of Rollcall' : 'Not known'),
    },
  ];
}

function changesOf({ read }: OpenCase, rule: string, occurrence: number): Why['changes'] {
  return read.enquiry.timeline.flatMap(({ event }) => {
    if (event.type !== 'deadlineRecalculated' && event.type !== 'deadlineShortened') return [];
    if (event.rule !== rule || event.occurrence !== occurrence) return [];
    const was = event.was === null ? 'Had no date' : `Was ${fullDates.day(event.was)}`;
    const now = event.due === null ? 'no date is known now' : `became ${fullDates.day(event.due)}`;
    return [{ at: event.at, text: `${was}, ${now}: ${datesInWords(event.reason, fullDates)}` }];
  });
}

/** The hour only where it is not the end of the day. */
function dueWords(due: IsoDate, dueAt: Instant | null): string {
  const hour = dueAt === null ? '' : timeWords(dueAt);
  return hour === '' || hour === '11:59pm' || hour === 'midnight'
    ? fullDates.day(due)
    : `${fullDates.day(due)} at ${hour}`;
}
