/** What Temporal's own pages show of a case. States, dates and rule ids only: these pages are not the council's. */
import { londonDate, londonTimeOfDay } from '../domain/calendar/london.js';
import type { LondonTime } from '../domain/calendar/types.js';
import type { CaseState } from '../domain/state.js';
import { addSeconds, type Instant, type IsoDate } from '../domain/time.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const shortDate = (date: IsoDate): string =>
  `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;

/** The summary of the timer that is armed: `Next: BRA-D1 due 30 Dec 2026`. */
export function wakeSummary(state: CaseState, wake: Instant, london: LondonTime): string {
  const ending = state.deadlines.find(
    (deadline) => deadline.state === 'open' && deadline.dueAt !== null && addSeconds(deadline.dueAt, 1) === wake,
  );
  if (ending?.due != null) return `Next: ${ending.rule} due ${shortDate(ending.due)}`;
  const ladder = state.deadlines.find((d) => d.tellManagerAt === wake && d.managerToldAt === undefined);
  const when = `${shortDate(londonDate(london, wake))} ${londonTimeOfDay(london, wake)}`;
  return ladder === undefined ? `Next: ${when}` : `Next: ${ladder.rule} breach, manager ${when}`;
}

export function statusCard(
  state: CaseState,
  {
    wake,
    london,
    unrecorded,
    rehearsed,
  }: { wake: Instant | null; london: LondonTime; unrecorded: number; rehearsed: boolean },
): string {
  const open = state.checks.filter((check) => check.state === 'open' || check.state === 'waiting').length;
  const concerns = state.concerns.filter((concern) => concern.resolvedAt === undefined).length;
  const breached = state.deadlines.filter((d) => d.state === 'breached' && d.workDoneAt === undefined);
  return [
    `**${state.status}** · ${state.stage} · ${state.policy} · episode ${state.episode}`,
    ...(rehearsed ? ['Moved in time for a demonstration'] : []),
    ...(wake === null ? [] : [wakeSummary(state, wake, london)]),
    ...(concerns === 0 ? [] : [`Open concerns: ${concerns}`]),
    ...(breached.length === 0 ? [] : [`Breached: ${breached.map((d) => d.rule).join(', ')}`]),
    `Checks: ${state.checks.length - open} of ${state.checks.length} done`,
    `Events: ${state.seq}${unrecorded === 0 ? '' : `, ${unrecorded} not recorded yet`}`,
  ].join('\n\n');
}
