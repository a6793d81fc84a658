/** The measurements, each against its target, as one table. `bench/README.md` says how. */
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { Command } from 'commander';
import { installRuntime } from '../worker/runtime.js';
import { measureBurst } from './measurements/burst.js';
import { measureHeap } from './measurements/heap.js';
import { measureHistory } from './measurements/history.js';
import { measureRegister } from './measurements/register.js';
import { measureGrowth, measureSimulation } from './measurements/simulation.js';
import { measureThroughput } from './measurements/throughput.js';
import { startMinimal } from './minimal.js';
import { startRollcall } from './rollcall.js';
import { startServers, type Servers } from './servers.js';
import { tableOf, type Row } from './table.js';

const NAMES = ['simulation', 'growth', 'history', 'heap', 'register', 'throughput', 'burst'] as const;
type Name = (typeof NAMES)[number];

const CASES = 20_000;
const MANY_CASES = 100_000;

const program = new Command('bench')
  .description('Measures Rollcall against its targets, and against a minimal workflow on the same server.')
  .argument('[name...]', `only these: ${NAMES.join(', ')}`)
  .option('--large', `fill the register with ${MANY_CASES} cases instead of ${CASES}`)
  .action(async (only: string[], { large }: { large?: true }) => {
    const wanted = NAMES.filter((name) => only.length === 0 || only.includes(name));
    const rows = await measure(wanted, large === true ? MANY_CASES : CASES);
    process.stdout.write(`${tableOf(rows)}\n`);
  });

async function measure(wanted: readonly Name[], cases: number): Promise<Row[]> {
  const rows: Row[] = [];
  const step = async (name: Name, run: () => Row[] | Promise<Row[]>): Promise<void> => {
    if (!wanted.includes(name)) return;
    process.stderr.write(`${name}…\n`);
    const measured = await run();
    // As they come, so that a later one that fails takes nothing along.
    process.stderr.write(`${tableOf(measured)}\n`);
    rows.push(...measured);
  };
  await step('simulation', measureSimulation);
  await step('growth', measureGrowth);
  if (wanted.every((name) => name === 'simulation' || name === 'growth')) return rows;

  installRuntime({ info: () => undefined, warn: () => undefined, error: () => undefined });
  const servers = await startServers();
  try {
    await onServers(servers, step, cases);
  } finally {
    await servers.stop();
  }
  return rows;
}

async function onServers(
  { databaseUrl, temporalAddress }: Servers,
  step: (name: Name, run: () => Promise<Row[]>) => Promise<void>,
  cases: number,
): Promise<void> {
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
  await step('throughput', () => measureThroughput(rollcall, minimal));
  await step('burst', () => measureBurst(rollcall, minimal, { listen: (listener) => (told = listener) }));
  await minimal.stop();
  await rollcall.stop();
  await native.close();
  await connection.close();
}

await program.parseAsync();
