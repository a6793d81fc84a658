import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createKeyring } from '../../../codec/keyring.js';
import { createPayloadCodec } from '../../../codec/payloadCodec.js';
import { TEST_KEYS } from './harness.js';

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

/** What the payloads of a saved history hold, decrypted with the tests' key, as text. */
export async function decodedTexts(saved: unknown): Promise<string[]> {
  const codec = createPayloadCodec(createKeyring(TEST_KEYS));
  const decoded = await codec.decode(payloadsIn(saved));
  return decoded.map(({ data }) => Buffer.from(data ?? []).toString('utf8'));
}

/** Payloads as JSON holds them: bytes in base64. */
function payloadsIn(value: unknown): Payload[] {
  if (Array.isArray(value)) return value.flatMap(payloadsIn);
  if (typeof value !== 'object' || value === null) return [];
  const metadata: unknown = Reflect.get(value, 'metadata');
  const data: unknown = Reflect.get(value, 'data');
  if (typeof data === 'string' && typeof metadata === 'object' && metadata !== null) {
    const entries: [string, unknown][] = Object.entries(metadata);
    const bytes = entries.map(([name, text]): [string, Uint8Array] => [name, Buffer.from(String(text), 'base64')]);
    return [{ metadata: Object.fromEntries(bytes), data: Buffer.from(data, 'base64') }];
  }
  return Object.values(value).flatMap(payloadsIn);
}
