import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { shippedPacks } from '../load.js';
import { checkPack } from './check.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = `pack: test
version: 1
title: A test
effectiveFrom: 2026-09-01
extends: national
scope:
  id: TST-SC1
  title: Scope
  source: §1
  in: csa
  rejections: [{ id: TST-J1, title: Age, source: §1, when: { not: csa }, reason: Not of age. }]
`;

/** What is found in a pack, one line each: severity, kind, rule and line. The head is eleven lines long. */
function found(text: string, head = HEAD) {
  const file = join(folder, 'test.yaml');
  writeFileSync(file, head + text);
  return checkPack(file, '2026-11-26');
}
const inShort = (text: string, head = HEAD) =>
  found(text, head).map(({ severity, kind, rule, line }) => `${severity} ${kind} ${rule} ${line}`);

const rule = (more: string) => `source: §1, actor: authority, amount: 5, unit: working_day, mode: after, ${more}`;

describe('what is wrong with the meaning of a pack', () => {
  test('nothing is found where nothing is wrong', () => expect(found('')).toEqual([]));

  test('conditions that can never be true, each once, with line and remedy', () => {
    const text = `conditions:
  both: { all: [cp_plan, { not: cp_plan }] }
deadlines:
  - { id: TST-D1, title: D, ${rule(`clock: referral_received, met: { act: true }, when: { all: [{ fact: attendance_percent, op: '<', value: 50 }, { fact: attendance_percent, op: '>', value: 85 }] }`)} }
checks:
  - { id: TST-C1, title: C, source: §1, need: conditional, actor: authority, when: both }
guidance:
  - { id: TST-K1, title: K, source: §1, shownAt: [case], when: { all: [ehcp, { not: ehcp }] } }
gates:
  - { id: TST-G1, title: G, source: §1, action: close, when: { all: [{ known: ehcp }, { not: { known: ehcp } }] }, tests: [{ needs: on_roll }] }
`;
    expect(inShort(text)).toEqual([
      'error never-true both 13',
      'error never-true TST-D1 15',
      'error never-true TST-G1 21',
      'warning never-true TST-K1 19',
    ]);
    expect(found(text)[0]).toMatchObject({
      path: 'conditions.both',
      what: '"cp_plan and not cp_plan" can never be true',
      remedy: expect.stringContaining('correct it or take the rule out'),
    });
  });

  test('what is never reached: reasons, outcomes, values, handovers, checks that wait for themselves', () => {
    expect(
      inShort(
        `category:
  id: TST-SC2
  title: Category
  source: §1
  values:
    - { id: TST-SC2a, title: A, source: §1, value: a, when: { any: [ehcp, cin] } }
    - { id: TST-SC2b, title: B, source: §1, value: b, when: { all: [ehcp, cp_plan] } }
owner:
  initial: officer
  handovers:
    - { id: TST-X1, title: X, source: §1, when: ehcp, to: manager }
    - { id: TST-X2, title: X, source: §1, when: { all: [ehcp, cin] }, to: nobody }
outcomes:
  - { id: TST-O1, title: O, source: §1, outcome: moved_abroad, effect: closes }
  - { id: TST-O2, title: O, source: §1, outcome: moved_abroad, effect: stays }
  - { id: TST-O3, title: O, source: §1, outcome: died, effect: closes }
  - { id: TST-O4, title: O, source: §1, outcome: died, effect: closes, when: cin }
  - { id: TST-O5, title: O, source: §1, outcome: died, effect: closes, byIdOnly: true }
checks:
  - { id: TST-C1, title: C, source: §1, need: required, actor: authority, after: [TST-C2] }
  - { id: TST-C2, title: C, source: §1, need: required, actor: authority, after: [TST-C1] }
  - { id: TST-C3, title: C, source: §1, need: required, actor: authority, attempts: { min: 5, distinct: true } }
`,
        HEAD.replace(
          '[{ id: TST-J1',
          '[{ id: TST-J0, title: R, source: §1, when: on_roll, reason: Registered. }, { id: TST-J1',
        ).replace('not of age. }]', ''),
      ),
    ).toEqual([
      'error never-reached TST-SC2b 18',
      'error never-reached TST-X2 23',
      'error contradiction TST-O2 26',
      'error never-reached TST-C1 31',
      'error never-reached TST-C2 32',
      'error never-met TST-C3 33',
      'warning unknown-name TST-X2 23',
      'warning never-reached TST-O4 28',
    ]);
  });

  test('reasons of rejection: forestalled, never out of scope, missing', () => {
    const scope = (list: string) =>
      inShort(
        '',
        `pack: test
version: 1
title: A test
effectiveFrom: 2026-09-01
scope:
  id: TST-SC1
  title: Scope
  source: §1
  in: { all: [csa, { not: on_roll }] }
  rejections:
