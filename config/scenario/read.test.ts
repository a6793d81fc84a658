import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { CaseInput } from '../../domain/inputs.js';
import { printProblem } from '../yamlProblems.js';
import { readScenario } from './read.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REFERRAL = `policy: bradford
referral:
  receivedAt: 2026-12-21T10:12
  referrer: { kind: school, email: office@oak.example }
  child: { givenName: Aisha, familyName: K, dateOfBirth: 2015-05-04, upn: A123 }
`;

function read(text: string, name = 'scenario.yaml') {
  const file = join(folder, name);
  writeFileSync(file, text);
  return readScenario(file);
}

/** What is wrong, as `line:column path: message`. */
function problems(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.problems.map((problem) => printProblem({ ...problem, file: '' }).slice(1));
}

function inputs(text: string): CaseInput[] {
  const result = read(text);
  if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.scenario.played.flatMap((item) => ('input' in item ? [item.input] : []));
}

describe('times', () => {
  const timed = (at: string) => {
    const result = read(`${REFERRAL}inputs: [{ at: ${at}, do: note, by: officer-a, text: t }]`);
    return result.ok ? result.scenario.played[1]?.at : result.problems[0]?.message;
  };

  test('are London wall time unless they carry an offset', () => {
    expect(timed('2027-07-01T10:00')).toBe('2027-07-01T09:00:00Z');
    expect(timed('2027-07-01T10:00:30Z')).toBe('2027-07-01T10:00:30Z');
    expect(timed('2027-07-01T10:00+05:30')).toBe('2027-07-01T04:30:00Z');
  });

  test('that occur twice mean the first; that do not exist are malformed', () => {
    expect(timed('2027-10-31T01:30')).toBe('2027-10-31T00:30:00Z');
    expect(timed('2027-10-31T01:30+00:00')).toBe('2027-10-31T01:30:00Z');
    expect(timed('2027-03-28T01:30')).toMatch('does not exist in Europe/London');
    for (const none of ['2027-02-29T10:00', '2027-02-01', '2027-02-01T24:00', '2027-02-01T10:00:00.5', 'tomorrow'])
      expect(timed(none)).toMatch('expected a time');
  });
});

describe('a notice', () => {
  test('is one of those that the policy has', () => {
    const served = (notice: string) =>
      problems(
        `${REFERRAL}inputs: [{ at: 2026-12-22T10:00, do: serveNotice, by: officer-a, notice: ${notice}, method: hand, servedOn: 2026-12-22 }]`,
      );
    expect(served('s437')).toEqual([]);
    expect(served('s439')).toEqual([expect.stringMatching(/inputs\[0\]\.notice: expected "s437" or "s438"$/)]);
  });
});

describe('people', () => {
  test('act in the role before the first hyphen; the system is no person and is refused when played', () => {
    const text = `${REFERRAL}inputs:\n  - { at: 2026-12-22T10:00, do: note, by: dsl-d-x, text: t }\n  - { at: 2026-12-22T10:00, do: note, by: system, text: t }`;
    expect(inputs(text).slice(1)).toMatchObject([{ by: { id: 'dsl-d-x', role: 'dsl' } }, { by: { id: 'system' } }]);
    expect(problems(`${REFERRAL}inputs: [{ at: 2026-12-22T10:00, do: note, by: chief-a, text: t }]`)[0]).toMatch(
      'expected a person',
    );
  });
});

describe('referrers', () => {
  test.each([
    ['{ kind: school, email: a@b.example, phone: "1" }', { kind: 'school', reply: 'email', verified: true }],
    ['{ kind: professional, phone: "1" }', { kind: 'professional', reply: 'sms', verified: false }],
    ['{ kind: public, email: a@b.example }', { kind: 'public', reply: 'email', verified: false }],
    ['{ kind: anonymous, email: a@b.example }', { kind: 'anonymous', reply: null, verified: false }],
    ['{ kind: public, name: N }', { kind: 'public', reply: null, verified: false }],
  ])('%s', (written, expected) => {
    expect(inputs(REFERRAL.replace('{ kind: school, email: office@oak.example }', written))).toMatchObject([
      { referral: { referrer: expected } },
    ]);
  });
});

describe('a further referral', () => {
  const match = (child: string) =>
    inputs(
      `${REFERRAL}inputs:\n  - { at: 2026-12-22T10:00, do: referral, referral: { referrer: { kind: public }, child: ${child}, facts: {} } }`,
    )[1];

  test('is of the same UPN, of a similar child, or of another', () => {
    expect(match('{ upn: "a 123" }')).toMatchObject({ match: 'same_upn' });
    expect(match('{ givenName: Aisha, familyName: K, dateOfBirth: 2015-05-04 }')).toMatchObject({ match: 'similar' });
    expect(match('{ givenName: Tom, familyName: Reed, dateOfBirth: 2010-01-01 }')).not.toHaveProperty('match');
  });
});

describe('what is wrong', () => {
  test('is said at once, each with its line, column and path', () => {
    const found = problems(`policy: bradford
