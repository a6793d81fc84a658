import {
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

/** A small stand-in for a case: wakes once a day, does something real at each wake, and takes inputs all the while. */
const { note } = proxyActivities<{ note(what: string): Promise<string> }>({ startToCloseTimeout: '30s' });

export const tellUpdate = defineUpdate<string, [string]>('tell');
export const seenQuery = defineQuery<string[]>('seen');
export const nextWakeQuery = defineQuery<string | undefined>('nextWake');

export async function sleeperWorkflow(days: number, renewAfter = Infinity, before: string[] = []): Promise<string[]> {
  const state: { seen: string[]; told: number; ended: boolean; wake: Date | undefined } = {
    seen: before,
    told: 0,
    ended: false,
    wake: undefined,
  };
  setHandler(tellUpdate, (what) => {
    state.told++;
    state.ended ||= what === 'end';
    return new Date().toISOString();
  });
  setHandler(seenQuery, () => state.seen);
  setHandler(nextWakeQuery, () => state.wake?.toISOString());

  const first = state.seen.length + 1;
  for (let day = first; day <= days && !state.ended; day++) {
    if (day - first === renewAfter) await continueAsNew<typeof sleeperWorkflow>(days, renewAfter, state.seen);
    state.wake = new Date(Date.now() + 86_400_000);
    await sleep(86_400_000);
    const woke = new Date().toISOString();
    await note(`day ${day}`);
    state.seen.push(woke);
  }
  state.wake = undefined;
  await condition(() => state.ended);
  return state.seen;
}
