/** What an input would do, asked of the core before anybody sends it. Nothing happens. */
import { decide, playDue } from '../../../../domain/case/decide.js';
import type { Refusal } from '../../../../domain/case/turn.js';
import type { CaseEvent } from '../../../../domain/events.js';
import type { CaseInput } from '../../../../domain/inputs.js';
import type { CaseState } from '../../../../domain/state.js';
import type { CaseNow } from './caseNow.js';

export type Ahead = { ok: true; events: CaseEvent[]; state: CaseState } | { ok: false; refusal: Refusal };

export function ahead({ state, world, now }: CaseNow, input: CaseInput): Ahead {
  const before = playDue({ state, world }, now).state;
  const decided = decide({ state: before, world }, input, now);
  if (!decided.ok) return decided;
  const after = playDue({ state: decided.state, world: decided.world }, decided.state.at);
  return { ok: true, events: [...decided.events, ...after.events], state: after.state };
}
