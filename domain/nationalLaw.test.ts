/** The national layer, rule by rule: each period from its clock, each ground with what has to hold. Dates by hand. */
import { describe, expect, test } from '@jest/globals';
import { by, playCase } from '../tests/support/domain/cases.js';
import type { FactValue } from './policy.js';

const received = { receivedAt: '2027-02-01T09:00', until: '2027-02-01T10:00' };
const dueOf = (rule: string, facts: Record<string, FactValue>): string | null =>
  playCase({ ...received, facts }).deadline(rule).due;
const rulesOf = (facts: Record<string, FactValue>): string[] =>
  playCase({ ...received, facts }).view.deadlines.map(({ rule }) => rule);

describe('the school reports', () => {
  test('ten school days of absence: Mon 1 Feb is day 1, Fri 12 Feb day 10', () => {
    expect(dueOf('NAT-ABS10', { first_absence: '2027-02-01' })).toBe('2027-02-12');
  });

  test('sickness expected to reach fifteen school days: half term is passed over', () => {
    const facts = { sickness_first_day: '2027-02-01', sickness_15_expected: true };
    expect(dueOf('NAT-SICK15', facts)).toBe('2027-02-26');
    expect(rulesOf({ sickness_first_day: '2027-02-01' })).not.toContain('NAT-SICK15');
  });

  test('a new pupil by the end of the fifth day after, weekend or not', () => {
    expect(dueOf('NAT-R13-NEW', { name_added: '2027-02-01' })).toBe('2027-02-06');
    expect(rulesOf({ name_added: '2027-02-01', transition_point: true })).not.toContain('NAT-R13-NEW');
  });

  test('a deletion on the day', () => {
    expect(dueOf('NAT-R13-DEL', { ceased_registration: '2027-02-01' })).toBe('2027-02-01');
    expect(rulesOf({ ceased_registration: '2027-02-01', transition_point: true })).not.toContain('NAT-R13-DEL');
  });
});

describe('the school sends', () => {
  test('the common transfer file within fifteen school days of leaving, where the new school is known', () => {
    // Thu 28 Jan is day 0; Fri 12 Feb is day 11, Mon 22 Feb day 12, Thu 25 Feb day 15.
    expect(dueOf('NAT-CTF15', { ceased_registration: '2027-01-28', new_school: 'Oak' })).toBe('2027-02-25');
    expect(rulesOf({ ceased_registration: '2027-01-28' })).not.toContain('NAT-CTF15');
  });

  test('or of the request of the new school', () => {
    expect(dueOf('NAT-CTF15', { records_requested: '2027-02-01' })).toBe('2027-03-01');
  });

  test('the child protection file within five days, only outside a transition point', () => {
    const left = { ceased_registration: '2027-01-28' };
    expect(dueOf('NAT-CPFILE5', { ...left, transition_point: false })).toBe('2027-02-04');
    expect(rulesOf(left)).not.toContain('NAT-CPFILE5');
  });
});

describe('a notice of which schools are to be named (NAT-S438)', () => {
  test('runs fifteen calendar days from the day of service, also over Easter', () => {
    const served = by('officer-a', '2027-03-25T11:00', {
      do: 'serveNotice',
      notice: 's438',
      method: 'hand',
      servedOn: '2027-03-25',
    });
    const played = playCase({ receivedAt: '2027-03-01T09:00', until: '2027-03-25T12:00' }, served);
    expect(played.deadline('NAT-S438')).toMatchObject({ actor: 'parent', due: '2027-04-08' });
    expect(played.view.earliest).toContainEqual({
      rule: 'NAT-S438',
      action: 'next_step',
      completes: '2027-04-08',
      from: '2027-04-09',
    });
  });
});

