/** Each event of a case in words, for a timeline. */
import type { CaseEvent } from '../../domain/events.js';
import type { Channel } from '../../domain/policy.js';
import type { Fields, Language } from '../language/language.js';
import { coreSentence } from './coreSentences.js';
import type { Names } from './names.js';
import { because, capital, dayOrUnknown, factName, idWords, valueWords } from './words.js';

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
export function eventWords(event: CaseEvent, names: Names, language: Language): Said {
  const { dates } = language;
  const said = (fields: Fields = {}, reason?: string, key: string = event.type): Said => ({
    what: language.say(`event.${key}`, fields),
    ...(reason === undefined || reason === '' ? {} : { reason: coreSentence(names.text(reason), language) }),
  });
  const ruled = (fields?: Fields, reason?: string, key?: string): Said => ({
    ...said(fields, reason, key),
    ruled: true,
  });
  const day = (date: string | null): string => dayOrUnknown(date, language);
  const why = (reason: string): string => coreSentence(reason, language);
  const words = (id: string): string => idWords(id, language);
  const from = (kind: string): string => referrerWords(kind, language);
  const withWritten = (one: Said, of: Partial<Record<Written['field'], string | undefined>>): Said => {
    const written = FIELDS.flatMap((field) => {
      const id = of[field];
      return id === undefined || id === '' ? [] : [{ field, text: names.text(id) }];
    });
    return written.length === 0 ? one : { ...one, written };
  };
  switch (event.type) {
    case 'referralReceived':
      return said(
        { referrer: from(event.referrer.kind) },
        undefined,
        event.incomplete === true ? 'referralIncomplete' : event.type,
      );
    case 'referralAccepted':
      return ruled({}, event.reason);
    case 'referralRejected':
    case 'rejectionProposed':
      return withWritten(said({}, event.reason), { signpost: event.signpost });
    case 'referralJoined':
      return said({ referral: event.referral, referrer: from(event.referrer.kind) });
    case 'duplicateProposed':
      return said({ referrer: from(event.referrer.kind), proposal: event.proposal });
    case 'duplicateConfirmed':
    case 'duplicateRefused':
      return said({ proposal: event.proposal });
    case 'triaged': {
      const levels = [event.risk, event.category].filter((word) => word !== null).join(', ');
      return ruled({ level: levels === '' ? language.say('event.noLevel') : levels });
    }
    case 'deadlineSet':
      return { ...ruled({ due: day(event.due) }), counted: because(event.clock, event.skipped, language) };
    case 'deadlineShortened':
    case 'deadlineRecalculated':
      return {
        ...ruled({ due: day(event.due), was: day(event.was), reason: why(event.reason) }),
        counted: because(event.clock, event.skipped, language),
      };
    case 'deadlineBlocked':
    case 'deadlineCancelled':
    case 'breachWithdrawn':
      return ruled({ reason: why(event.reason) });
    case 'deadlineMet':
      return ruled({ at: dates.moment(event.metAt) });
    case 'deadlineBreached':
    case 'deadlineLapsed':
      return ruled({ due: day(event.due) });
    case 'ladderStopped':
      return ruled({ at: dates.moment(event.doneAt) });
    case 'checkOpened':
      return ruled({}, undefined, event.required ? event.type : 'checkOpenedOptional');
    case 'checkRecorded':
      return withWritten(
        ruled(
          { result: capital(words(event.result)), at: dates.moment(event.doneAt) },
          undefined,
          event.lateEntry ? 'checkRecordedLate' : event.type,
        ),
        event,
      );
    case 'checkAttempted':
      return withWritten(
        ruled(
          {
            ...{ attempt: event.attempt, result: words(event.result) },
            ...{ at: dates.moment(event.doneAt), band: words(event.band) },
          },
          undefined,
          event.counts ? event.type : 'attemptNotCounted',
        ),
        event,
      );
    case 'checkNotApplicable':
      return ruled({}, event.reason);
    case 'checkAdded':
      return said({ title: names.text(event.title) }, event.reason);
    case 'factRecorded':
      return said({ fact: factName(event.fact, language), value: valueWords(event.value, language) });
    case 'attendanceRecorded':
      return said({ code: event.code, day: dates.day(event.date) });
    case 'concernRaised':
      return withWritten(
        said(
          { kind: words(event.kind), concern: event.concern, at: dates.moment(event.taskDueAt) },
          undefined,
          event.immediate ? 'concernImminent' : event.type,
        ),
        event,
      );
    case 'concernAcknowledged':
      return withWritten(said({ concern: event.concern }), event);
    case 'concernResolved':
      return said({ concern: event.concern }, event.reason);
    case 'historyReviewed':
    case 'caseReopened':
    case 'calendarChanged':
      return said({}, event.reason);
    case 'taskOpened': {
      const task = { who: names.recipient(event.for), kind: words(event.kind) };
      if (event.dueAt !== null) return ruled({ ...task, at: dates.moment(event.dueAt) }, undefined, 'taskOpenedBy');
      if (event.due !== null) return ruled({ ...task, day: dates.day(event.due) }, undefined, 'taskOpenedFor');
      return ruled(task);
    }
    case 'taskDone':
      return withWritten(said({ kind: words(event.kind) }), event);
    case 'messageDue':
      return ruled({
        ...{ purpose: capital(words(event.purpose)), who: names.recipient(event.to) },
        channel: channelWords(event.channel, language),
      });
    case 'messageOvertaken':
      return ruled({ purpose: capital(words(event.purpose)), who: names.recipient(event.to) });
    case 'partnerAsked':
      return ruled({ who: capital(names.recipient(event.partner)) });
    case 'partnerReplied':
      return withWritten(ruled({ who: capital(names.recipient(event.partner)), result: words(event.result) }), event);
    case 'noticeServed':
      return ruled({ notice: event.notice, method: event.method, day: dates.day(event.servedOn) });
    case 'gateOverridden': {
      const lifted = event.lifted.map(({ rule }) => rule).join(', ');
      return said(
        {
          ...{ action: words(event.action), second: names.person(event.second) },
          lifted: lifted === '' ? language.say('event.liftingNothing') : lifted,
        },
        event.reason,
      );
    }
    case 'adviceGiven':
      return said({}, event.reason, event.advice === 'remove' ? 'adviceRemove' : 'adviceKeep');
    case 'outcomeProposed':
      return withWritten(ruled({ outcome: words(event.outcome) }), event);
    case 'outcomeDecided': {
      const decided = { outcome: words(event.outcome), from: dates.day(event.cmeFrom) };
      return withWritten(
        event.monitoringUntil === undefined
          ? ruled(decided)
          : ruled({ ...decided, until: dates.day(event.monitoringUntil) }, undefined, 'outcomeWatched'),
        event,
      );
    }
    case 'madeInactive':
    case 'caseClosed':
      return ruled();
    case 'adviceRequested':
      return said();
    case 'episodeStarted':
      return said({ episode: event.episode });
    case 'ownerChanged':
      return ruled({ owner: event.owner });
    case 'assigned':
      return said({ who: names.person(event.to) });
    case 'policyAdopted':
      return said({ policy: event.policy, was: event.was });
    case 'noteAdded':
      return said({ text: names.text(event.text) });
  }
}

const FIELDS = ['spokenTo', 'evidence', 'reference', 'note', 'signpost'] as const;

export const channelWords = (channel: Channel, { say }: Language): string => say(`channel.${channel}`);

const referrerWords = (kind: string, { has, say }: Language): string =>
  say(has(`referrerKind.${kind}`) ? `referrerKind.${kind}` : 'referrerKind.other');
