import { STATE_VERSION, type CaseState } from './state.js';

/** A state as an earlier release may have carried it: only its version is known for sure. */
export interface CarriedState {
  stateVersion: number;
}

/** The state was written by a newer release than this one. Deploy that release again, or a later one. */
export class StateTooNew extends Error {
  readonly code = 'state_too_new';
  override readonly name = 'StateTooNew';
}

/**
 * One step for each version that there was: `STEPS[1]` makes version 2 of version 1. A step is never changed once a
 * release has carried it; a test holds a state of every version.
 */
const STEPS: Readonly<Record<number, (state: CarriedState) => CarriedState>> = {};

/**
 * Brings a carried state up to the version that this release works with.
 * @throws StateTooNew for a version beyond it; Error where a step is missing.
 */
export function migrateState(carried: CarriedState, steps = STEPS, version = STATE_VERSION): CaseState {
  let state = carried;
  while (state.stateVersion < version) {
    const step = steps[state.stateVersion];
    if (step === undefined) throw new Error(`There is no step from version ${state.stateVersion} of a case's state`);
    state = { ...step(state), stateVersion: state.stateVersion + 1 };
  }
  if (!isCurrent(state, version))
    throw new StateTooNew(`The state has version ${state.stateVersion}, this release knows ${version}`);
  return state;
}

/** The version is what says that it has today's shape. */
const isCurrent = (state: CarriedState, version: number): state is CaseState => state.stateVersion === version;
