/** Each event of a case in words, for a timeline. */
import type { CaseEvent } from '../../domain/events.js';
import { because, capital, dayOrUnknown, factName, plain, valueWords, type DateStyle, type Names } from './words.js';

/** What an event says, in parts: how they are put together is for whoever shows them. */
export interface Said {
  what: string;
  /** How the date in it was counted. */
  counted?: string;
  /** The sentence of its rule belongs to it. */
  ruled?: true;
  /** Why, in somebody's words or in those of the policy. */
  reason?: string;
  /** What was written with it, and the name of the field it was written in. */
  written?: Written[];
}

export interface Written {
  field: 'note' | 'evidence' | 'spokenTo' | 'reference' | 'signpost';
  text: string;
}

/** What happened. Rule, person and time stand beside it. The compiler names an event that has no words here. */
export function eventWords(event: CaseEvent, names: Names, dates: DateStyle): Said {
  const said = (what: string, reason?: string): Said => ({
    what,
    ...(reason === undefined || reason === '' ? {} : { reason: names.text(reason) }),
  });
  const ruled = (what: string, reason?: string): Said => ({ ...said(what, reason), ruled: true });
  const day = (date: string | null): string => dayOrUnknown(date, dates);
  const withWritten = (one: Said, from: Partial<Record<Written['field'], string | undefined>>): Said => {
    const written = FIELDS.flatMap((field) => {
      const id = from[field];
      return id === undefined || id === '' ? [] : [{ field, text: names.text(id) }];
    });
    return written.length === 0 ? one : { ...one, written };
  };
  switch (event.type) {
    case 'referralReceived':
      return said(
        `Referral received from ${referrerWords(event.referrer.kind)}${event.incomplete === true ? ', incomplete' : ''}`,
      );
    case 'referralAccepted':
      return ruled('Referral accepted', event.reason);
    case 'referralRejected':
      return withWritten(said('Referral rejected', event.reason), { signpost: event.signpost });
    case 'rejectionProposed':
      return withWritten(said('Rejection proposed to a person', event.reason), { signpost: event.signpost });
    case 'referralJoined':
      return said(
        `Referral ${event.referral} joined this case: the same child, referred by ${referrerWords(event.referrer.kind)}`,
      );
    case 'duplicateProposed':
      return said(
        `Perhaps the same child, referred by ${referrerWords(event.referrer.kind)}: a person decides (${event.proposal})`,
      );
    case 'duplicateConfirmed':
      return said(`Confirmed as the same child (${event.proposal})`);
    case 'duplicateRefused':
      return said(`Not the same child (${event.proposal})`);
    case 'triaged':
      return ruled(`Triaged: ${[event.risk, event.category].filter((word) => word !== null).join(', ') || 'no level'}`);
    case 'deadlineSet':
      return { ...ruled(`Due ${day(event.due)}`), counted: because(event.clock, event.skipped, dates) };
    case 'deadlineShortened':
      return {
        ...ruled(`Due earlier, ${day(event.due)} instead of ${day(event.was)}, ${event.reason}`),
        counted: because(event.clock, event.skipped, dates),
      };
    case 'deadlineRecalculated':
      return {
        ...ruled(`Now due ${day(event.due)}, was ${day(event.was)}, ${event.reason}`),
        counted: because(event.clock, event.skipped, dates),
      };
    case 'deadlineBlocked':
      return ruled(`No deadline, ${event.reason}`);
    case 'deadlineMet':
      return ruled(`Met on ${dates.moment(event.metAt)}`);
    case 'deadlineBreached':
      return ruled(`BREACHED, was due ${day(event.due)}`);
    case 'deadlineLapsed':
      return ruled(`Lapsed, was due ${day(event.due)}`);
    case 'deadlineCancelled':
      return ruled(`Cancelled, ${event.reason}`);
    case 'ladderStopped':
      return ruled(`Done late, on ${dates.moment(event.doneAt)}; nobody is told again`);
    case 'breachWithdrawn':
      return ruled(`Breach withdrawn, ${event.reason}`);
    case 'checkOpened':
      return ruled(`Check opened${event.required ? '' : ' (optional)'}`);
    case 'checkRecorded':
      return withWritten(
        ruled(
          `${capital(plain(event.result))} on ${dates.moment(event.doneAt)}${event.lateEntry ? ', entered late' : ''}`,
        ),
        event,
      );
    case 'checkAttempted':
      return withWritten(
        ruled(
          `Attempt ${event.attempt}${event.counts ? '' : ', not counted'}, ${plain(event.result)} on ${dates.moment(event.doneAt)} (${event.band})`,
        ),
        event,
      );
    case 'checkNotApplicable':
      return ruled('Check does not apply', event.reason);
    case 'checkAdded':
      return said(`Check added: ${names.text(event.title)}`, event.reason);
    case 'factRecorded':
      return said(`Recorded: ${factName(event.fact)}: ${valueWords(event.value, dates)}`);
    case 'attendanceRecorded':
      return said(`Attendance code ${event.code} on ${dates.day(event.date)}`);
    case 'concernRaised':
      return withWritten(
        said(
          `Concern raised: ${plain(event.kind)}${event.immediate ? ', harm is imminent' : ''} (${event.concern}); to be acknowledged by ${dates.moment(event.taskDueAt)}`,
        ),
        event,
      );
    case 'concernAcknowledged':
      return withWritten(said(`Concern acknowledged (${event.concern})`), event);
    case 'concernResolved':
      return said(`Concern resolved (${event.concern})`, event.reason);
    case 'historyReviewed':
      return said('History of social care reviewed', event.reason);
    case 'taskOpened':
      return ruled(
        `Task for ${names.recipient(event.for)}: ${plain(event.kind)}${event.dueAt !== null ? `, by ${dates.moment(event.dueAt)}` : event.due === null ? '' : `, for ${dates.day(event.due)}`}`,
      );
    case 'taskDone':
      return withWritten(said(`Task done: ${plain(event.kind)}`), event);
    case 'messageDue':
      return ruled(
        `${capital(plain(event.purpose))} to ${names.recipient(event.to)}, by ${CHANNEL_WORDS[event.channel]}`,
      );
    case 'messageOvertaken':
      return ruled(`${capital(plain(event.purpose))} to ${names.recipient(event.to)} overtaken, not sent`);
    case 'partnerAsked':
      return ruled(`${capital(names.recipient(event.partner))} asked`);
    case 'partnerReplied':
      return withWritten(ruled(`${capital(names.recipient(event.partner))} replied: ${plain(event.result)}`), event);
    case 'noticeServed':
      return ruled(`Notice ${event.notice} served by ${event.method} on ${dates.day(event.servedOn)}`);
    case 'gateOverridden':
      return said(
        `Gate overridden for ${plain(event.action)} with ${names.person(event.second)}, lifting ${event.lifted.map(({ rule }) => rule).join(', ') || 'nothing'}`,
        event.reason,
      );
    case 'adviceRequested':
      return said('Advice on removal from the roll asked for');
    case 'adviceGiven':
      return said(`Advice given: ${event.advice === 'remove' ? 'remove the name' : 'keep the name'}`, event.reason);
    case 'outcomeProposed':
      return withWritten(ruled(`Outcome proposed, ${plain(event.outcome)}`), event);
    case 'outcomeDecided':
      return withWritten(
        ruled(
          `Outcome decided, ${plain(event.outcome)}; missing education from ${dates.day(event.cmeFrom)}${event.monitoringUntil === undefined ? '' : `, watched until ${dates.day(event.monitoringUntil)}`}`,
        ),
        event,
      );
    case 'madeInactive':
      return ruled('Case made inactive');
    case 'caseClosed':
      return ruled('Case closed');
    case 'caseReopened':
      return said('Case reopened', event.reason);
    case 'episodeStarted':
      return said(`Episode ${event.episode} begins`);
    case 'ownerChanged':
      return ruled(`The case belongs to ${event.owner} now`);
    case 'assigned':
      return said(`Assigned to ${names.person(event.to)}`);
    case 'policyAdopted':
      return said(`Policy ${event.policy} adopted, was ${event.was}`);
    case 'calendarChanged':
      return said('Calendar changed', event.reason);
    case 'noteAdded':
      return said(`Note: ${names.text(event.text)}`);
  }
}

const FIELDS = ['spokenTo', 'evidence', 'reference', 'note', 'signpost'] as const;

export const CHANNEL_WORDS = { email: 'e-mail', sms: 'text message', letter: 'letter', webhook: 'webhook' };

const referrerWords = (kind: string): string =>
  ({ school: 'a school', professional: 'a professional', public: 'a member of the public' })[kind] ??
  'somebody unnamed';
