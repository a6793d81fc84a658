import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, Worker, type WorkflowBundle } from '@temporalio/worker';
import { connectTestTemporal, uniqueTaskQueue, type TestTemporal } from '../../tests/support/temporal.js';
import { clockOf, fastForward, FastForwardFailed, fastForwardTo } from './fastForward.js';

const dayMs = 86_400_000;
let temporal: TestTemporal;
let bundle: WorkflowBundle;
let running: { worker: Worker; done: Promise<void>; noted: string[]; taskQueue: string };
let handle: WorkflowHandle;

beforeAll(async () => {
  temporal = await connectTestTemporal();
  bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../tests/support/sleeperWorkflow.ts', import.meta.url)),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
    }),
  });
  const taskQueue = uniqueTaskQueue('sleeper');
  const noted: string[] = [];
  const worker = await Worker.create({
    connection: temporal.native,
    taskQueue,
    workflowBundle: bundle,
    activities: { note: (what: string) => Promise.resolve(noted.push(what)) },
  });
  running = { worker, done: worker.run(), noted, taskQueue };
});

afterEach(() => handle.terminate().catch(() => undefined));

afterAll(async () => {
  running.worker.shutdown();
  await running.done;
  await temporal.close();
});

async function start(days: number, renewAfter?: number): Promise<{ workflowId: string; startedAt: number }> {
  const workflowId = uniqueTaskQueue('sleeper');
  handle = await temporal.client.workflow.start('sleeperWorkflow', {
    taskQueue: running.taskQueue,
    workflowId,
    args: [days, renewAfter],
  });
  return { workflowId, startedAt: (await handle.describe()).startTime.getTime() };
}

const seen = async () => (await handle.query<string[]>('seen')).map((at) => new Date(at).getTime());
const nextWake = async () => {
  const at = await handle.query<string | null>('nextWake');
  return at === null ? undefined : new Date(at);
};

/** Each wake a day after the one before, and late by what the activities took in real time at most. */
function expectDaily(wakes: readonly number[], startedAt: number): void {
  wakes.forEach((at, index) => {
    const late = at - (wakes[index - 1] ?? startedAt) - dayMs;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
  });
}

describe('fastForward', () => {
  test('fires every timer on the way at its own time, and the case goes on from the new time', async () => {
    const { workflowId, startedAt } = await start(400);
    running.noted.length = 0;
    const now = await fastForward(temporal.client, { workflowId, seconds: 5.5 * 86_400 });
    expect(now.getTime() - startedAt).toBeGreaterThanOrEqual(5.5 * dayMs);
    expectDaily(await seen(), startedAt);
    expect(running.noted).toEqual(['day 1', 'day 2', 'day 3', 'day 4', 'day 5']);

    const told: string = await handle.executeUpdate('tell', { args: ['hello'] });
    expect(new Date(told).getTime()).toBeGreaterThanOrEqual(now.getTime());
    const clock = await clockOf(temporal.client, workflowId);
    expect(clock.getTime() - new Date(told).getTime()).toBeLessThan(60_000);

    await fastForward(temporal.client, { workflowId, seconds: 86_400 });
    expect(await seen()).toHaveLength(6);
    await handle.executeUpdate('tell', { args: ['end'] });
  });

  test('a case that has ended is not moved', async () => {
    const { workflowId } = await start(400);
    await handle.terminate();
    await expect(fastForward(temporal.client, { workflowId, seconds: 60 })).rejects.toThrow(FastForwardFailed);
  });
});

describe('fastForwardTo', () => {
  test('inputs on the way do not make the case jump over a wake', async () => {
    const { workflowId, startedAt } = await start(400);
    const to = new Date(startedAt + 30.5 * dayMs);
    const state = { over: false, told: 0 };
    const going = fastForwardTo(temporal.client, { workflowId, to, nextWake }).finally(() => (state.over = true));
    while (!state.over) {
      await handle.executeUpdate('tell', { args: ['hello'] });
      state.told++;
      await delay(20);
    }
    expect((await going).getTime()).toBeGreaterThanOrEqual(to.getTime());
    expect(state.told).toBeGreaterThan(10);
    const wakes = await seen();
    expect(wakes).toHaveLength(30);
    expectDaily(wakes, startedAt);
  });

  test('goes through runs that continue as new', async () => {
    const { workflowId, startedAt } = await start(400, 4);
    await fastForwardTo(temporal.client, { workflowId, to: new Date(startedAt + 10.5 * dayMs), nextWake });
    const wakes = await seen();
    expect(wakes).toHaveLength(10);
    expectDaily(wakes, startedAt);
  });

  test('an instant in the past of the case changes nothing; one without a wake is reached in one step', async () => {
    const { workflowId, startedAt } = await start(0);
    const there = new Date(startedAt + 100 * dayMs);
    const now = await fastForwardTo(temporal.client, { workflowId, to: there, nextWake });
    expect(now.getTime()).toBeGreaterThanOrEqual(there.getTime());
    const again = await fastForwardTo(temporal.client, { workflowId, to: new Date(startedAt), nextWake });
    expect(again.getTime() - now.getTime()).toBeLessThan(60_000);
  });
});
