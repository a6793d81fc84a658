import { describe, expect, test } from '@jest/globals';
import { createLane, LaneFull } from './lane.js';

/** A piece of work that ends when it is told to. */
function work() {
  let end: () => void = () => undefined;
  let begun = false;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    run: async () => {
      begun = true;
      await ended;
      return 'done';
    },
    end: () => end(),
    get begun() {
      return begun;
    },
  };
}

describe('a lane', () => {
  test('lets so many in at once and the others in the order in which they came', async () => {
    const lane = createLane({ atOnce: 1, waitMs: 60_000 });
    const [first, second, third] = [work(), work(), work()];
    const runs = [first, second, third].map((one) => lane.run(one.run));
    await Promise.resolve();
    expect([first.begun, second.begun, third.begun]).toEqual([true, false, false]);
    first.end();
    await runs[0];
    await Promise.resolve();
    expect([second.begun, third.begun]).toEqual([true, false]);
    second.end();
    third.end();
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  });

  test('a failure gives its place back', async () => {
    const lane = createLane({ atOnce: 1, waitMs: 60_000 });
    await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lane.run(() => Promise.resolve(1))).resolves.toBe(1);
  });

  test('who waits too long is told, and its work is never begun', async () => {
    const lane = createLane({ atOnce: 1, waitMs: 20 });
    const [first, second] = [work(), work()];
    const run = lane.run(first.run);
    await expect(lane.run(second.run)).rejects.toBeInstanceOf(LaneFull);
    first.end();
    await run;
    expect(second.begun).toBe(false);
    await expect(lane.run(() => Promise.resolve(2))).resolves.toBe(2);
  });
});