${list}`,
      );
    const reason = (id: string, when: string) =>
      `    - { id: ${id}, title: R, source: §1, reason: R., when: ${when} }\n`;
    expect(scope(reason('TST-J1', '{ not: csa }') + reason('TST-J2', 'on_roll'))).toEqual([]);
    expect(scope(reason('TST-J1', '{ not: csa }'))).toEqual(['warning no-reason TST-SC1 6']);
    expect(
      scope(
        reason('TST-J1', '{ not: csa }') +
          reason('TST-J2', 'on_roll') +
          reason('TST-J3', '{ all: [on_roll, ehcp] }') +
          reason('TST-J4', '{ all: [csa, { not: on_roll }] }'),
      ),
    ).toEqual(['error never-reached TST-J4 14', 'warning never-reached TST-J3 13']);
    // Where the pack says that it knows, it is a note.
    expect(
      scope(
        `${reason('TST-J1', '{ not: csa }') + reason('TST-J2', 'on_roll') + reason('TST-J3', 'on_roll')}interpretations: [{ rule: TST-J3, field: when, chosen: by hand, why: no fact tells them apart }]\n`,
      ),
    ).toEqual(['note never-reached TST-J3 13', 'note reading TST-J3 14']);
  });

  test('clocks without an event, and what nothing can meet', () => {
    expect(
      inShort(`facts:
  - { id: ferry_day, title: F, source: §1, type: date, setBy: [system] }
deadlines:
  - { id: TST-D1, title: D, ${rule('clock: ferry_day, met: { act: true }')} }
  - { id: TST-D2, title: D, ${rule('clock: marker_identified, met: { act: true }')} }
  - { id: TST-D3, title: D, ${rule('clock: { laterOf: [referral_received, marker_identified] }, met: { act: true }')} }
  - { id: TST-D4, title: D, ${rule('clock: service, met: { act: true }')} }
  - { id: TST-D5, title: D, ${rule('clock: { firstOf: [{ event: first_absence, when: on_roll }] }, when: { not: on_roll }, met: { act: true }')} }
  - { id: TST-D7, title: D, ${rule('recurring: true, clock: referral_received, met: { checks: [TST-C1] }')} }
  - { id: TST-D8, title: D, ${rule('clock: referral_received, met: { checks: [TST-C2] }')} }
  - { id: TST-D9, title: D, ${rule('clock: referral_received, met: { act: true }, shorter: [{ amount: 9, unit: working_day, mode: after, when: cin }]')} }
windows:
  - { id: TST-D10, title: D, ${rule('opensAmount: 9, clock: referral_received, met: { act: true }')} }
checks:
  - { id: TST-C1, title: C, source: §1, need: required, actor: authority }
  - { id: TST-C2, title: C, source: §1, need: conditional, when: { fact: attendance_percent, op: '>', value: 100 }, actor: authority }
`),
    ).toEqual([
      'error clock-without-event TST-D1 15',
      'error clock-without-event TST-D2 16',
      'error clock-without-event TST-D4 18',
      'error clock-without-event TST-D5 19',
      'error never-met TST-D8 21',
      'error contradiction TST-D10 24',
      'error never-true TST-C2 27',
      'warning without-effect TST-D7 20',
      'warning without-effect TST-D9 22',
    ]);
  });

  test('gates that nobody can open, alone, together, or with an outcome', () => {
    expect(
      inShort(`facts:
  - { id: harbour_leave, title: F, source: §1, type: boolean, setBy: [system] }
gates:
  - { id: TST-G1, title: G, source: §1, action: next_step, tests: [{ needs: harbour_leave }] }
  - { id: TST-G2, title: G, source: §1, action: roll_removal, tests: [{ needs: ehcp }] }
  - { id: TST-G3, title: G, source: §1, action: roll_removal, tests: [{ condition: ehcp }] }
  - { id: TST-G4, title: G, source: §1, action: 'outcome:died', tests: [{ condition: cin }] }
  - { id: TST-G5, title: G, source: §1, action: inactive, tests: [{ evidence: [cp_plan], revealedBy: TST-C1 }, { periods: [TST-D1] }] }
outcomes:
  - { id: TST-O1, title: O, source: §1, outcome: died, effect: closes, when: cin }
earliest:
  - { id: TST-E1, title: E, source: §1, amount: 4, unit: week, mode: inclusive, action: close, clock: enquiries_started }
deadlines:
  - { id: TST-D1, title: D, ${rule('clock: referral_received, met: { act: true }')} }
checks:
  - { id: TST-C1, title: C, source: §1, need: required, actor: authority }
`),
    ).toEqual([
      'error gate-never-opens TST-G1 15',
      'error contradiction TST-G2 16',
      'error gate-without-effect TST-G5 19',
      'error gate-never-opens TST-O1 21',
      'warning gate-without-effect TST-G5 19',
      'warning gate-without-effect TST-E1 23',
    ]);
    // A gate that stands only where its need can be there is open to somebody.
    expect(
      inShort(
        'gates: [{ id: TST-G1, title: G, source: §1, action: close, when: ehcp, tests: [{ needs: send_review_approved }] }]\n',
      ),
    ).toEqual([]);
  });

  test('periods that the law does not allow, whatever their units', () => {
    const law = (id: string, more: string) =>
      `  - { id: ${id}, title: L, source: §1, actor: school, clock: name_added, met: { act: true }, ${more} }\n`;
    const given = `deadlines:
