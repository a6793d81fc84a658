import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readScenario } from '../../config/scenario/read.js';
import { by, changed, playCase, type CaseSetup } from '../../tests/support/domain/cases.js';
import { withBankHoliday, withNonPupilDay } from '../../config/calendars.js';
import { playScenario } from '../simulation/play.js';
import { present } from '../simulation/present.js';

/** An expectation says what there is; what must not be there is held here. */
const received: CaseSetup = { receivedAt: '2027-02-01T09:00', until: '2027-02-05T12:00' };
const derbyshire: CaseSetup = { ...received, pack: 'derbyshire@1' };
const banes: CaseSetup = { ...received, pack: 'banes' };
const know = (fact: string, value: boolean | string | number, when = '2027-02-02T10:00') =>
  by('officer-a', when, { do: 'recordFact', fact, value });
const checksOf = (setup: CaseSetup, ...played: Parameters<typeof playCase>[1][]) =>
  playCase(setup, ...played).view.checks.map(({ id }) => id);

const OF_DERBYSHIRE = ['a', 'b', 'c', 'd', 'e', 'f'].map((part) => `DER-C1${part}`);
const OF_BANES = [1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17].map((number) => `BAN-C${number}`);

describe('checks with a condition', () => {
  test('are absent while nobody stated the fact', () => {
    expect(checksOf(derbyshire)).toEqual(OF_DERBYSHIRE);
    expect(checksOf(banes)).toEqual(OF_BANES);
  });

  test.each([
    ['BAN-C8', 'other_agencies', 'youth club'],
    ['BAN-C9', 'la_of_origin', 'another county'],
    ['BAN-C10', 'left_custody', true],
    ['BAN-C11', 'la_of_destination', 'another county'],
    ['BAN-C12', 'service_family', true],
  ])('%s opens when %s is stated, in the referral or later', (check, fact, value) => {
    const withIt = [...OF_BANES, check].sort();
    expect(checksOf({ ...banes, facts: { [fact]: value } }).sort()).toEqual(withIt);
    expect(checksOf(banes, know(fact, value)).sort()).toEqual(withIt);
  });

  test.each(['left_custody', 'service_family'])('stay absent where %s is stated as false', (fact) => {
    expect(checksOf({ ...banes, facts: { [fact]: false } })).toEqual(OF_BANES);
  });

  test('of a concern alone open none of the intrusive checks that neither policy names', () => {
    const facts = { safeguarding_concern: true };
    expect(checksOf({ ...derbyshire, facts })).toEqual(OF_DERBYSHIRE);
    expect(checksOf({ ...banes, facts })).toEqual(OF_BANES);
  });

  test('DER-C2 is there from the end of the registration until the new school or the upload is known', () => {
    const left = { ...derbyshire, facts: { ceased_registration: '2027-01-29' } };
    expect(checksOf(left)).toContain('DER-C2');
    expect(checksOf(left, know('new_school', 'Elm School'))).toEqual(OF_DERBYSHIRE);
    expect(checksOf(left, know('ctf_uploaded', true))).toEqual(OF_DERBYSHIRE);
    expect(checksOf(left, know('ctf_uploaded', false))).toContain('DER-C2');
  });
});

describe('deadlines of a school', () => {
  const facts = { name_added: '2027-01-29', ceased_registration: '2027-01-29' };
  const rules = (transition?: boolean) =>
    playCase({
      ...derbyshire,
      facts: { ...facts, ...(transition === undefined ? {} : { transition_point: transition }) },
    }).view.deadlines.map(({ rule }) => rule);

  test('of the returns do not exist at a standard transition point', () => {
    for (const rule of ['DER-D2', 'DER-D3']) {
      expect(rules()).toContain(rule);
      expect(rules(false)).toContain(rule);
      expect(rules(true)).not.toContain(rule);
    }
  });

  test('stand once: the national returns that the policy repeats are gone', () => {
    expect(rules().filter((rule) => rule.startsWith('NAT-R13'))).toEqual([]);
  });

  test('are never breached and have no ladder', () => {
    const played = playCase({ ...banes, facts: { on_roll: true, first_absence: '2026-12-01' } });
    expect(played.deadline('BAN-D1').state).toBe('lapsed');
    expect(played.told('breach')).toEqual([]);
  });
});