describe('a ground for removal from roll', () => {
  const shut = (ground: string, facts: Record<string, FactValue> = {}): string[] =>
    playCase({ ...received, facts: { removal_ground: ground, ...facts } })
      .blocked('roll_removal')
      .filter((why) => why.startsWith('NAT-'));

  test('is one of regulation 9', () => {
    expect(shut('because')).toEqual([expect.stringContaining('NAT-R9 no ground of regulation 9 is stated')]);
    expect(shut('NAT-R9-B')).toEqual([]);
  });

  test('A and C: registered at the other school, and no order that names this one', () => {
    for (const ground of ['NAT-R9-A', 'NAT-R9-C']) {
      expect(shut(ground)).toEqual([expect.stringContaining('the registration at the other school is not confirmed')]);
      expect(shut(ground, { registered_elsewhere: true })).toEqual([]);
      expect(shut(ground, { registered_elsewhere: true, sao_in_force: true })).toEqual([
        expect.stringContaining('a school attendance order is in force'),
      ]);
    }
  });

  test('D: the order is in force; E: it is revoked', () => {
    expect(shut('NAT-R9-D')).toEqual([expect.stringContaining('NAT-R9-D no school attendance order is recorded')]);
    expect(shut('NAT-R9-D', { sao_in_force: true })).toEqual([]);
    expect(shut('NAT-R9-E', { sao_in_force: true })).toEqual([expect.stringContaining('not recorded as revoked')]);
    expect(shut('NAT-R9-E')).toEqual([expect.stringContaining('sao_in_force is not known')]);
    expect(shut('NAT-R9-E', { sao_in_force: false })).toEqual([]);
  });

  test('F: the written notice is held', () => {
    expect(shut('NAT-R9-F')).toEqual([expect.stringContaining('the written notice of the parent is not held')]);
    expect(shut('NAT-R9-F', { ehe_written_notice: true })).toEqual([]);
  });

  test('H: ten school days after the leave, no sickness, joint enquiries', () => {
    const back = { expected_return: '2027-02-01', sickness_believed: false, enquiries_joint: true };
    expect(shut('NAT-R9-H')).toEqual([
      'NAT-R9-H NAT-R9-H: when its period starts is not known',
      'NAT-R9-H sickness_believed is not known',
      expect.stringContaining('NAT-JOINT the joint enquiries of school and authority are not recorded'),
    ]);
    expect(shut('NAT-R9-H', back)).toEqual(['NAT-R9-H NAT-R9-H runs until 2027-02-12']);
    expect(shut('NAT-R9-H', { ...back, expected_return: '2027-01-15' })).toEqual([]);
  });

  test('I: twenty school days, no sickness, joint enquiries', () => {
    const away = { first_absence: '2027-02-01', sickness_believed: false, enquiries_joint: true };
    expect(shut('NAT-R9-I', away)).toEqual(['NAT-R9-I NAT-R9-I runs until 2027-03-05']);
    // Fri 18 Dec is day 1, Tue 5 Jan day 2, Fri 29 Jan day 20.
    expect(shut('NAT-R9-I', { ...away, first_absence: '2026-12-18' })).toEqual([]);
    expect(shut('NAT-R9-I', { ...away, first_absence: '2026-12-18', sickness_believed: true })).toEqual([
      'NAT-R9-I sickness_believed is set',
    ]);
  });

  test('I: where attendance is recorded its run decides (NAT-GNO)', () => {
    const played = playCase(
      {
        ...received,
        until: '2027-02-01T12:00',
        facts: {
          removal_ground: 'NAT-R9-I',
          first_absence: '2026-12-18',
          sickness_believed: false,
          enquiries_joint: true,
        },
      },
      by('officer-a', '2027-02-01T11:00', { do: 'recordAttendance', date: '2027-01-29', code: 'O' }),
    );
    expect(played.blocked('roll_removal').filter((why) => why.startsWith('NAT-'))).toEqual([
      'NAT-GNO fewer than twenty school days are coded G, N or O (gn_o_run is 1)',
    ]);
  });
});

describe('the reason of the national return', () => {
  const reason = (value: string) =>
    playCase(
      { ...received, until: '2027-02-01T12:00' },
      by('officer-a', '2027-02-01T11:00', { do: 'recordFact', fact: 'return_reason', value }),
    );

  test('is one of the twenty', () => {
    expect(reason('NAT-RETURN-Q20').codes).toEqual([]);
    expect(reason('NAT-RETURN-Q21').refused).toMatchObject([{ code: 'invalid', field: 'value' }]);
  });
});