${law('TST-D1', 'replaces: [NAT-R13-NEW], amount: 5, unit: calendar_day, mode: after')}${law('TST-D2', 'replaces: [NAT-R13-NEW], amount: 5, unit: working_day, mode: after')}${law('TST-D3', 'amount: 2, unit: week, mode: after')}earliest:
  - { id: TST-E1, title: E, source: §1, replaces: [NAT-R9-I], amount: 3, unit: week, mode: inclusive, action: close, clock: first_absence }
gates: [{ id: TST-G1, title: G, source: §1, action: close, tests: [{ periods: [TST-E1] }] }]
notices:
  - { id: TST-X1, title: X, source: §1, replaces: [NAT-S437], notice: s437, amount: 14, unit: calendar_day, mode: inclusive, actor: parent, action: next_step, task: { kind: noticeNextStep, for: officer }, methods: [{ method: hand }] }
`;
    expect(inShort(given)).toEqual([
      'error longer-than-law TST-D2 14',
      'error shorter-than-law TST-E1 17',
      'error shorter-than-law TST-X1 20',
      'warning longer-than-law TST-D3 15',
      'warning stands-in-for-law TST-E1 17',
    ]);
    expect(found(given)[0]?.what).toMatch(
      /five working days is longer than the five calendar days of NAT-R13-NEW .* from 2026-09-01 it ends on 2026-09-08, the law's on 2026-09-06/,
    );
  });

  test('names that lead to nothing, and what is declared and unused', () => {
    expect(
      inShort(`facts:
  - { id: ferry, title: F, source: §1, type: boolean, setBy: [referral] }
conditions: { island: { any: [ehcp, cin] } }
clocks: [{ id: leave, title: L, source: §1, clock: first_absence }]
owner: { initial: harbourmaster }
rollRemoval: { id: TST-G9, title: G, source: §1, mode: school_decides, adviceBy: mayor }
forms:
  - id: TST-F1
    title: F
    source: §1
    fields:
      - { id: a, title: A, type: yes_no, fact: tall }
      - { id: b, title: B, type: text, fact: on_roll }
      - { id: c, title: C, type: yes_no, fact: place_offered }
      - { id: d, title: D, type: choice, record: d }
      - { id: e, title: E, type: choice, fact: removal_ground }
situations: [{ id: TST-S1, title: S, source: §1, form: TST-F9 }]
checks: [{ id: TST-C1, title: C, source: §1, need: required, actor: authority, replaces: [NAT-NONE], askAutomatically: true }]
messages: [{ id: TST-N1, title: N, source: §1, on: outcome, outcomes: [not_traced], to: [officer], purpose: request, template: feedback-ended }]
`),
    ).toEqual([
      'error unknown-name TST-G9 17',
      'error unknown-name TST-F1/a 23',
      'error contradiction TST-F1/b 24',
      'error unknown-name TST-F1/d 26',
      'error unknown-name TST-S1 28',
      'error unknown-name TST-C1 29',
      'error never-reached TST-N1 30',
      'warning unknown-name  16',
      'warning without-effect TST-F1/c 25',
      'warning without-effect TST-C1 29',
      'note unused ferry 13',
      'note unused island 14',
      'note unused leave 15',
    ]);
  });

  test('superseded law, readings, open questions, units that are not stated', () => {
    expect(
      inShort(`deadlines:
  - { id: TST-D1, title: Within five days, ${rule('clock: referral_received, met: { act: true }')} }
  - { id: TST-D2, title: Within five working days, ${rule('clock: referral_received, met: { act: true }')} }
  - { id: TST-D3, title: Within 5 days, ${rule('clock: referral_received, met: { act: true }')} }
citations: [{ id: dpa-1998, title: Data Protection Act 1998 }, { id: dpa-2018, title: Data Protection Act 2018 }]
duties: [{ id: TST-R1, title: A report, source: §1, kind: report, frequency: null }]
interpretations: [{ rule: TST-D3, field: unit, text: 5 days, chosen: working_day, why: The authority acts }]
`),
    ).toEqual([
      'warning unit-not-stated TST-D1 13',
      'warning superseded-law dpa-1998 16',
      'note question TST-R1 17',
      'note reading TST-D3 18',
    ]);
  });

  test('what the compiler refuses is told as errors, all at once', () => {
    expect(found('colour: red\nsize: 3\n')).toMatchObject([
      { severity: 'error', kind: 'refused', line: 12, column: 1, what: 'this field is not known here' },
      { severity: 'error', kind: 'refused', line: 13, column: 1 },
    ]);
    expect(checkPack('nowhere', '2026-11-26')).toMatchObject([
      { kind: 'refused', what: expect.stringMatching('bradford') },
    ]);
  });
});

describe('the packs that ship', () => {
  test.each(shippedPacks().map(({ file, id, version }) => [`${id}@${version}`, file]))(
    '%s has no error',
    (_name, file) => {
      expect(checkPack(file, '2026-11-26').filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );
});
