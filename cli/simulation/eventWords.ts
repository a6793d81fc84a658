/** Each event of a case in words, for the timeline. */
import type { CaseEvent } from '../../domain/events.js';
import { because, dayOrUnknown, factName, plain, shortDay, valueWords, type Names } from './words.js';
import type { Instant } from '../../domain/time.js';

/** What happened, with the reason for each date in it; the rule and the person stand beside it. */
export function eventWords(event: CaseEvent, names: Names, when: (at: Instant) => string): string {
  const about = 'rule' in event && !isDefault(event.rule) ? names.rule(event.rule) : '';
  const titled = (text: string): string =>
    'rule' in event && isDefault(event.rule) ? `${text} (system default)` : about === '' ? text : `${text}: ${about}`;
  const reasoned = (text: string, reason: string | undefined): string =>
    reason === undefined || reason === '' ? text : `${text}: ${reason}`;
  switch (event.type) {
    case 'referralReceived':
      return `Referral received from ${referrerWords(event.referrer.kind)}${event.incomplete === true ? ', incomplete' : ''}`;
    case 'referralAccepted':
      return reasoned(titled('Referral accepted'), event.reason);
    case 'referralRejected':
      return reasoned('Referral rejected', event.reason);
    case 'rejectionProposed':
      return reasoned('Rejection proposed to a person', event.reason);
    case 'referralJoined':
      return `Referral ${event.referral} joined this case: the same child, referred by ${referrerWords(event.referrer.kind)}`;
    case 'duplicateProposed':
      return `Perhaps the same child, referred by ${referrerWords(event.referrer.kind)}: a person decides (${event.proposal})`;
    case 'duplicateConfirmed':
      return `Confirmed as the same child (${event.proposal})`;
    case 'duplicateRefused':
      return `Not the same child (${event.proposal})`;
    case 'triaged':
      return titled(
        `Triaged: ${[event.risk, event.category].filter((word) => word !== null).join(', ') || 'no level'}`,
      );
    case 'deadlineSet':
      return titled(`Due ${dayOrUnknown(event.due)}, ${because(event.clock, event.skipped)}`);
    case 'deadlineShortened':
      return titled(
        `Due earlier, ${dayOrUnknown(event.due)} instead of ${dayOrUnknown(event.was)}, ${event.reason}: ${because(event.clock, event.skipped)}`,
      );
    case 'deadlineRecalculated':
      return titled(
        `Now due ${dayOrUnknown(event.due)}, was ${dayOrUnknown(event.was)}, ${event.reason}: ${because(event.clock, event.skipped)}`,
      );
    case 'deadlineBlocked':
      return titled(`No deadline, ${event.reason}`);
    case 'deadlineMet':
      return titled(`Met on ${when(event.metAt)}`);
    case 'deadlineBreached':
      return titled(`BREACHED, was due ${dayOrUnknown(event.due)}`);
    case 'deadlineLapsed':
      return titled(`Lapsed, was due ${dayOrUnknown(event.due)}`);
    case 'deadlineCancelled':
      return titled(`Cancelled, ${event.reason}`);
    case 'ladderStopped':
      return titled(`Done late, on ${when(event.doneAt)}; nobody is told again`);
    case 'breachWithdrawn':
      return titled(`Breach withdrawn, ${event.reason}`);
    case 'checkOpened':
      return titled(`Check opened${event.required ? '' : ' (optional)'}`);
    case 'checkRecorded':
      return titled(
        `${capital(plain(event.result))} on ${when(event.doneAt)}${event.lateEntry ? ', entered late' : ''}`,
      );
    case 'checkAttempted':
      return titled(
        `Attempt ${event.attempt}${event.counts ? '' : ', not counted'}, ${plain(event.result)} on ${when(event.doneAt)} (${event.band})`,
      );
    case 'checkNotApplicable':
      return reasoned(titled('Check does not apply'), event.reason);
    case 'checkAdded':
      return reasoned(`Check added: ${event.title}`, event.reason);
    case 'factRecorded':
      return `Recorded: ${factName(event.fact)}: ${valueWords(event.value)}`;
    case 'attendanceRecorded':
      return `Attendance code ${event.code} on ${shortDay(event.date)}`;
    case 'concernRaised':
      return `CONCERN raised: ${plain(event.kind)}${event.immediate ? ', harm is imminent' : ''} (${event.concern}); to be acknowledged by ${when(event.taskDueAt)}`;
    case 'concernAcknowledged':
      return `Concern acknowledged (${event.concern})`;
    case 'concernResolved':
      return reasoned(`Concern resolved (${event.concern})`, event.reason);
    case 'historyReviewed':
      return reasoned('History of social care reviewed', event.reason);
    case 'taskOpened':
      return titled(
        `Task for ${names.recipient(event.for)}: ${plain(event.kind)}${event.dueAt !== null ? `, by ${when(event.dueAt)}` : event.due === null ? '' : `, for ${shortDay(event.due)}`}`,
      );
    case 'taskDone':
      return `Task done: ${plain(event.kind)}`;
    case 'messageDue':
      return titled(`${capital(plain(event.purpose))} to ${names.recipient(event.to)}, by ${CHANNELS[event.channel]}`);
    case 'messageOvertaken':
      return titled(`${capital(plain(event.purpose))} to ${names.recipient(event.to)} overtaken, not sent`);
    case 'partnerAsked':
      return titled(`${capital(names.recipient(event.partner))} asked`);
    case 'partnerReplied':
      return titled(`${capital(names.recipient(event.partner))} replied: ${plain(event.result)}`);
    case 'noticeServed':
      return titled(`Notice ${event.notice} served by ${event.method} on ${shortDay(event.servedOn)}`);
    case 'gateOverridden':
      return reasoned(
        `Gate overridden for ${plain(event.action)} with ${event.second}, lifting ${event.lifted.map(({ rule }) => rule).join(', ') || 'nothing'}`,
        event.reason,
      );
    case 'adviceRequested':
      return 'Advice on removal from the roll asked for';
    case 'adviceGiven':
      return reasoned(`Advice given: ${event.advice === 'remove' ? 'remove the name' : 'keep the name'}`, event.reason);
    case 'outcomeProposed':
      return titled(`Outcome proposed, ${plain(event.outcome)}`);
    case 'outcomeDecided':
      return titled(
        `Outcome decided, ${plain(event.outcome)}; missing education from ${shortDay(event.cmeFrom)}${event.monitoringUntil === undefined ? '' : `, watched until ${shortDay(event.monitoringUntil)}`}`,
      );
    case 'madeInactive':
      return titled('Case made inactive');
    case 'caseClosed':
      return titled('Case closed');
    case 'caseReopened':
      return reasoned('Case reopened', event.reason);
    case 'episodeStarted':
      return `Episode ${event.episode} begins`;
    case 'ownerChanged':
      return titled(`The case belongs to ${event.owner} now`);
    case 'assigned':
      return `Assigned to ${event.to}`;
    case 'policyAdopted':
      return `Policy ${event.policy} adopted, was ${event.was}`;
    case 'calendarChanged':
      return reasoned('Calendar changed', event.reason);
    case 'noteAdded':
      return `Note: ${event.text}`;
  }
}

/** Where no policy speaks: the words of the event say it all. */
const isDefault = (rule: string): boolean => rule.startsWith('SYS-');

const CHANNELS = { email: 'e-mail', sms: 'text message', letter: 'letter', webhook: 'webhook' };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const referrerWords = (kind: string): string =>
  ({ school: 'a school', professional: 'a professional', public: 'a member of the public' })[kind] ??
  'somebody unnamed';
