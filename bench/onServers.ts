/** The measurements that need PostgreSQL and Temporal, on servers of their own. */
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { installRuntime } from '../worker/runtime.js';
import { measureBurst } from './measurements/burst.js';
import { measureHeap } from './measurements/heap.js';
import { measureHistory } from './measurements/history.js';
import { measurePages } from './measurements/pages.js';
import { letGoOfSeeded, measureRegister } from './measurements/register.js';
import { measureReports } from './measurements/reports.js';
import { measureThroughput } from './measurements/throughput.js';
import { startMinimal } from './minimal.js';
import { startRollcall } from './rollcall.js';
import { startServers, type Servers } from './servers.js';
import type { Row } from './table.js';

export type ServerMeasurement = 'history' | 'heap' | 'register' | 'pages' | 'reports' | 'throughput' | 'burst';

/** Runs one of them and takes its rows, where it is asked for. */
export type Step = (name: ServerMeasurement, run: () => Promise<Row[]>) => Promise<void>;

/** @param cases how many the register is filled with. */
export async function measureOnServers(step: Step, cases: number): Promise<void> {
  installRuntime({ info: () => undefined, warn: () => undefined, error: () => undefined });
  const servers = await startServers();
  try {
    await measureAll(servers, step, cases);
  } finally {
    await servers.stop();
  }
}

async function measureAll({ databaseUrl, temporalAddress }: Servers, step: Step, cases: number): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress });
  const native = await NativeConnection.connect({ address: temporalAddress });
  await step('history', () => measureHistory(temporalAddress));
  await step('heap', () => measureHeap(connection, native));
  let told: ((id: string) => void) | undefined;
  const rollcall = await startRollcall(databaseUrl, connection, native);
  const minimal = await startMinimal(connection, native, (what) => {
    told?.(what);
    return Promise.resolve();
  });
  await step('register', () => measureRegister(databaseUrl, cases));
  await step('pages', () => measurePages(databaseUrl, rollcall.client, cases));
  await step('reports', () => measureReports(databaseUrl, rollcall.client, cases));
  await letGoOfSeeded();
  await step('throughput', () => measureThroughput(rollcall, minimal));
  await step('burst', () => measureBurst(rollcall, minimal, { listen: (listener) => (told = listener) }));
  await minimal.stop();
  await rollcall.stop();
  await native.close();
  await connection.close();
}
