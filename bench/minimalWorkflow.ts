/** The least a durable workflow of this kind can be: what Rollcall's own is compared with. Runs in the workflow sandbox. */
import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';

export const touchUpdate = defineUpdate<number, [string]>('touch');

export interface MinimalActivities {
  note: (what: string) => Promise<void>;
}

const options = { startToCloseTimeout: 10_000 };
const local = proxyLocalActivities<MinimalActivities>(options);
const ordinary = proxyActivities<MinimalActivities>(options);
const status = defineSearchAttributeKey('CaseStatus', 'KEYWORD');

/** Takes updates for ever; after each a search attribute is set and one empty activity runs. */
export async function minimalWorkflow(record: 'local' | 'ordinary'): Promise<void> {
  let touched = 0;
  let done = 0;
  setHandler(touchUpdate, () => (touched += 1));
  for (;;) {
    await condition(() => touched > done);
    done = touched;
    upsertSearchAttributes([{ key: status, value: 'open' }]);
    await (record === 'local' ? local : ordinary).note('touched');
  }
}

/** Sleeps until an instant (milliseconds of the clock), then runs one activity. */
export async function sleeperWorkflow(id: string, dueAt: number): Promise<void> {
  await sleep(Math.max(dueAt - Date.now(), 1));
  await ordinary.note(id);
}
