import type { CaseInput } from '../../../domain/inputs.js';
import { addDays, type Instant } from '../../../domain/time.js';
import { DSL, eventually, liveOf, MANAGER, OFFICER, referralOf, type Enquiries, type TestCase } from './harness.js';

const CHECKS = ['BRA-C1', 'BRA-C2', 'BRA-C3', 'BRA-C4', 'BRA-C5', 'BRA-C6', 'BRA-C7', 'BRA-C8', 'BRA-C9', 'BRA-C11'];

export const PRIORITISED = { cp_plan: true, social_worker: true };

/** Four days after a deadline of the case, at 12:00: the manager has been told by then. */
export function afterLadder({ first }: TestCase, rule: string): Instant {
  const set = first.events.find((event) => event.type === 'deadlineSet' && event.rule === rule);
  if (set?.type !== 'deadlineSet' || set.due === null) throw new Error(`${rule} was not set`);
  return `${addDays(set.due, 4)}T12:00:00Z`;
}

/** Everything that happened is in the register, and nothing is under way. */
export async function settled(of: TestCase): Promise<void> {
  await recorded(of);
  await eventually(
    () => of.handle.describe(),
    ({ raw }) => (raw.pendingActivities ?? []).length === 0 && (raw.pendingWorkflowTask ?? null) === null,
  );
}

/** Everything that happened is in the register. */
export async function recorded(of: TestCase): Promise<void> {
  await eventually(
    () => liveOf(of),
    ({ seq, recordedSeq }) => seq === recordedSeq,
    RECORDED_MS,
  );
}

/** After an outage the patient write waits at most 60 s for its next try. */
const RECORDED_MS = 90_000;

export async function plainCase(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin();
  await enquiries.send(one, { do: 'assign', by: MANAGER, to: OFFICER.id, toRole: 'officer' });
  await enquiries.send(one, { do: 'recordCheck', by: OFFICER, check: 'BRA-C1', result: 'nothing_found' });
  await recorded(one);
  return one;
}

/** A deadline passes: the senior officer at once, the manager on the next working day. */
export async function breachAndLadder(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin({ facts: PRIORITISED });
  await enquiries.forwardTo(one, afterLadder(one, 'BRA-D2'));
  await recorded(one);
  return one;
}

export async function concernMidWait(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin();
  await enquiries.send(one, { do: 'raiseConcern', by: OFFICER, kind: 'forced_marriage', immediate: false, note: 't1' });
  await recorded(one);
  await enquiries.send(one, { do: 'acknowledgeConcern', by: DSL, spokenTo: 't2' });
  await enquiries.send(one, { do: 'resolveConcern', by: DSL, reason: 't3' });
  await recorded(one);
  return one;
}

export async function joinedReferral(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin();
  const further = { ...referralOf({ facts: { cp_plan: true } }), match: 'same_upn' as const };
  await enquiries.refer(one.caseId, further);
  await recorded(one);
  return one;
}

/** Closed, resting in a new run, and taken up again. */
export async function endAndReopening(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin();
  await enquiries.send(one, { do: 'decideOutcome', by: MANAGER, outcome: 'on_roll_not_attending' });
  await eventually(
    () => liveOf(one),
    ({ resting }) => resting,
  );
  await enquiries.send(one, { do: 'reopen', by: MANAGER, reason: 't1' });
  await recorded(one);
  return one;
}

/** Long enough for a second run. */
export async function continuedAsNew(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin({}, { renewAfterEvents: 40 });
  for (let n = 0; n < 8; n += 1) await enquiries.send(one, { do: 'note', by: OFFICER, text: `t${n}` });
  await eventually(
    () => one.handle.describe(),
    ({ raw }) => raw.workflowExecutionInfo?.firstRunId !== raw.workflowExecutionInfo?.execution?.runId,
  );
  await settled(one);
  return one;
}

/** The case of the event budget: prioritised, ten checks, a breach with its ladder, a concern, an outcome. */
export async function goldenCase(enquiries: Enquiries): Promise<TestCase> {
  const one = await enquiries.begin({ facts: PRIORITISED });
  const send = async (input: CaseInput): Promise<void> => {
    await settled(one);
    await enquiries.send(one, input);
  };
  await send({ do: 'assign', by: MANAGER, to: OFFICER.id, toRole: 'officer' });
  for (const check of CHECKS) await send({ do: 'recordCheck', by: OFFICER, check, result: 'nothing_found' });
  await settled(one);
  await enquiries.forwardTo(one, afterLadder(one, 'BRA-D2'));
  await send({ do: 'raiseConcern', by: OFFICER, kind: 'welfare', immediate: false, note: 't1' });
  await send({ do: 'acknowledgeConcern', by: DSL, spokenTo: 't2' });
  await send({ do: 'resolveConcern', by: DSL, reason: 't3' });
  await send({ do: 'decideOutcome', by: MANAGER, outcome: 'on_roll_not_attending' });
  await eventually(
    () => liveOf(one),
    ({ resting }) => resting,
  );
  await settled(one);
  return one;
}
