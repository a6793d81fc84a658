/** How a case begins, and how its next episode does. */
import type { CaseEvent } from './events.js';
import { factDefinition } from './facts.js';
import { STATE_VERSION, type CaseState } from './state.js';
import type { Instant } from './time.js';

/** A new episode starts with the history in view: what lasts about a child stays, what belonged to the last time goes. */
export function nextEpisode(state: CaseState, episode: number, startedAt: Instant): Partial<CaseState> {
  const lasting = Object.entries(state.facts).filter(([fact]) => factDefinition(fact)?.lasting ?? false);
  return {
    ...blank(startedAt),
    episode,
    facts: Object.fromEntries(lasting),
    tasks: state.tasks.filter((task) => !task.done && task.concern !== undefined),
    proposals: state.proposals.filter((proposal) => proposal.state === 'open'),
  };
}

/** What belongs to one episode, at its start. */
const blank = (receivedAt: Instant) =>
  ({
    status: 'received',
    stage: 'received',
    risk: null,
    category: null,
    owner: 'officer',
    incomplete: false,
    receivedAt,
    acceptedAt: null,
    markerAt: null,
    cmeFrom: null,
    referrers: [],
    facts: {},
    historyReviewed: false,
    deadlines: [],
    checks: [],
    tasks: [],
    proposals: [],
    partnerRequests: [],
    notices: [],
    attendance: [],
    acts: [],
    messages: {},
    fired: [],
    overrides: [],
    rejectionProposed: null,
    proposedOutcome: null,
    outcome: null,
    endedAt: null,
    monitoringUntil: null,
    adviceRequestedAt: null,
    advice: null,
  }) satisfies Partial<CaseState>;

/** A case before its first event: nothing is known of it. */
export const NOT_BEGUN: Readonly<CaseState> = {
  stateVersion: STATE_VERSION,
  seq: 0,
  at: '',
  policy: '',
  episode: 1,
  assignee: null,
  dateOfBirth: null,
  dobEstimated: false,
  ever: [],
  concerns: [],
  away: [],
  ...blank(''),
};

export const begin = (event: CaseEvent & { type: 'referralReceived' }): CaseState => ({
  ...NOT_BEGUN,
  seq: event.seq,
  at: event.at,
  policy: event.policy,
  dateOfBirth: event.child.dateOfBirth ?? null,
  dobEstimated: event.child.dobEstimated ?? false,
  receivedAt: event.receivedAt,
  incomplete: event.incomplete ?? false,
  referrers: [event.referrer],
});
