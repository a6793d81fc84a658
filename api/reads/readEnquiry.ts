import type { Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import { notFound } from '../problem.js';
import type { DatabaseGuard } from '../services/databaseGuard.js';
import type { Of } from '../services/gateway.js';
import type { Worlds } from '../services/worlds.js';
import type { Read } from './presentEnquiry.js';

interface Deps {
  register: Register;
  worlds: Worlds;
}

/** One case with the policy and the calendars that it is decided by. @throws Problem `not_found` */
export async function readEnquiry({ register, worlds }: Deps, of: Of, at: Instant): Promise<Read> {
  const enquiry = await register.enquiries.read(of.authority, of.caseId);
  if (enquiry === null) throw notFound('The enquiry');
  const [policy, calendars, messages, people] = await Promise.all([
    enquiry.state === null ? null : worlds.policy(of.authority, enquiry.state.policy),
    worlds.calendars(of.authority, enquiry.child?.school),
    register.messages.ofCase(of.authority, of.caseId),
    register.people.list(of.authority),
  ]);
  return { enquiry, policy, calendars, messages, people, at };
}

const WAIT_MS = 2_000;
const EVERY_MS = 50;

/** Waits up to two seconds for the register to hold an event that a case has answered; whether it does. */
export async function isRecorded(
  { register, guard }: { register: Register; guard: DatabaseGuard },
  of: Of,
  seq: number,
): Promise<boolean> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const held = await guard.within(() => register.record.heldSequence(of.authority, of.caseId));
    if (held >= seq) return true;
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
