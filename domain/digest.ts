/**
 * The lines of the daily mail: reminders of deadlines, and breaches that still stand. Cases do not wake for them; the
 * digest of a working day computes them from the deadlines as they stand at 09:00.
 */
import { isWorkingDay, workingDayBefore } from './calendar/count.js';
import { atTime, londonDate } from './calendar/london.js';
import type { Calendars } from './calendar/types.js';
import type { CaseEvent } from './events.js';
import type { CompiledPolicy, Defaults } from './policy.js';
import { addDays, type Instant, type IsoDate } from './time.js';

/** A deadline as the digest sees it. */
export interface DigestDeadline {
  rule: string;
  occurrence: number;
  actor: string;
  due: IsoDate | null;
  state: string;
  setAt: Instant;
  managerToldAt?: Instant | null;
  workDoneAt?: Instant | null;
}

export interface DigestLine {
  at: Instant;
  rule: string;
  deadline: number;
  purpose: 'reminder' | 'breach';
  to: 'officer' | 'team' | 'manager';
  due: IsoDate | null;
}

/** The line of one deadline in the digest of a working day, if it has one. The case must be open. */
export function digestLine(
  deadline: DigestDeadline,
  day: IsoDate,
  assigned: boolean,
  calendars: Calendars,
  defaults: Defaults,
): DigestLine | undefined {
  if (deadline.actor !== 'authority') return undefined;
  const at = atTime(calendars.london, day, defaults.digestTime);
  const line = { at, rule: deadline.rule, deadline: deadline.occurrence, due: deadline.due };
  if (deadline.state === 'open')
    return deadline.setAt < at && reminderDay(deadline.due, calendars, defaults) === day
      ? { ...line, purpose: 'reminder', to: assigned ? 'officer' : 'team' }
      : undefined;
  const told = deadline.managerToldAt ?? undefined;
  const stands = deadline.state === 'breached' && (deadline.workDoneAt ?? undefined) === undefined;
  // The manager's first message about a breach is one of its own; the lines follow from the next working day.
  return stands && told !== undefined && told < at ? { ...line, purpose: 'breach', to: 'manager' } : undefined;
}

/** The working day on which a deadline is reminded of: one working day before it, by default. */
export function reminderDay(due: IsoDate | null, calendars: Calendars, defaults: Defaults): IsoDate | undefined {
  let day: IsoDate | undefined = due ?? undefined;
  for (let n = 0; n < defaults.reminderWorkingDays && day !== undefined; n += 1) day = workingDayBefore(day, calendars);
  return day;
}

/**
 * Every digest line of a case up to an instant, from its events. Used by the simulator and by a rehearsal; it costs
 * work for each line, not for each day.
 */
export function digestLinesOf(
  events: readonly CaseEvent[],
  { policy, calendars }: { policy: CompiledPolicy; calendars: Calendars },
  until: Instant,
): DigestLine[] {
  const { defaults } = policy;
  const lines: DigestLine[] = [];
  const actorOf = (rule: string): string => policy.deadlines.find((d) => d.id === rule)?.actor ?? '';
  const spans = spansOf(events, actorOf);
  for (const span of spans.deadlines) {
    const end = span.to === null || span.to > until ? until : span.to;
    const line = (day: IsoDate): void => {
      const at = atTime(calendars.london, day, defaults.digestTime);
      // What happens at 09:00 itself comes after the digest: the clock comes before inputs.
      if (at <= span.from || (span.to !== null && at > span.to) || at > until || !spans.openAt(at)) return;
      const found = digestLine(span.deadline, day, spans.assignedAt(at), calendars, defaults);
      if (found !== undefined) lines.push(found);
    };
    if (span.deadline.state === 'open') {
      const day = reminderDay(span.deadline.due, calendars, defaults);
      if (day !== undefined) line(day);
    } else {
      const last = londonDate(calendars.london, end);
      for (let day = londonDate(calendars.london, span.from); day <= last; day = addDays(day, 1))
        if (isWorkingDay(day, calendars)) line(day);
    }
  }
  return lines.sort((a, b) => order(a.at, b.at) || order(a.rule, b.rule) || a.deadline - b.deadline);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Span {
  deadline: DigestDeadline;
  from: Instant;
  to: Instant | null;
}

/** How each deadline stood, from when to when; when the case was open; when it had an officer. */
function spansOf(events: readonly CaseEvent[], actorOf: (rule: string) => string) {
  const deadlines: Span[] = [];
  const running = new Map<string, Span>();
  const open: { at: Instant; open: boolean }[] = [];
  const assigned: Instant[] = [];
  const start = (at: Instant, deadline: DigestDeadline): void => {
    const span = { deadline, from: at, to: null };
    running.set(`${deadline.rule}|${deadline.occurrence}`, span);
    deadlines.push(span);
  };
  const stop = (at: Instant, rule: string, occurrence: number): DigestDeadline | undefined => {
    const key = `${rule}|${occurrence}`;
    const span = running.get(key);
    if (span === undefined) return undefined;
    span.to = at;
    running.delete(key);
    return span.deadline;
  };
  for (const event of events) {
    switch (event.type) {
      case 'deadlineSet':
        start(event.at, {
          rule: event.rule,
          occurrence: event.occurrence,
          actor: event.actor,
          due: event.due,
          state: 'open',
          setAt: event.at,
        });
        break;
      case 'deadlineRecalculated':
      case 'deadlineShortened': {
        const before = stop(event.at, event.rule, event.occurrence);
        // One that was blocked for want of a calendar starts here.
        const { rule, occurrence, due } = event;
        const fresh = { rule, occurrence, due, actor: actorOf(rule), state: 'open', setAt: event.at };
        start(event.at, before === undefined ? fresh : { ...before, due });
        break;
      }
      case 'messageDue': {
        if (event.step?.of !== 'breach') break;
        const before = stop(event.at, event.rule, event.step.occurrence);
        if (before !== undefined) start(event.at, { ...before, managerToldAt: event.at });
        break;
      }
      case 'deadlineBreached': {
        const before = stop(event.at, event.rule, event.occurrence);
        if (before !== undefined) start(event.at, { ...before, state: 'breached' });
        break;
      }
      case 'deadlineMet':
      case 'deadlineLapsed':
      case 'deadlineCancelled':
      case 'breachWithdrawn':
      case 'ladderStopped':
        stop(event.at, event.rule, event.occurrence);
        break;
      case 'referralAccepted':
      case 'caseReopened':
        open.push({ at: event.at, open: true });
        break;
      case 'caseClosed':
      case 'madeInactive':
        open.push({ at: event.at, open: false });
        break;
      case 'episodeStarted':
        for (const { deadline } of [...running.values()]) stop(event.at, deadline.rule, deadline.occurrence);
        break;
      case 'assigned':
        assigned.push(event.at);
        break;
      default:
        break;
    }
  }
  return {
    deadlines,
    openAt: (at: Instant): boolean => open.filter((o) => o.at < at).at(-1)?.open ?? false,
    assignedAt: (at: Instant): boolean => assigned.some((a) => a < at),
  };
}
