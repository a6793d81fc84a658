/** A played scenario as people read it: one line an event, then what is open, what is due and what blocks. */
import { londonDate, londonTimeOfDay } from '../../domain/calendar/london.js';
import type { CaseEvent, Clock } from '../../domain/events.js';
import type { Instant } from '../../domain/time.js';
import { present, type Presented, type ShownDeadline } from './present.js';
import type { PlayedScenario } from './play.js';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export function timelineOf(played: PlayedScenario): string {
  const shown = present(played);
  const { london } = played.world.calendars;
  const when = (at: Instant): string => `${day(londonDate(london, at))} ${londonTimeOfDay(london, at)}`;
  return [
    `${played.scenario.file}: ${shown.policy}, ${headline(shown)}, as it stands on ${when(played.until)}`,
    '',
    ...lines(played, shown, when),
    ...section('Due', shown.deadlines.filter((d) => d.state === 'open').map(dueLine)),
    ...section(
      'Deadlines that ended',
      shown.deadlines.filter((d) => d.state !== 'open').map((d) => `${dueLine(d)}: ${d.state}`),
    ),
    ...section(
      'Open checks',
      shown.checks
        .filter((check) => check.state === 'open' || check.state === 'waiting')
        .map(({ id, title, required, state }) => `${id} ${title} (${required ? 'required' : 'optional'}, ${state})`),
    ),
    ...section(
      'Tasks',
      shown.tasks.map(
        ({ kind, for: whose, due, rule }) => `${kind} for ${whose}${due === null ? '' : `, ${day(due)}`} (${rule})`,
      ),
    ),
    ...section(
      'Not before',
      shown.earliest.map(
        ({ rule, action, completes, from }) => `${action} from ${day(from)}: ${rule} ends ${day(completes)}`,
      ),
    ),
    ...section(
      'Gates that are shut',
      shown.gates
        .filter((gate) => !gate.open)
        .map(({ action, blockedBy }) => `${action}: ${blockedBy.map(({ rule, why }) => `${rule} ${why}`).join('; ')}`),
    ),
    ...section(
      'Calendars that are missing',
      shown.problems.map(({ rule, calendar, needed }) => `${rule} needs the calendar ${calendar} for ${day(needed)}`),
    ),
    '',
  ].join('\n');
}

const headline = ({ status, stage, risk, category, episode }: Presented): string =>
  [status, stage, risk, category, episode > 1 ? `episode ${episode}` : null]
    .filter((word, index, all) => word !== null && word !== all[index - 1])
    .join(', ');

const dueLine = ({ due, rule, title, actor, occurrence }: ShownDeadline): string =>
  `${dated(due)} ${rule} ${title}${occurrence > 1 ? ` (${occurrence})` : ''}${actor === 'authority' ? '' : `, by the ${actor}`}`;

const section = (title: string, items: string[]): string[] =>
  items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${item}`)];

/** Events, refusals and lines of the daily mail in one order of time. */
function lines(played: PlayedScenario, shown: Presented, when: (at: Instant) => string): string[] {
  const events = played.events.map((event) => ({ at: event.at, text: eventLine(event) }));
  const digest = shown.messages
    .filter((message) => message.digest)
    .map(({ at, rule, purpose, to, subject }) => ({
      at,
      text: `  daily mail to ${to}: ${purpose}, ${rule}: ${subject}`,
    }));
  const refused = played.refused.map(({ at, do: name, code, detail }) => ({
    at,
    text: `  refused: ${name} (${code}): ${detail}`,
  }));
  return [...digest, ...events, ...refused]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, text }) => `${when(at)}  ${text}`);
}

const day = (date: string): string => `${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''} ${date}`;

function eventLine(event: CaseEvent): string {
  const rule = ruleOf(event);
  const by = event.by === 'system' ? '' : ` (${event.by})`;
  const told = detailOf(event);
  return `${event.type}${rule}${told === '' ? '' : `: ${told}`}${by}`;
}

function ruleOf(event: CaseEvent): string {
  return 'rule' in event && typeof event.rule === 'string' ? ` ${event.rule}` : '';
}

/** What a line says beside the kind of the event and its rule; dates with their reason. */
function detailOf(event: CaseEvent): string {
  switch (event.type) {
    case 'deadlineSet':
      return `due ${dated(event.due)}${because(event.clock, event.skipped)}`;
    case 'deadlineShortened':
    case 'deadlineRecalculated':
      return `due ${dated(event.due)}, was ${dated(event.was)}, ${event.reason}${because(event.clock, event.skipped)}`;
    case 'deadlineBlocked':
      return event.reason;
    case 'deadlineBreached':
    case 'deadlineLapsed':
      return `was due ${dated(event.due)}`;
    case 'deadlineCancelled':
    case 'breachWithdrawn':
    case 'caseReopened':
    case 'calendarChanged':
    case 'concernResolved':
    case 'checkNotApplicable':
    case 'historyReviewed':
    case 'rejectionProposed':
    case 'referralRejected':
      return event.reason;
    case 'checkRecorded':
    case 'checkAttempted':
      return `${event.result}, done ${event.doneAt}${'lateEntry' in event && event.lateEntry ? ', a late entry' : ''}`;
    case 'factRecorded':
      return `${event.fact} is ${String(event.value)}`;
    case 'triaged':
      return [event.risk, event.category].filter((word) => word !== null).join(', ');
    case 'taskOpened':
      return `${event.kind} for ${event.for}${event.due === null ? '' : `, ${day(event.due)}`}`;
    case 'taskDone':
      return event.kind;
    case 'messageDue':
      return `${event.purpose} to ${event.to} by ${event.channel}`;
    case 'partnerAsked':
      return event.partner;
    case 'partnerReplied':
      return `${event.partner}: ${event.result}`;
    case 'concernRaised':
      return `${event.concern}, ${event.kind}${event.immediate ? ', immediate' : ''}`;
    case 'concernAcknowledged':
      return event.concern;
    case 'outcomeProposed':
    case 'outcomeDecided':
      return event.outcome;
    case 'noticeServed':
      return `${event.notice} by ${event.method} on ${day(event.servedOn)}`;
    case 'gateOverridden':
      return `${event.action}: ${event.lifted.map((blocker) => blocker.rule).join(', ')}`;
    case 'adviceGiven':
      return event.advice;
    case 'attendanceRecorded':
      return `${event.code} on ${day(event.date)}`;
    case 'assigned':
      return event.to;
    case 'ownerChanged':
      return event.owner;
    case 'policyAdopted':
      return `${event.policy}, was ${event.was}`;
    case 'episodeStarted':
      return `episode ${event.episode}`;
    case 'noteAdded':
      return event.text;
    default:
      return '';
  }
}

const dated = (date: string | null): string => (date === null ? 'not known' : day(date));

/** Why a date is what it is: how it was counted, and the weekdays that did not count. */
function because(clock: Clock, skipped: ShownDeadline['skipped']): string {
  const counted = `${clock.amount} ${clock.unit.replace('_', ' ')}s ${clock.mode === 'inclusive' ? 'from and with' : 'after'} ${clock.event} ${day(clock.from)}`;
  const without = skipped.map(({ date, why }) => `${date} ${why}`).join(', ');
  return ` (${counted}${without === '' ? '' : `; without ${without}`})`;
}
