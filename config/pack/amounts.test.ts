import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { YamlProblems } from '../yamlProblems.js';
import { loadPack } from './load.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-amounts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsWith(deadline: string): string[] {
  const file = join(folder, 'pack.yaml');
  writeFileSync(
    file,
    `pack: anytown\nversion: 1\ntitle: t\neffectiveFrom: 2026-09-01\nscope: { id: ANY-S1, title: t, source: s, in: csa }\ndeadlines:\n  - { id: ANY-D1, title: t, source: s, actor: authority, clock: referral_received, met: { act: true }, ${deadline} }\n`,
  );
  try {
    loadPack(file);
    return [];
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

test.each([
  ['amount: 1, unit: week, mode: after, recurring: true', []],
  ['amount: 0, unit: calendar_day, mode: after', []],
  [
    'amount: 0, unit: week, mode: after, recurring: true',
    ['deadlines[0].recurring: a rule that recurs does so after a day or more'],
  ],
  [
    'amount: 6, unit: hour, mode: after, recurring: true',
    ['deadlines[0].recurring: a rule that recurs does so after a day or more'],
  ],
  [
    'amount: 0, unit: working_day, mode: inclusive',
    ['deadlines[0].amount: expected 1 or more: counted inclusively, the day of the event is day 1'],
  ],
  ['amount: 1000000, unit: year, mode: after', ['deadlines[0].amount: expected 1000 or less']],
  [`amount: 1, unit: week, mode: after, hour: '25:00'`, ['deadlines[0].hour: expected an hour such as 17:00']],
])('a deadline of %s', (deadline, problems) => {
  expect(problemsWith(deadline)).toEqual(problems);
});
