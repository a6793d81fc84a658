import type { Language } from '../../../language/language.js';
import { nameOf, textOf, type CaseNow } from './caseNow.js';

/** A concern in a few sentences: what kind, when, by whom, what they wrote, and how it stands. */
export function concernWords(now: CaseNow, { say, dates }: Language, concern: string): string[] {
  const found = now.state.concerns.find(({ id }) => id === concern);
  if (found === undefined) return [];
  const raised = now.enquiry.timeline.find(
    ({ event }) => event.type === 'concernRaised' && event.concern === concern,
  )?.event;
  const note = raised?.type === 'concernRaised' ? raised.note : undefined;
  const of = { kind: say(`concernKind.${found.kind}`), at: dates.moment(found.raisedAt), by: nameOf(now, found.by) };
  return [
    say(found.immediate ? 'concern.raisedImmediate' : 'concern.raised', of),
    note === undefined ? say('concern.noNote') : textOf(now, note),
    found.acknowledgedAt === undefined
      ? say('concern.notAcknowledged')
      : say('concern.acknowledged', { at: dates.moment(found.acknowledgedAt) }),
  ];
}
