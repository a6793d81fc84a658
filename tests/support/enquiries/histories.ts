import type { Client, WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** A history as it is saved: what `Worker.runReplayHistory` takes. */
export interface SavedHistory {
  events: { eventType: string; workflowExecutionStartedEventAttributes?: { continuedExecutionRunId?: string } }[];
}

/** The history of a run, as plain JSON. */
export async function historyOf(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<SavedHistory> {
  return JSON.parse(historyToJSON(await handle.fetchHistory())) as SavedHistory;
}

/** The kinds of the events of a run, in order: `TIMER_STARTED`. */
export async function eventNames(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<string[]> {
  return (await historyOf(handle)).events.map((event) => event.eventType.replace(/^EVENT_TYPE_/, ''));
}

/** How many events of each kind a case's runs have, and `all` of them: of the latest run, or of every one. */
export async function eventCounts(
  handle: Pick<WorkflowHandle, 'fetchHistory'>,
  client?: Client,
  workflowId?: string,
): Promise<Record<string, number>> {
  const names =
    client === undefined || workflowId === undefined ? await eventNames(handle) : await everyRun(client, workflowId);
  const counts: Record<string, number> = { all: names.length };
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function everyRun(client: Client, workflowId: string): Promise<string[]> {
  const names: string[] = [];
  for (const runId of await runsOf(client, workflowId))
    names.push(...(await eventNames(client.workflow.getHandle(workflowId, runId))));
  return names;
}

/** The runs of a case, the first one first, found from each to the one before. */
export async function runsOf(client: Client, workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  let runId: string | undefined = (await client.workflow.getHandle(workflowId).describe()).runId;
  while (runId !== undefined && runId !== '') {
    runs.unshift(runId);
    const { events } = await historyOf(client.workflow.getHandle(workflowId, runId));
    runId = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  }
  return runs;
}
