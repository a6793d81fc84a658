import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { YamlProblems } from '../yamlProblems.js';
import { loadPack } from './load.js';
import { packSchema } from './schema.js';

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'pack-')), 'test.yaml');
  writeFileSync(path, text);
  return path;
}

/** What is wrong with a pack, as `line:column path: message`. */
function problems(text: string): string[] {
  try {
    loadPack(file(text));
    return [];
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return error.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
}

const HEAD = `pack: test
version: 2
title: A test
effectiveFrom: 2026-09-01
extends: national
scope: { id: TST-SC1, title: Scope, source: §1, in: csa }
`;

describe('a pack that uses the whole language', () => {
  const { policy, details } = loadPack(
    file(`${HEAD}
conditions:
  absent: { any: [{ known: first_absence }, { past: expected_return }] }
facts:
  - { id: ferry_line, title: Comes by ferry, source: §2, type: boolean, setBy: [referral, person] }
clocks:
  - { id: absence, title: Leave cases count from the return, source: §4, clock: { firstOf: [expected_return, first_absence] } }
category: { id: TST-SC3, title: Group, source: §3, fact: cme_category }
triage:
  id: TST-T1
  title: Refer
  source: §4
  level: refer
  otherwise: standard
  criteria:
    - { id: TST-T1a, title: Crime, source: §4, when: crime_suspected }
    - { id: TST-T1b, title: Plan, source: §4, when: cp_plan }
deadlines:
  - { id: TST-D3, title: Refer by day 11, source: §4, amount: 11, unit: school_day, mode: inclusive, actor: school, clock: absence, met: { referral: true } }
  - id: TST-D7
    title: Weekly search
    source: §5
    amount: 1
    unit: week
    mode: after
    actor: authority
    clock: referral_received
    recurring: true
    hour: '17:00'
    when: absent
    met: { act: true }
    lateReferral: { amount: 2, unit: working_day, mode: after }
    shorter: [{ amount: 1, unit: calendar_day, mode: after, when: ferry_line }]
windows:
  - { id: TST-D4, title: Days 11 to 20, source: §4, opensAmount: 11, amount: 20, unit: school_day, mode: inclusive, actor: authority, clock: absence, met: { checks: required } }
earliest:
  - { id: TST-D5, title: After 20 days, source: §4, amount: 20, unit: school_day, mode: inclusive, action: ['outcome:TST-O3', roll_removal], clock: absence, unless: ferry_line }
checks:
  - { id: TST-C1, title: Visit, source: §5, need: required, actor: authority, attempts: { min: 3, distinct: true, evidence: true } }
  - { id: TST-C2, title: Harbour, source: §5, need: conditional, when: ferry_line, actor: authority, partner: 'partner:harbour', askAutomatically: true, after: [TST-C1] }
gates:
  - { id: TST-G1, title: Advice, source: §6, action: roll_removal, tests: [{ needs: { any: [located, removal_advised] } }, { periods: [TST-D5] }] }
  - { id: TST-G2, title: Suitable, source: §6, action: 'outcome:in_education', tests: [{ needs: { all: [located, suitable_education] }, why: not shown }] }
outcomes:
  - { id: TST-O3, title: Still missing, source: §7, outcome: not_traced, byIdOnly: true, effect: stays, owner: cmeo }
  - { id: TST-O5, title: Placed, source: §7, outcome: in_education, effect: closes, monitoring: { amount: 6, unit: week, mode: after } }
owner:
  initial: ewo
  handovers: [{ id: TST-X1, title: SEND cases, source: §8, when: ehcp, to: send }]
rollRemoval: { id: TST-G3, title: Advice first, source: §6, mode: la_advice_required, adviceBy: ewo }
contacts:
  - { id: 'partner:harbour', title: Harbour, source: setting, email: harbour@port.example, secure: true }
duties:
  - { id: TST-M1, title: Group meets monthly, source: §9, kind: meeting, frequency: monthly_in_term }
interpretations:
  - { rule: TST-D3, field: unit, text: days, chosen: school_day, why: A school acts }
`),
  );

  test('keeps every construct', () => {
    expect(policy.version).toBe('2');
    expect(policy.facts).toEqual({ ferry_line: { type: 'boolean' } });
    expect(policy.deadlines.find(({ id }) => id === 'TST-D3')).toEqual({
      id: 'TST-D3',
      amount: 11,
      unit: 'school_day',
      mode: 'inclusive',
      actor: 'school',
      clock: { firstOf: [{ event: 'expected_return' }, { event: 'first_absence' }] },
      met: { referral: true },
    });
    expect(policy.deadlines.find(({ id }) => id === 'TST-D7')).toMatchObject({
      hour: '17:00',
      recurring: true,
      when: {
        any: [
          { fact: 'first_absence', known: true },
          { fact: 'expected_return', past: true },
        ],
      },
      lateReferral: { amount: 2, unit: 'working_day', mode: 'after' },
      shorter: [{ amount: 1, unit: 'calendar_day', mode: 'after', when: { fact: 'ferry_line', is: true } }],
    });
    expect(policy.deadlines.find(({ id }) => id === 'TST-D4')).toMatchObject({
      opensAmount: 11,
      met: { checks: 'required' },
    });
    expect(policy.earliest.filter(({ id }) => id === 'TST-D5').map(({ action }) => action)).toEqual([
      'outcome:TST-O3',
      'roll_removal',
    ]);
    expect(policy.triage).toMatchObject({
      level: 'refer',
      when: {
        any: [
          { fact: 'crime_suspected', is: true },
          { fact: 'cp_plan', is: true },
        ],
      },
    });
    expect(policy.category).toEqual({ rule: 'TST-SC3', fact: 'cme_category' });
    expect(policy.gates.filter(({ rule }) => rule === 'TST-G1')).toHaveLength(2);
    expect(policy.outcomes).toEqual(
      expect.arrayContaining([{ id: 'TST-O3', outcome: 'not_traced', byIdOnly: true, effect: 'stays', owner: 'cmeo' }]),
    );
    expect(policy.owner).toEqual({
      initial: 'ewo',
      handovers: [{ rule: 'TST-X1', when: { fact: 'ehcp', is: true }, to: 'send' }],
    });
    expect(policy.contacts['partner:harbour']).toEqual({ secure: true });
    expect(details['TST-D3']?.readings).toEqual([{ field: 'unit', chosen: 'school_day', why: 'A school acts' }]);
    expect(details['TST-T1a']).toMatchObject({ kind: 'triage', when: { fact: 'crime_suspected', is: true } });
  });
});

describe('a pack that is wrong', () => {
  test('is told every fault of its form at once, with line and column', () => {
    expect(
      problems(`pack: Test
version: 1
title: A test
effectiveFrom: 2026-13-01
colour: red
deadlines:
  - { id: D1, title: '', amount: -1, unit: fortnight, mode: after, actor: authority, clock: [], met: {} }
`),
    ).toEqual([
      '1:7 pack: expected an id of small letters, digits and hyphens',
      '4:16 effectiveFrom: expected a date such as 2026-12-21',
      '5:1 colour: this field is not known here',
      '7:5 deadlines[0].source: is missing: expected text',
      '7:11 deadlines[0].id: expected a rule id such as BRA-D1',
      '7:22 deadlines[0].title: must not be empty',
      '7:34 deadlines[0].amount: expected 0 or more',
      expect.stringMatching(/^7:44 deadlines\[0\]\.unit: expected "working_day" or /),
      '7:93 deadlines[0].clock: expected a clock event, { laterOf: [...] } or { firstOf: [...] }',
    ]);
  });

  test('is told every reference to nothing at once', () => {
    const faults = problems(`${HEAD}
conditions: { a: b, b: { all: [a, ehcp] }, c: wings }
deadlines:
  - { id: TST-D1, title: D, source: §1, amount: 5, unit: working_day, mode: after, actor: office, clock: on_roll, when: is_tall, met: { checks: [TST-C9] } }
  - { id: TST-D1, title: D, source: §1, amount: 5, unit: working_day, mode: after, actor: authority, clock: first_absence, when: first_absence, met: {} }
checks:
  - { id: TST-C1, title: C, source: §1, need: conditional, actor: authority, partner: 'partner:moon' }
gates:
  - { id: TST-G1, title: G, source: §1, action: leave, tests: [{ condition: { fact: attendance_percent, op: '<', value: '85' } }, { evidence: [tall], revealedBy: TST-C9 }] }
messages:
  - { id: TST-N1, title: N, source: §1, on: condition, to: [mayor], purpose: notice, template: poem }
guidance:
  - { id: TST-K1, title: K, source: §1, shownAt: [breakfast, 'check:TST-C9'] }
interpretations:
  - { rule: TST-Z9, field: unit, chosen: week, why: none }
tasks:
  - { id: TST-N2, title: T, source: §1, kind: call, for: officer, on: accepted, when: a }
`);
    expect(faults.map((fault) => fault.replace(/: expected .*/, ''))).toEqual([
      '8:18 conditions.a: the condition "a" is defined by itself',
      '8:24 conditions.b: the condition "b" is defined by itself',
      '8:47 conditions.c: "wings" is no fact of the closed list, and this pack declares none of that name',
      expect.stringContaining('deadlines[0].actor: "office" is no actor'),
      '10:106 deadlines[0].clock: "on_roll" starts no clock',
      '10:121 deadlines[0].when: "is_tall" is no fact of the closed list, and this pack declares none of that name',
      expect.stringContaining('deadlines[0].met.checks[0]: "TST-C9" is no check of this pack'),
      '11:11 deadlines[1].id: "TST-D1" stands twice in this section',
      '11:130 deadlines[1].when: "first_absence" is a date',
      expect.stringContaining('deadlines[1].met'),
      expect.stringContaining('checks[0].when: is missing: a conditional check needs the condition'),
      expect.stringContaining('checks[0].partner: "partner:moon" is no role or contact'),
      expect.stringContaining('gates[0].action: "leave" is no action'),
      expect.stringContaining('gates[0].tests[0].condition.value'),
      expect.stringContaining('gates[0].tests[1].evidence[0]: "tall" is no fact'),
      expect.stringContaining('gates[0].tests[1].revealedBy: "TST-C9" is no check'),
      expect.stringContaining('messages[0].when: is missing'),
      expect.stringContaining('messages[0].to[0]: "mayor" is no role or contact'),
      expect.stringContaining('messages[0].template: "poem" is no template'),
      expect.stringContaining('guidance[0].shownAt[0]: "breakfast" is no step'),
      expect.stringContaining('guidance[0].shownAt[1]: "TST-C9" is no rule'),
      expect.stringContaining('interpretations[0].rule: "TST-Z9" is no rule'),
    ]);
  });

  test('without a scope, or declaring a fact of the closed list, is refused', () => {
    expect(problems('pack: test\nversion: 1\ntitle: A\neffectiveFrom: 2026-09-01\n')).toEqual([
      '1:1 scope: is missing: expected the scope of the authority',
    ]);
    expect(problems(`${HEAD}facts: [{ id: ehcp, title: E, source: §1, type: boolean, setBy: [person] }]\n`)).toEqual([
      '7:15 facts[0].id: "ehcp" is a fact of the closed list already',
    ]);
  });
});

describe('a scope with groups beside the definition', () => {
  const scope = (more: string) => HEAD.replace('in: csa }', `in: csa, also: [${more}] }`);

  test('takes on each of them, and names the rule of each', () => {
    const { policy, details } = loadPack(file(scope('{ id: TST-SC1a, title: Home, source: §2, when: home_educated }')));
    expect(policy.scope).toMatchObject({
      rule: 'TST-SC1',
      in: {
        any: [
          { fact: 'csa', is: true },
          { fact: 'home_educated', is: true },
        ],
      },
    });
    expect(details['TST-SC1a']).toMatchObject({ title: 'Home', source: '§2', kind: 'scope' });
  });

  test('says where a group speaks of a fact that does not exist', () => {
    expect(problems(scope('{ id: TST-SC1a, title: Home, source: §2, when: tall }'))).toEqual([
      expect.stringContaining('scope.also[0].when: "tall" is no fact of the closed list'),
    ]);
  });
});

describe('a named clock', () => {
  test('that leads back to itself is refused', () => {
    expect(
      problems(`${HEAD}clocks: [{ id: a, title: A, source: §1, clock: b }, { id: b, title: B, source: §1, clock: a }]
deadlines:
  - { id: TST-D1, title: D, source: §1, amount: 5, unit: week, mode: after, actor: authority, clock: a, met: { act: true } }
`),
    ).toEqual([expect.stringMatching(/deadlines\[0\]\.clock: the clock "a" is defined by itself$/)]);
  });
});

describe('the schema', () => {
  test('can be published as a JSON Schema', () => {
    const published = z.toJSONSchema(packSchema, { io: 'input' });
    expect(published).toMatchObject({ title: 'A policy pack of Rollcall' });
    expect(JSON.stringify(published)).toMatch(/"\$ref":"#\/\$defs\/Condition"/);
  });
});
