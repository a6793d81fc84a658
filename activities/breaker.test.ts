import { describe, expect, test } from '@jest/globals';
import { createBreaker, ServiceAway } from './breaker.js';

const answers = (): Promise<string> => Promise.resolve('yes');
const fails = (): Promise<never> => Promise.reject(new Error('refused'));
const hangs = (): Promise<never> => new Promise(() => undefined);

describe('the breaker', () => {
  test('fails at once while the service is away, then lets one call see whether it is back', async () => {
    let now = 0;
    const breaker = createBreaker({ failures: 2, tryAgainAfterMs: 1_000, withinMs: 50, now: () => now });
    await expect(breaker.run(fails)).rejects.toThrow('refused');
    await expect(breaker.run(hangs)).rejects.toThrow(ServiceAway);
    expect(breaker.isOpen).toBe(true);
    await expect(breaker.run(answers)).rejects.toThrow(ServiceAway);
    now = 1_000;
    const one = breaker.run(hangs);
    await expect(breaker.run(answers)).rejects.toThrow(ServiceAway);
    await expect(one).rejects.toThrow(ServiceAway);
    now = 3_000;
    expect(await breaker.run(answers)).toBe('yes');
    expect(await breaker.run(answers)).toBe('yes');
  });

  test('is told by others that the service is back', async () => {
    const breaker = createBreaker({ failures: 1, tryAgainAfterMs: 60_000 });
    await expect(breaker.run(fails)).rejects.toThrow('refused');
    breaker.answered();
    expect(await breaker.run(answers)).toBe('yes');
  });
});
