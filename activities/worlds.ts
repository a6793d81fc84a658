import type { Calendars } from '../domain/calendar/types.js';
import type { CompiledPolicy } from '../domain/policy.js';
import type { Instant } from '../domain/time.js';
import type { DutyInForce } from '../register/index.js';

/** The policies and calendars of authorities as they are now; given by what composes the process. */
export interface CaseWorlds {
  /** `bradford@1`; null where the authority has none such. */
  policy: (
    authority: string,
    name: string,
  ) => Promise<{
    compiled: CompiledPolicy;
    rules: ReadonlyMap<string, { title: string; source: string; text?: unknown }>;
  } | null>;
  /** The policy that is in force at an instant, with the duties of the service. Null where there is none. */
  inForce: (
    authority: string,
    at: Instant,
  ) => Promise<{ compiled: CompiledPolicy; service: { duties: readonly DutyInForce[] } } | null>;
  /** For a child of this school. */
  calendars: (authority: string, school?: string | null) => Promise<Calendars>;
}
