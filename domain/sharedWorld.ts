import type { Calendars } from './calendar/types.js';
import type { World } from './case/turn.js';
import type { CompiledPolicy } from './policy.js';

/** More versions than an authority has in force; beyond them the oldest are let go. */
const MOST = 64;

const policies = new Map<string, CompiledPolicy>();
const calendars = new Map<string, Calendars>();

/**
 * The same policy and calendars for all cases that have them: each case brings its own copy, and a worker that keeps a
 * thousand cases in memory would hold a thousand. Nothing changes them, so that sharing changes nothing a case decides.
 */
export const sharedWorld = (world: World): World => ({
  policy: shared(policies, world.policy),
  calendars: shared(calendars, world.calendars),
});

function shared<T>(known: Map<string, T>, value: T): T {
  const key = JSON.stringify(value);
  const first = known.get(key);
  if (first !== undefined) return first;
  if (known.size >= MOST) known.clear();
  known.set(key, value);
  return value;
}
