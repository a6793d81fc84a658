import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readScenario } from './read.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-every-problem-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is wrong, as `line:column path message`. */
function problems(text: string): string[] {
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, text);
  const read = readScenario(file);
  return read.ok ? [] : read.problems.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`);
}

const SPOILT = `policy: bradford@9
calendars: { school: nowhere }
referral:
  receivedAt: 2027-03-28T01:30
  referrer: { kind: headteacher, email: nonsense }
  child: { dateOfBirth: 2030-01-01, age: 3 }
  facts: { cp_plann: true, cp_plan: maybe, constructor: 1 }
inputs:
  - { at: 2026-12-29T11:00, do: recordChek, by: officer-a }
  - { at: 2026-12-29T11:00, do: recordCheck, by: boss-a, check: BRA-C1, result: found }
  - { at: 2027-01-01, do: note, by: officer-a, text: t }
  - 3
changes:
  - { at: 2027-03-22T09:00, addBankHoliday: 2027-02-30 }
  - { at: 2027-03-22T09:00, addBankHoliday: 2027-04-02, addClosureDay: 2027-04-02 }
  - { at: 2027-03-22T09:00, loadCalendar: none.yaml }
until: 2026-12-01
colour: red
`;

test('a file wrong in every part: every problem at once, in the order of the file, each with its place', () => {
  const found = problems(SPOILT);
  const expected = [
    /^1:9 policy there is no version 9/,
    /^2:22 calendars.school no calendar nowhere is known/,
    /^4:15 referral.receivedAt .* does not exist in Europe\/London/,
    /^5:21 referral.referrer.kind expected "school"/,
    /^5:41 referral.referrer.email expected an e-mail address/,
    /^6:37 referral.child.age this field is not known here/,
    /^7:12 referral.facts.cp_plann there is no fact/,
    /^7:28 referral.facts.cp_plan expected true or false/,
    /^7:44 referral.facts.constructor there is no fact/,
    /^9:11 inputs\[0\].at expected a time at or before until/,
    /^9:33 inputs\[0\].do expected one of acceptReferral/,
    /^10:11 inputs\[1\].at expected a time at or before until/,
    /^10:50 inputs\[1\].by expected a person/,
    /^10:81 inputs\[1\].result expected "information_found"/,
    /^11:11 inputs\[2\].at expected a time/,
    /^12:5 inputs\[3\] expected a group of fields/,
    /^14:11 changes\[0\].at expected a time at or before until/,
    /^14:45 changes\[0\].addBankHoliday expected a date that exists/,
    /^15:5 changes\[1\] expected one change/,
    /^15:11 changes\[1\].at/,
    /^16:11 changes\[2\].at/,
    /^16:43 changes\[2\].loadCalendar there is no such file/,
    /^18:1 colour this field is not known here/,
  ];
  expect(found).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
});

const REFERRAL =
  'policy: bradford\nreferral: { receivedAt: 2026-12-21T10:12, referrer: { kind: public }, child: {} }\n';

test.each([
  ['until: 9999-12-31', '3:8 until expected a time of the years 2020 to 2045, whose clock changes are known'],
  ['until: 1999-01-01T10:00Z', '3:8 until expected a time of the years 2020 to 2045, whose clock changes are known'],
  ['until: 2026-12-20', '3:8 until expected a time after the referral is received'],
  [
    'inputs: [{ at: 2026-12-22T10:00, do: recordFact, by: officer-a, fact: first_absence, value: 2206-01-01 }]',
    '3:93 inputs[0].value expected a date that exists, such as 2026-12-21: first missed school day',
  ],
  [
    'inputs: [{ at: 2026-12-22T10:00, do: overrideGate, by: manager-a, action: closing, second: manager-b, reason: r }]',
    '3:75 inputs[0].action expected inactive, close, roll_removal, next_step or outcome: with an outcome',
  ],
  [
    'changes: [{ at: 2026-12-22T10:00, addNonPupilDay: { school: r99, date: 2027-01-05 } }]',
    '3:61 changes[0].addNonPupilDay.school no calendar r99 is known: expected r26',
  ],
])('%s is malformed', (line, problem) => {
  expect(problems(`${REFERRAL}${line}\n`)).toEqual([problem]);
});

test('expect is for policy test: whatever stands there, the scenario is played', () => {
  expect(problems(`${REFERRAL}expect: { nonsense: [1, { at: never }] }\n`)).toEqual([]);
});
