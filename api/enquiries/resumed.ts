import type { Register } from '../../register/index.js';
import type { EnquiryStart } from '../../workflows/messages.js';
import { notFound } from '../problem.js';
import type { Of } from '../services/gateway.js';
import type { Worlds } from '../services/worlds.js';

export interface Resuming {
  register: Register;
  worlds: Worlds;
  /** What every enquiry is started with: queues and days of rest, where they differ from the shipped ones. */
  startOptions: Partial<EnquiryStart>;
}

/**
 * What starts a case again whose run has ended: the state folded from the register's events, under the policy it was
 * decided by. Without it a blank case would start. @throws Problem `not_found`
 */
export async function resumedStart({ register, worlds, startOptions }: Resuming, of: Of): Promise<EnquiryStart> {
  const { authority, caseId } = of;
  const [row, state] = await Promise.all([
    register.cases.findCase(authority, caseId),
    register.record.stateOf(authority, caseId),
  ]);
  if (row === null || state === null) throw notFound('The enquiry');
  const [policy, child] = await Promise.all([
    worlds.policy(authority, state.policy),
    register.enquiries.read(authority, caseId),
  ]);
  if (policy === null) throw new Error(`The policy ${state.policy} of a running case is gone`);
  return {
    ...startOptions,
    authority,
    caseId,
    policy: policy.compiled,
    calendars: await worlds.calendars(authority, child?.child?.school),
    state,
    ...(row.rehearsed ? { rehearsed: true, clockOffsetSeconds: row.demoOffsetSeconds } : {}),
  };
}
