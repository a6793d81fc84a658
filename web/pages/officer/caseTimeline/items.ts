/** An event of a case as an item of its timeline. */
import { eventWords, type Written } from '../../../../config/caseWords/eventWords.js';
import { datesInWords } from '../../../../config/caseWords/words.js';
import type { CaseEvent, EventType } from '../../../../domain/events.js';
import type { Instant } from '../../../../domain/time.js';
import type { OpenCase } from '../case/openCase.js';
import { sourceOf } from '../case/rules.js';
import { casePath, checksPath, messagesPath, peoplePath } from '../paths.js';

/** What a reader looks for in a timeline. */
export const KINDS = [
  'referral',
  'checks',
  'dates',
  'concerns',
  'tasks',
  'messages',
  'facts',
  'decisions',
  'notes',
] as const;
export type Kind = (typeof KINDS)[number];

/** Every kind of event there is has its place here, or this does not compile. */
export const KIND_OF: Readonly<Record<EventType, Kind>> = {
  referralReceived: 'referral',
  referralAccepted: 'referral',
  referralRejected: 'referral',
  rejectionProposed: 'referral',
  referralJoined: 'referral',
  duplicateProposed: 'referral',
  duplicateConfirmed: 'referral',
  duplicateRefused: 'referral',
  triaged: 'referral',
  deadlineSet: 'dates',
  deadlineShortened: 'dates',
  deadlineRecalculated: 'dates',
  deadlineBlocked: 'dates',
  deadlineMet: 'dates',
  deadlineBreached: 'dates',
  deadlineLapsed: 'dates',
  deadlineCancelled: 'dates',
  ladderStopped: 'dates',
  breachWithdrawn: 'dates',
  checkOpened: 'checks',
  checkRecorded: 'checks',
  checkAttempted: 'checks',
  checkNotApplicable: 'checks',
  checkAdded: 'checks',
  factRecorded: 'facts',
  attendanceRecorded: 'facts',
  concernRaised: 'concerns',
  concernAcknowledged: 'concerns',
  concernResolved: 'concerns',
  historyReviewed: 'concerns',
  taskOpened: 'tasks',
  taskDone: 'tasks',
  messageDue: 'messages',
  messageOvertaken: 'messages',
  partnerAsked: 'checks',
  partnerReplied: 'checks',
  noticeServed: 'decisions',
  gateOverridden: 'decisions',
  adviceRequested: 'decisions',
  adviceGiven: 'decisions',
  outcomeProposed: 'decisions',
  outcomeDecided: 'decisions',
  madeInactive: 'decisions',
  caseClosed: 'decisions',
  caseReopened: 'decisions',
  episodeStarted: 'referral',
  ownerChanged: 'decisions',
  assigned: 'decisions',
  policyAdopted: 'decisions',
  calendarChanged: 'dates',
  noteAdded: 'notes',
};

export interface TimelineItem {
  seq: number;
  type: EventType;
  kind: Kind;
  /** A check that the policy does not require. */
  optional: boolean;
  what: string;
  /** The sentence of the rule that caused it, with its id and its source. */
  rule: { id: string; title: string; source: string | null } | null;
  counted: string | null;
  reason: string | null;
  written: Written[];
  at: Instant;
  /** When it was really carried out, where that is not when it fell due. */
  carriedOutAt: Instant | null;
  /** Null: the system. */
  by: string | null;
  role: string | null;
  link: { text: 'check' | 'deadlines' | 'message' | 'people'; path: string } | null;
}

/** A delay of the machinery that nobody has to know of. */
const SOON_MS = 60_000;

export function timelineItem(open: OpenCase, event: CaseEvent, carriedOutAt: Instant): TimelineItem {
  const { names, read, language } = open;
  const said = eventWords(event, names, language);
  const isNote = event.type === 'noteAdded';
  const rule = 'rule' in event ? (event.rule ?? null) : null;
  return {
    seq: event.seq,
    type: event.type,
    kind: KIND_OF[event.type],
    optional: event.type === 'checkOpened' && !event.required,
    // A note may be long: it is no heading.
    what: isNote ? language.say('caseTimeline.note') : datesInWords(said.what, language),
    rule: rule === null ? null : { id: rule, title: names.rule(rule), source: sourceOf(read.policy, rule) },
    counted: said.counted ?? null,
    reason: said.reason ?? null,
    written: isNote ? [{ field: 'note', text: names.text(event.text) }] : (said.written ?? []),
    at: event.at,
    carriedOutAt: Date.parse(carriedOutAt) - Date.parse(event.at) > SOON_MS ? carriedOutAt : null,
    by: event.by === 'system' ? null : names.person(event.by),
    role: event.role ?? null,
    link: linkOf(event, read.enquiry.case.case_id, rule),
  };
}

/** An item, with those that happened with it in one stroke: a policy opens many checks at once. */
export type Stroke = TimelineItem & { with: TimelineItem[] };

/** Checks that were opened at the same moment become one item that lists them. */
export function inStrokes(items: readonly TimelineItem[]): Stroke[] {
  const strokes: Stroke[] = [];
  for (const item of items) {
    const last = strokes.at(-1);
    if (item.type === 'checkOpened' && last?.type === 'checkOpened' && last.at === item.at && last.by === item.by)
      last.with.push(item);
    else strokes.push({ ...item, with: [] });
  }
  return strokes;
}

function linkOf(event: CaseEvent, caseId: string, rule: string | null): TimelineItem['link'] {
  const of = { case: caseId };
  switch (KIND_OF[event.type]) {
    case 'checks':
      return { text: 'check', path: `${checksPath.to(of)}${rule === null ? '' : `#${encodeURIComponent(rule)}`}` };
    case 'dates':
      return rule === null ? null : { text: 'deadlines', path: `${casePath.to(of)}#deadlines` };
    case 'messages':
      return { text: 'message', path: `${messagesPath.to(of)}#message-${event.seq}` };
    case 'referral':
      return event.type === 'referralReceived' || event.type === 'referralJoined'
        ? { text: 'people', path: peoplePath.to(of) }
        : null;
    default:
      return null;
  }
}
