import type { DataConverter } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';
import { inTimeOrder } from '../../domain/simulate.js';
import type { Instant } from '../../domain/time.js';
import { openStage, type Stage } from '../../cli/simulation/stage.js';
import { beginCase } from '../../cli/simulation/stagedCase.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { figure, type Row } from '../table.js';

const MOST_EVENTS = 180;
const TRIES = 5;
const plain: DataConverter = {};

/** The history of the golden case, all its runs together, with its payloads encrypted and in clear. */
export async function measureHistory(temporalAddress: string): Promise<Row[]> {
  const encrypted = await goldenOn(await openStage({ address: temporalAddress }));
  const clear = await goldenOn(await openStage({ address: temporalAddress, dataConverter: plain }));
  return [
    {
      what: 'history of the golden case, events',
      seen: figure(encrypted.events),
      target: { words: `at most ${MOST_EVENTS}`, holds: encrypted.events <= MOST_EVENTS },
    },
    {
      what: 'history of the golden case, bytes: encrypted against clear',
      seen: `${figure(encrypted.bytes / 1_024)} KB`,
      against: `${figure(clear.bytes / 1_024)} KB`,
      ratio: encrypted.bytes / clear.bytes,
    },
  ];
}

/** What the server notes down while it moves a case in time is no part of a real case. */
const OF_MOVING = /EVENT_TYPE_WORKFLOW_EXECUTION_(OPTIONS_UPDATED|TIME_SKIPPING_TRANSITIONED)/;

interface Size {
  events: number;
  bytes: number;
}

async function goldenOn(stage: Stage): Promise<Size> {
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const size = await playOnce(stage);
      if (size !== undefined) return size;
    }
    throw new Error('The golden case was never played without an input that came late');
  } finally {
    await stage.close();
  }
}

/** Undefined where an input missed its second: the case is then not the golden one. */
async function playOnce(stage: Stage): Promise<Size | undefined> {
  const { world, played, until } = playOf(scenarioNamed('golden'));
  const [first, ...rest] = inTimeOrder(played);
  if (first === undefined || !('input' in first)) throw new Error('no referral');
  const { one, sent } = await beginCase(stage, { state: null, world, before: [] }, first.input, first.at);
  try {
    if (sent.kind !== 'taken') return undefined;
    let last: Instant = first.at;
    for (const item of rest) {
      if (!('input' in item)) continue;
      await one.moveTo(item.at);
      if ((await one.send(item.input, item.at)).kind !== 'taken') return undefined;
      last = item.at;
    }
    await one.settle(until ?? last);
    return await sizeOf(stage, one.workflowId);
  } finally {
    await one.end();
  }
}

/** All runs of a workflow. */
async function sizeOf({ client }: Stage, workflowId: string): Promise<Size> {
  const total = { events: 0, bytes: 0 };
  let runId: string | undefined;
  do {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { historySize } = await handle.describe();
    const history = await handle.fetchHistory();
    const saved = z
      .object({ events: z.array(z.object({ eventType: z.string() })) })
      .parse(JSON.parse(historyToJSON(history)));
    total.events += saved.events.filter(({ eventType }) => !OF_MOVING.test(eventType)).length;
    total.bytes += historySize ?? 0;
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  } while (runId !== undefined && runId !== '');
  return total;
}
