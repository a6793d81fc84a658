/** Plays a scenario on virtual time. Whatever plays it, the presentation takes the same `PlayedScenario`. */
import type { Scenario } from '../../config/scenario/read.js';
import type { World } from '../../domain/case/turn.js';
import type { CaseEvent } from '../../domain/events.js';
import { simulate, type Play, type Refused } from '../../domain/simulate.js';
import type { CaseState } from '../../domain/state.js';
import type { Instant } from '../../domain/time.js';

/** A case as a scenario left it at an instant, and all that happened on the way. */
export interface PlayedScenario {
  scenario: Scenario;
  state: CaseState;
  /** The policy and the calendars as they are at the end. */
  world: World;
  events: readonly CaseEvent[];
  refused: readonly Refused[];
  /** The instant at which the case is shown. */
  until: Instant;
}

/**
 * Plays a scenario in this process.
 * @param at shows the case as it stood at this instant; never later than the scenario's own `until`.
 * @throws NothingBegan where the core refuses the referral that starts the case.
 */
export function playScenario(scenario: Scenario, at?: Instant): PlayedScenario {
  return { scenario, ...simulate(playOf(scenario, at)) };
}

/** What the core plays of a scenario, up to an instant. */
export function playOf({ world, played, until }: Scenario, at: Instant | undefined): Play {
  const end = at === undefined || (until !== undefined && until < at) ? until : at;
  return { world, played, ...(end === undefined ? {} : { until: end }) };
}
