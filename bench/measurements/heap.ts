import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client, type Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createDataConverter } from '../../codec/dataConverter.js';
import { createKeyring } from '../../codec/keyring.js';
import { simulate } from '../../domain/simulate.js';
import { loadOrBuildBundle } from '../../worker/bundle.js';
import { ENQUIRY_WORKFLOW, getEnquiryQuery, type EnquiryStart } from '../../workflows/messages.js';
import { bundleMinimal } from '../minimal.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { endAll } from '../endAll.js';
import { atOnce } from '../statistics.js';
import { figure, type Row } from '../table.js';

const CASES = 150;
/** The first few bring what all share. */
const WARM_UP = 20;
const AT_ONCE = 20;
const MOST_BYTES = 100 * 1_024;
const KEY = 'bench:dGVzdC1rZXktZm9yLXNhdmVkLWhpc3Rvcmllcy0wMDE=';

/** The heap that a worker keeps for a case between its tasks: the case in its second week, all its checks recorded. */
export async function measureHeap(connection: Connection, native: NativeConnection): Promise<Row[]> {
  const { world, played } = playOf(scenarioNamed('bradford-typical'));
  const { state } = simulate({ world, played, until: '2026-12-15T12:00:00Z' });
  const start = (n: number): EnquiryStart => ({ authority: 'bradford', caseId: `heap-${n}`, ...world, state });
  const ours = await heapOf(connection, native, {
    workflowBundle: await loadOrBuildBundle(),
    dataConverter: createDataConverter(createKeyring(KEY)),
    type: ENQUIRY_WORKFLOW,
    args: (n) => [start(n)],
    query: getEnquiryQuery.name,
  });
  const theirs = await heapOf(connection, native, {
    workflowBundle: await bundleMinimal(),
    dataConverter: {},
    type: 'minimalWorkflow',
    args: () => ['local'],
    query: '__stack_trace',
  });
  return [
    {
      what: 'heap of a cached case',
      seen: `${figure(ours / 1_024)} KB`,
      against: `${figure(theirs / 1_024)} KB`,
      ratio: ours / theirs,
      target: { words: `at most ${MOST_BYTES / 1_024} KB`, holds: ours <= MOST_BYTES },
    },
  ];
}

interface Cached {
  workflowBundle: { code: string };
  dataConverter: DataConverter;
  type: string;
  args: (n: number) => unknown[];
  /** Answered by a cached workflow: each has had its first task by then. */
  query: string;
}

async function heapOf(connection: Connection, native: NativeConnection, cached: Cached): Promise<number> {
  const { workflowBundle, dataConverter, type, args, query } = cached;
  const client = new Client({ connection, dataConverter });
  const taskQueue = `heap-${type}`;
  const nothing = (): Promise<void> => Promise.resolve();
  const options: WorkerOptions = {
    ...{ connection: native, taskQueue, workflowBundle, dataConverter, maxCachedWorkflows: 2 * CASES },
    // In this thread, whose heap can be asked for; a worker thread's cannot.
    debugMode: true,
    activities: { recordEvents: nothing, note: nothing },
    shutdownGraceTime: 1_000,
  };
  const worker = await Worker.create(options);
  const running = worker.run();
  const ids: string[] = [];
  const begin = (many: number): Promise<void> =>
    atOnce(AT_ONCE, Array.from({ length: many }), async () => {
      const n = ids.push('');
      const workflowId = `${taskQueue}-${n}`;
      ids[n - 1] = workflowId;
      const handle = await client.workflow.start(type, { workflowId, taskQueue, args: args(n) });
      await handle.query(query);
    });
  await begin(WARM_UP);
  const before = await settledHeap();
  await begin(CASES);
  const after = await settledHeap();
  await endAll(client, ids);
  worker.shutdown();
  await running;
  return (after - before) / CASES;
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes in use after everything unused is collected. */
async function settledHeap(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise((done) => setTimeout(done, 100));
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  }
  return process.memoryUsage().heapUsed;
}
