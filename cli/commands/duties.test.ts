import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { useApi } from '../../tests/support/api/apiHarness.js';
import { registerDuties } from './duties.js';

const api = useApi({ worker: false, now: () => '2026-12-21T09:30:00Z' });
let server: Server;
let url = '';
beforeAll(async () => {
  server = createServer(api().app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));
afterEach(() => void (process.exitCode = undefined));

/** What the command prints, on either stream. */
async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
      printed.push(String(text));
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    }),
  );
  try {
    const program = new Command().exitOverride();
    registerDuties(program);
    await program.parseAsync(['duties', ...args, '--url', url, '--token', api().token('manager', 'luton')], {
      from: 'user',
    });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return printed.join('');
}

describe('rollcall duties', () => {
  test('lists what is owed: dated, not dated, and at all times', async () => {
    const text = await run();
    expect(text).toContain('With a date\n');
    expect(text).toContain(
      'LUT-R3  Monthly service performance report (§7)\n      every month, by the manager; next due 2027-01-01',
    );
    expect(text).toMatch(/Not dated: set one with `rollcall duties plan`\n {2}LUT-R4/);
    expect(text).toMatch(/At all times\n {2}LUT-Y1/);
  });

  test('plans an undated duty, and records what was done', async () => {
    expect(await run('plan', 'LUT-R4', '--every', '3-month', '--first', '2026-12-30', '--for', 'senior')).toContain(
      'every 3 months, by the senior; next due 2026-12-30: the first day, 2026-12-30\n      open  2026-12-30, due 2026-12-30',
    );
    expect(await run('done', 'LUT-R4', '--note', 'Figures sent', '--on', '2026-12-18')).toBe(
      'LUT-R4, due on 2026-12-30, is recorded as done.\n',
    );
    expect(await run('done', 'LUT-R4', '--note', 'Once more')).toContain(
      'An open occurrence of LUT-R4 was not found (not_found)',
    );
    expect(process.exitCode).toBe(2);
    expect(await run('not-needed', 'NAT-RETURN', '--reason', 'Joined')).toContain('(not_found)');
  });
});
