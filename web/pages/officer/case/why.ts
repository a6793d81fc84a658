/** "Why this date?": what started the count, how it was counted, which days it passed over, and by which rule. */
import { amountWords, capital, clockEventWords, skippedSpans, spanWords } from '../../../../config/caseWords/words.js';
import { coreSentence } from '../../../../config/caseWords/coreSentences.js';
import type { Language } from '../../../language/language.js';
import { countFrom } from '../../../../domain/calendar/count.js';
import type { Skipped } from '../../../../domain/calendar/types.js';
import type { Clock } from '../../../../domain/events.js';
import type { Deadline, Task } from '../../../../domain/state.js';
import type { Instant, IsoDate } from '../../../../domain/time.js';
import { london, londonDay } from '../../../../api/schemas/time.js';
import { londonTimeOfDay } from '../../../../domain/calendar/london.js';
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
  const { language } = open;
  const { say, dates } = language;
  const about = open.names.rule(rule);
  return {
    about,
    rows: [
      ...counted(clock, skipped, language),
      ...(opensOn === undefined ? [] : [{ label: 'opens' as const, text: dates.day(opensOn) }]),
      ...(due === null ? [] : [{ label: 'due' as const, text: dueWords(due, dueAt, language) }]),
      ...(lateReferral === true ? [{ label: 'note' as const, text: say('why.lateReferral') }] : []),
      ...(reason === undefined ? [] : [{ label: 'note' as const, text: capital(coreSentence(reason, language)) }]),
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
      ...counted(period.clock, period.skipped, open.language),
      ...(period.completes === null
        ? []
        : [{ label: 'completes' as const, text: open.language.dates.day(period.completes) }]),
      ...(period.from === null ? [] : [{ label: 'allowed' as const, text: open.language.dates.day(period.from) }]),
      ...ruled(open, period.rule),
    ],
    changes: [],
    readings: readingsOf(open.read.policy, period.rule),
  };
}

/** A task of a deadline has its date; one of its own is counted from the day on which it opened. */
export function whyTask(open: OpenCase, task: Task): Why {
  const { say, dates } = open.language;
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
        ? [{ label: 'from' as const, text: say('why.whenTaskOpened', { at: dates.moment(task.openedAt) }) }]
        : counted({ event: 'task_opened', from: opened, ...period }, count.skipped, open.language)),
      ...(due === null ? [] : [{ label: 'due' as const, text: dueWords(due, task.dueAt, open.language) }]),
      ...ruled(open, task.rule),
    ],
    changes: [],
    readings: readingsOf(policy === undefined ? null : open.read.policy, task.rule),
  };
}

/** How long the referrer was told it may take: no deadline. */
export function whyExpected(open: OpenCase, expected: { rule: string; from: IsoDate; to: IsoDate }): Why {
  const period = open.read.policy?.compiled.expected;
  const { language } = open;
  const { say, dates } = language;
  const received = open.standing?.state.receivedAt;
  return {
    about: open.names.rule(expected.rule),
    rows: [
      ...(received === undefined
        ? []
        : [{ label: 'from' as const, text: say('why.whenReceived', { day: dates.day(londonDay(received)) }) }]),
      ...(period == null
        ? []
        : [
            {
              label: 'period' as const,
              text: say('why.between', {
                from: amountWords(period.from, language),
                to: amountWords(period.to, language),
              }),
            },
          ]),
      ...ruled(open, expected.rule),
    ],
    changes: [],
    readings: readingsOf(open.read.policy, expected.rule),
  };
}

function counted(clock: Clock | null, skipped: readonly Skipped[], language: Language): Why['rows'] {
  if (clock === null) return [];
  const { say, dates } = language;
  const spans = skippedSpans(skipped);
  return [
    { label: 'event', text: capital(clockEventWords(clock.event, language)) },
    { label: 'from', text: dates.day(clock.from) },
    {
      label: 'period',
      text: say(clock.mode === 'inclusive' ? 'why.inclusive' : 'why.after', { amount: amountWords(clock, language) }),
    },
    spans.length === 0
      ? { label: 'skipped', text: say(SKIPS_DAYS.includes(clock.unit) ? 'why.noneSkipped' : 'why.none') }
      : {
          label: 'skipped',
          list: spans.map((span) => capital(spanWords(span, language, dates.day))),
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
      text:
        sourceOf(open.read.policy, rule) ??
        open.language.say(rule.startsWith('SYS-') ? 'why.ofSystem' : 'why.sourceUnknown'),
    },
  ];
}

function changesOf({ read, language }: OpenCase, rule: string, occurrence: number): Why['changes'] {
  const { say, dates } = language;
  return read.enquiry.timeline.flatMap(({ event }) => {
    if (event.type !== 'deadlineRecalculated' && event.type !== 'deadlineShortened') return [];
    if (event.rule !== rule || event.occurrence !== occurrence) return [];
    const text = say(`why.change.${event.was === null ? 'none' : 'day'}To${event.due === null ? 'None' : 'Day'}`, {
      was: event.was === null ? '' : dates.day(event.was),
      now: event.due === null ? '' : dates.day(event.due),
      reason: coreSentence(event.reason, language),
    });
    return [{ at: event.at, text }];
  });
}

/** The hour only where it is not the end of the day. */
function dueWords(due: IsoDate, dueAt: Instant | null, { say, dates }: Language): string {
  const end = dueAt === null || END_OF_DAY.includes(londonTimeOfDay(london(), dueAt));
  return end ? dates.day(due) : say('why.dueAt', { day: dates.day(due), time: dates.time(dueAt) });
}

const END_OF_DAY = ['00:00', '23:59'];