describe('an authority without a rule', () => {
  test('has no deadline for its enquiries: Bath & North East Somerset has its weekly duties only', () => {
    const rules = playCase(banes).view.deadlines.map(({ rule }) => rule);
    expect([...new Set(rules)].sort()).toEqual(['BAN-D4', 'BAN-D5']);
  });

  test('has no level of risk: Derbyshire', () => {
    expect(playCase({ ...derbyshire, facts: { cp_plan: true, s47: true } }).view.risk).toBeNull();
  });

  test('cannot end a case that is not traced', () => {
    for (const setup of [derbyshire, banes])
      expect(
        playCase(setup, by('manager-m', '2027-02-03T10:00', { do: 'decideOutcome', outcome: 'not_traced' })).codes,
      ).toEqual(['no_such_outcome']);
  });
});

describe('a task of a condition', () => {
  test('is not opened by one of two facts, nor before anybody stated them (BAN-D3)', () => {
    const tasks = (...played: Parameters<typeof playCase>[1][]) =>
      playCase(banes, ...played).view.tasks.filter(({ rule }) => rule === 'BAN-D3');
    expect(tasks()).toEqual([]);
    expect(tasks(know('health_need', true))).toEqual([]);
    expect(tasks(know('sickness_15_expected', true))).toEqual([]);
    expect(tasks(know('health_need', true), know('sickness_15_expected', true))).toHaveLength(1);
  });
});

describe('a concern that is acknowledged in time', () => {
  test('climbs no ladder, and leaves the deadline where it was', () => {
    const read = readScenario(
      fileURLToPath(new URL('../../config/policies/derbyshire/concern-in-enquiries.scenario.yaml', import.meta.url)),
    );
    if (!read.ok) throw new Error('the scenario is malformed');
    const shown = present(playScenario(read.scenario));
    expect(shown.messages.filter(({ purpose }) => purpose === 'concern').map(({ at, to }) => [at, to])).toEqual([
      ['2027-02-10T11:05:00Z', 'safeguarding-contact'],
      ['2027-02-10T11:05:00Z', 'police'],
      ['2027-02-10T11:05:00Z', 'dsl'],
    ]);
    expect(shown.events.filter(({ type }) => type === 'deadlineShortened' || type === 'deadlineRecalculated')).toEqual(
      [],
    );
    expect(shown.checks.map(({ id }) => id)).toEqual(OF_DERBYSHIRE);
  });
});

describe('a calendar that changes', () => {
  const facts = { on_roll: true, first_absence: '2027-01-25' };
  const moved = (setup: CaseSetup, ...changes: Parameters<typeof playCase>[1][]) =>
    playCase(setup, ...changes)
      .of('deadlineRecalculated')
      .map(({ rule, due }) => [rule, due]);

  test('of the school moves what counts school days, never the ten working days', () => {
    // NAT-ABS10 from Mon 25 Jan: 25 to 29 (5), 1 to 5 Feb (10); without Wed 3 Feb the tenth is Mon 8 Feb.
    const inset = changed('2027-02-02T09:00', 'an INSET day', (c) => withNonPupilDay(c, 'r26', '2027-02-03'));
    expect(moved({ ...derbyshire, facts }, inset)).toEqual([['NAT-ABS10', '2027-02-08']]);
  });

  test('of the bank holidays moves the ten working days, never weeks', () => {
    // DER-D1 from Mon 1 Feb is due Mon 15 Feb; with Fri 5 Feb a holiday, Tue 16 Feb.
    const holiday = changed('2027-02-02T09:00', 'a bank holiday', (c) => withBankHoliday(c, '2027-02-05'));
    expect(moved({ ...derbyshire, facts }, holiday)).toEqual([['DER-D1', '2027-02-16']]);
    expect(moved({ ...banes, facts }, holiday)).toEqual([]);
  });
});
