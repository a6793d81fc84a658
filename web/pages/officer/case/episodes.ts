/** What happened to the child before: the earlier episodes of a case, in its own record. */
import type { Instant } from '../../../../domain/time.js';
import type { OpenCase } from './openCase.js';

export interface EpisodeBefore {
  episode: number;
  startedAt: Instant;
  endedAt: Instant | null;
  /** The standard outcome, `rejected`, or null where none was decided. */
  outcome: string | null;
  concerns: number;
}

/** The earlier ones, the last first. A reopened episode goes on and is no earlier one. */
export function episodesBefore({ read }: OpenCase): EpisodeBefore[] {
  const episodes: EpisodeBefore[] = [];
  const begin = (episode: number, startedAt: Instant): void => {
    episodes.push({ episode, startedAt, endedAt: null, outcome: null, concerns: 0 });
  };
  for (const { event } of read.enquiry.timeline) {
    const current = episodes.at(-1);
    switch (event.type) {
      case 'referralReceived':
        if (current === undefined) begin(1, event.receivedAt);
        break;
      case 'episodeStarted':
        begin(event.episode, event.startedAt);
        break;
      case 'referralRejected':
        if (current !== undefined) Object.assign(current, { endedAt: event.at, outcome: 'rejected' });
        break;
      case 'outcomeDecided':
        if (current !== undefined) current.outcome = event.outcome;
        break;
      case 'caseClosed':
      case 'madeInactive':
        if (current !== undefined) current.endedAt = event.at;
        break;
      case 'caseReopened':
        if (current !== undefined) Object.assign(current, { endedAt: null, outcome: null });
        break;
      case 'concernRaised':
        if (current !== undefined) current.concerns += 1;
        break;
      default:
        break;
    }
  }
  return episodes.slice(0, -1).reverse();
}
