import { condition, defineQuery, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** A small stand-in for a case: wakes, does something real at each wake, and takes inputs all the while. */
const { note } = proxyActivities<{ note(what: string): Promise<string> }>({ startToCloseTimeout: '30s' });

export const tellUpdate = defineUpdate<string, [string]>('tell', {});
export const seenQuery = defineQuery<string[]>('seen');

export async function sleeperWorkflow(days: number): Promise<string[]> {
  const seen: string[] = [];
  const state = { ended: false };
  setHandler(tellUpdate, (what) => {
    seen.push(`${new Date().toISOString()} ${what}`);
    state.ended ||= what === 'end';
    return new Date().toISOString();
  });
  setHandler(seenQuery, () => seen);
  for (let day = 1; day <= days && !state.ended; day++) {
    await sleep('1 day');
    seen.push(`${new Date().toISOString()} wake ${day}, ${await note(`day ${day}`)}`);
  }
  await condition(() => state.ended);
  return seen;
}
