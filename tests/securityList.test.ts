import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const list = readFileSync(join(root, 'docs/security.md'), 'utf8');

test('every test and every file that the security list names is there', () => {
  const named = [...list.matchAll(/`([\w/.]+\/[\w.]+\.(?:ts|md))`/g)].map(([, path]) => path ?? '');
  expect(named.filter((path) => path.endsWith('.test.ts')).length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('no row of the list claims something without a proof, but for those that say so', () => {
  const [done = ''] = list.split("## The platform's job");
  const rows = done.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| |'));
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) if (!/^\|\s*-|^\| \| where/.test(row)) expect(row).toContain('.test.ts`');
});
