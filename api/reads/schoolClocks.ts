/** What a school has to do about a pupil whom it referred, from what the policy asks of schools. */
import { dayOfPeriod, type DayOfPeriod } from '../../domain/calendar/dayOfPeriod.js';
import type { Calendars } from '../../domain/calendar/types.js';
import type { CaseState, DeadlineState } from '../../domain/state.js';
import type { IsoDate } from '../../domain/time.js';
import type { RuleTexts } from '../services/worlds.js';

export interface SchoolDeadline {
  rule: string;
  title: string;
  source: string;
  due: IsoDate | null;
  state: DeadlineState;
  /** The day from which it is counted. */
  from: IsoDate | null;
  /** In which days, for words beside the number: `school_day`. */
  unit: string | null;
  day: DayOfPeriod | null;
}

export interface SchoolWork {
  /** Clocks that run, or have run out; the next due first. */
  clocks: SchoolDeadline[];
  /** What else the policy has the school do: titles of its open checks and tasks. */
  toDo: { rule: string; title: string }[];
}

const SCHOOL = 'school';
/** What is still to be looked at: one that was met or has gone is done with. */
const SHOWN: readonly DeadlineState[] = ['open', 'breached', 'blocked', 'lapsed'];

export function schoolWork(
  state: CaseState,
  { rules, calendars, today }: { rules: RuleTexts; calendars: Calendars; today: IsoDate },
): SchoolWork {
  if (state.stage === 'ended') return { clocks: [], toDo: [] };
  const textOf = (rule: string) => rules.get(rule) ?? { title: rule, source: '' };
  const clocks = state.deadlines
    .filter((one) => one.actor === SCHOOL && SHOWN.includes(one.state))
    .map((one): SchoolDeadline => {
      const { title, source } = textOf(one.rule);
      const { rule, due, state: stands, clock } = one;
      return {
        ...{ rule, title, source, due, state: stands, from: clock?.from ?? null, unit: clock?.unit ?? null },
        day: clock === null ? null : dayOfPeriod(clock.from, clock, today, calendars),
      };
    })
    .sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
  const checks = state.checks
    .filter((check) => check.actor === SCHOOL && check.added === undefined && ['open', 'waiting'].includes(check.state))
    .map(({ id }) => id);
  const tasks = state.tasks.filter((task) => task.for === SCHOOL && !task.done).map(({ rule }) => rule);
  return { clocks, toDo: [...new Set([...checks, ...tasks])].map((rule) => ({ rule, title: textOf(rule).title })) };
}
