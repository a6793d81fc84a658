/** Events of a case, people and results in words, in the language's own texts and the policy's titles. */
import { capital, idWords } from '../../../../config/caseWords/words.js';
import { factTitle } from '../../../../config/factTitles.js';
import type { CaseEvent } from '../../../../domain/events.js';
import type { Language } from '../../../language/language.js';
import { nameOf, plainTitleOf, type CaseNow } from './caseNow.js';

/** A fact in a few words: the first part of its title, the rest being for authors of policies. */
export const factWords = (fact: string, language: Language): string => {
  const title = factTitle(fact, language);
  return title === undefined
    ? fact.replaceAll('_', ' ')
    : (title.split(/[;(]|, (?:as an? |values |several )/)[0] ?? title).trim();
};

/** Whom a message or a task is for: roles in words, partners by the name in the directory. */
export function recipientWords(now: CaseNow, { say, has }: Language, to: string): string {
  if (has(`recipient.${to}`)) return say(`recipient.${to}`);
  if (to.startsWith('referrer-')) return say('recipient.furtherReferrer');
  const partner = to.replace(/^partner:/, '');
  const name = now.partners.find((one) => one.partner === to || one.partner === partner)?.name;
  return name ?? partner.replaceAll('-', ' ');
}

/** What a gate keeps shut: `roll_removal` as people say it, `outcome:BAN-O3` by its id. */
export function actionWords(action: string, { has, say }: Language): string {
  if (has(`blockers.action.${action}`)) return say(`blockers.action.${action}`);
  return say('blockers.outcome', { outcome: action.replace(/^outcome:/, '').replaceAll('_', ' ') });
}

/** What happened, a sentence an event; nothing for what only matters to the core. */
export function happened(now: CaseNow, language: Language, events: readonly CaseEvent[]): string[] {
  const sentences = events.flatMap((event) => sentenceOf(now, language, event));
  return [...new Set(sentences.map(capital))];
}

function sentenceOf(now: CaseNow, language: Language, event: CaseEvent): string[] {
  const { say } = language;
  const told = (fields: Readonly<Record<string, string | number>> = {}): string[] => [
    say(`happened.${event.type}`, { title: 'rule' in event ? plainTitleOf(now, event.rule ?? '') : '', ...fields }),
  ];
  switch (event.type) {
    case 'deadlineSet':
    case 'deadlineShortened':
    case 'deadlineRecalculated':
      return event.due === null ? [] : told({ day: language.dates.day(event.due) });
    case 'deadlineMet':
    case 'deadlineBreached':
    case 'deadlineLapsed':
    case 'deadlineCancelled':
    case 'deadlineBlocked':
    case 'ladderStopped':
    case 'breachWithdrawn':
    case 'checkNotApplicable':
    case 'checkOpened':
    case 'outcomeProposed':
    case 'outcomeDecided':
    case 'caseClosed':
    case 'madeInactive':
    case 'caseReopened':
    case 'historyReviewed':
    case 'concernAcknowledged':
    case 'concernResolved':
    case 'adviceRequested':
    case 'referralAccepted':
    case 'referralRejected':
    case 'rejectionProposed':
    case 'duplicateConfirmed':
    case 'duplicateRefused':
    case 'noteAdded':
      return told();
    case 'checkRecorded':
      return event.lateEntry ? told().concat(say('happened.lateEntry')) : told();
    case 'checkAttempted': {
      const key = event.counts ? 'happened.checkAttempted' : 'happened.attemptUncounted';
      return [say(key, { title: plainTitleOf(now, event.rule), attempt: event.attempt })];
    }
    case 'checkAdded':
      return told({ check: event.rule });
    case 'factRecorded':
      return [factSentence(language, event.fact, event.value)];
    case 'attendanceRecorded':
      return told({ day: language.dates.day(event.date), code: event.code, run: event.run });
    case 'concernRaised':
      return told();
    case 'taskOpened':
    case 'taskDone': {
      const who = event.type === 'taskOpened' ? recipientWords(now, language, event.for) : '';
      return told({ kind: idWords(event.kind, language), who });
    }
    case 'messageDue':
    case 'messageOvertaken':
      return told({ who: recipientWords(now, language, event.to) });
    case 'partnerAsked':
    case 'partnerReplied':
      return told({ who: recipientWords(now, language, event.partner) });
    case 'noticeServed':
      return told({ notice: event.notice, day: language.dates.day(event.servedOn) });
    case 'gateOverridden':
      return told({ action: actionWords(event.action, language) });
    case 'adviceGiven':
      return [say(event.advice === 'remove' ? 'happened.adviceRemove' : 'happened.adviceKeep')];
    case 'triaged':
      return event.risk === null ? [] : told({ risk: event.risk });
    case 'ownerChanged':
      return told({ owner: event.owner });
    case 'assigned':
      return told({ who: nameOf(now, event.to) });
    case 'policyAdopted':
      return told({ policy: event.policy });
    case 'episodeStarted':
      return told({ episode: event.episode });
    case 'referralReceived':
    case 'referralJoined':
    case 'duplicateProposed':
    case 'calendarChanged':
      return [];
  }
}

function factSentence(language: Language, fact: string, value: boolean | number | string): string {
  const { say } = language;
  const words = factWords(fact, language);
  if (value === true) return say('happened.factTrue', { fact: words });
  if (value === false) return say('happened.factFalse', { fact: words });
  return say('happened.factValue', { fact: words });
}
