import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** Runs until something goes wrong of which nobody knows, in a process of its own. */
const run = (fault: string) =>
  spawnSync(
    process.execPath,
    [
      ...['--import', './tests/support/registerTypescript.js', '--input-type=module', '-e'],
      `import { runUntilStopped } from './cli/running/untilStopped.ts';
       const stop = () => Promise.resolve(console.log('stopped in order'));
       const begin = () => Promise.resolve({ fallen: new Promise(() => setInterval(() => {}, 1_000)), stop });
       process.exit(await runUntilStopped(begin, () => setTimeout(() => { ${fault} }, 10)));`,
    ],
    { cwd: root, encoding: 'utf8', timeout: 30_000 },
  );

test.each([
  ['an exception', "throw new TypeError('about Quintessa')", 'TypeError'],
  ['a rejection', "void Promise.reject(new RangeError('about Quintessa'))", 'RangeError'],
  ['something that is no error', "void Promise.reject('about Quintessa')", 'string'],
])('%s that nothing caught stops the process in order, and its words are not repeated', (_what, fault, kind) => {
  const { status, stdout, stderr } = run(fault);
  expect(stderr).toContain(`nothing caught this: ${kind}`);
  expect(stderr).not.toContain('Quintessa');
  expect(stdout).toBe('stopped in order\n');
  expect(status).toBe(1);
});