colour: red
referral:
  receivedAt: 2026-12-21T10:12
  form: BRA-F9
  referrer: { kind: scool }
  child: { dateOfBirth: 2015-02-30, hat: 1 }
  facts: { cp_plans: true, social_worker: yes, csa: true, __proto__: true }
inputs:
  - { at: 2027-01-02T01:30, do: dance, by: officer-a }
  - { at: 2026-12-20T01:30, do: recordCheck, by: officer-a, check: BRA-C1, result: maybe, wrong: 1 }
  - { at: 2026-12-29T01:30, do: recordFact, by: officer-a, fact: first_absence, value: 2026-13-01 }
  - 5
changes:
  - { at: 2026-12-29T01:30, addBankHoliday: 2027-02-29 }
  - { at: 2026-12-29T01:30 }
until: 2027-01-01
`);
    expect(found.map((problem) => problem.split(': ')[0])).toEqual([
      '2:1',
      '5:9',
      '6:21',
      '7:25',
      '7:37',
      '8:12',
      '8:28',
      '8:48',
      '8:59',
      '10:11',
      '10:33',
      '11:11',
      '11:84',
      '11:91',
      '12:88',
      '13:5',
      '15:45',
      '16:5',
    ]);
  });

  test.each(['', '5', '[[[', 'a: 1\na: 2', '&a [*a]', '['.repeat(50_000)])(
    'a file that is no scenario is malformed',
    (text) => {
      expect(problems(text).length).toBeGreaterThan(0);
    },
  );

  test('a policy, a calendar and a file that nobody knows', () => {
    expect(problems(REFERRAL.replace('bradford', 'leeds'))[0]).toMatch('1:9: policy: no pack has this name');
    expect(problems(`${REFERRAL}calendars: { school: nowhere }`)[0]).toMatch('no calendar nowhere is known');
    expect(problems(`${REFERRAL}changes: [{ at: 2026-12-22T10:00, loadCalendar: none.yaml }]`)[0]).toMatch(
      'there is no such file',
    );
    expect(readScenario(join(folder, 'none.yaml'))).toMatchObject({ ok: false });
  });

  test('a birth in the future, and an end before the beginning', () => {
    expect(problems(REFERRAL.replace('2015-05-04', '2027-05-04'))[0]).toMatch('referral.child.dateOfBirth');
    expect(problems(`${REFERRAL}until: 2026-12-20`)[0]).toMatch('until: expected a time after');
  });
});

test('JSON is read as YAML is, and expect is left alone', () => {
  const json = {
    policy: 'bradford',
    referral: { receivedAt: '2026-12-21T10:12', referrer: { kind: 'public' }, child: {} },
    expect: { status: 'x' },
  };
  const result = read(JSON.stringify(json), 'scenario.json');
  expect(result).toMatchObject({ ok: true, scenario: { expect: { status: 'x' }, receivedAt: '2026-12-21T10:12:00Z' } });
});
