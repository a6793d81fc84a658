import type { CaseEvent } from '../../../domain/events.js';
import { enquiryWorkflowId, getEnquiryQuery, type LiveEnquiry } from '../../../workflows/messages.js';
import { AUTHORITY, eventually, type Topology } from './topology.js';

/** A case as its run holds it. */
export const liveOf = ({ client }: Pick<Topology, 'client'>, caseId: string): Promise<LiveEnquiry> =>
  client.workflow.getHandle(enquiryWorkflowId(AUTHORITY, caseId)).query(getEnquiryQuery);

/**
 * Waits until the register holds all that the case went through, and answers it.
 * @throws where the record has a gap, or differs from the case at the end of the time
 */
export async function recordOf(topology: Topology, caseId: string, withinMs = 30_000): Promise<CaseEvent[]> {
  const { register } = topology;
  const { seq } = await eventually(
    () => liveOf(topology, caseId),
    (live) => live.recordedSeq === live.seq,
    withinMs,
  );
  const events = await register.record.eventsOf(AUTHORITY, caseId);
  const missing = events.findIndex((event, index) => event.seq !== index + 1);
  if (missing !== -1) throw new Error(`The record of ${caseId} has a gap before its entry ${missing + 1}`);
  if (events.length !== seq) throw new Error(`The case is at ${seq}, its record at ${events.length}`);
  return events;
}

/** The texts of the notes that the record of a case holds, in its order. */
export async function notesOf({ register }: Topology, caseId: string, events: readonly CaseEvent[]): Promise<string[]> {
  const texts = await register.texts.ofCase(AUTHORITY, caseId);
  return events.flatMap((event) =>
    event.type === 'noteAdded' ? texts.filter(({ textId }) => textId === event.text).map(({ body }) => body) : [],
  );
}
