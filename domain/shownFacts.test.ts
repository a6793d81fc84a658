import { describe, expect, test } from '@jest/globals';
import { by, further, playCase } from '../tests/support/domain/cases.js';

describe('a fact is shown with the instant from which it counts', () => {
  const setup = { pack: 'derbyshire@1', receivedAt: '2027-02-01T09:00', until: '2027-02-05T12:00' };
  const shown = (name: string, ...[given, ...played]: Parameters<typeof playCase>) =>
    playCase(given, ...played).view.facts.find(({ fact }) => fact === name);

  test('whereabouts of a located child are known from when the child was located', () => {
    const seen = by('officer-a', '2027-02-02T10:00', { do: 'recordCheck', check: 'DER-C1a', result: 'child_seen' });
    expect(shown('whereabouts_known', setup)).toMatchObject({ value: false, from: '2027-02-01T09:00:00Z' });
    expect(shown('whereabouts_known', setup, seen)).toEqual({
      fact: 'whereabouts_known',
      value: true,
      from: '2027-02-02T10:00:00Z',
      by: 'system',
    });
  });

  test('compulsory school age: from its first day, and no more from the day after its last', () => {
    // Born 1 Sep 2010: the last Friday in June of the school year of the sixteenth birthday is 25 Jun 2027. Born 1 Mar
    // 2022: five on 1 Mar 2027, of that age from 31 Mar 2027. Both midnights are summer time.
    const summer = { ...setup, receivedAt: '2027-06-21T09:00', until: '2027-06-28T12:00' };
    expect(shown('csa', { ...summer, dateOfBirth: '2010-09-01', until: '2027-06-25T12:00' })).toMatchObject({
      value: true,
      from: '2027-06-21T08:00:00Z',
    });
    expect(shown('csa', { ...summer, dateOfBirth: '2010-09-01' })).toMatchObject({
      value: false,
      from: '2027-06-25T23:00:00Z',
    });
    const spring = { ...setup, receivedAt: '2027-03-25T09:00', dateOfBirth: '2022-03-01' };
    expect(shown('csa', { ...spring, until: '2027-03-30T12:00' })).toMatchObject({
      value: false,
      from: '2027-03-25T09:00:00Z',
    });
    expect(shown('csa', { ...spring, until: '2027-03-31T12:00' })).toMatchObject({
      value: true,
      from: '2027-03-30T23:00:00Z',
    });
  });

  test('what an open concern makes true counts from that concern, not from another', () => {
    const raise = (when: string, kind: 'welfare' | 'fgm') =>
      by('partner-hv', when, { do: 'raiseConcern', kind, immediate: false, note: 'text-1' });
    const concerns = [raise('2027-02-02T10:00', 'welfare'), raise('2027-02-03T10:00', 'fgm')];
    expect(shown('safeguarding_concern', setup, ...concerns)).toMatchObject({ from: '2027-02-02T10:00:00Z' });
    expect(shown('fgm_concern', setup, ...concerns)).toMatchObject({ from: '2027-02-03T10:00:00Z', by: 'partner-hv' });
  });

  test('a marker of a proposed duplicate counts from its referral: proposed, confirmed, and not once refused', () => {
    const bradford = { ...setup, pack: 'bradford' };
    const again = further('2027-02-02T10:00', 'similar', { facts: { cp_plan: true } });
    const confirm = by('officer-a', '2027-02-03T10:00', { do: 'confirmDuplicate' });
    const refuse = by('officer-a', '2027-02-03T10:00', { do: 'refuseDuplicate' });
    const counts = { value: true, from: '2027-02-02T10:00:00Z' };
    expect(shown('cp_plan', bradford, again)).toMatchObject({ ...counts, by: 'referrer' });
    expect(shown('cp_plan', bradford, again, confirm)).toMatchObject(counts);
    expect(shown('cp_plan', bradford, again, refuse)).toBeUndefined();
  });
});

test('a calendar that a period of several actions lacks is named once', () => {
  // Bromley's twenty days hold the outcome and the removal from roll: from 5 Jul 2027 they go beyond 21 Jul.
  const { view } = playCase({
    pack: 'bromley',
    receivedAt: '2027-07-12T09:00',
    facts: { first_absence: '2027-07-05' },
    until: '2027-07-12T12:00',
  });
  expect(view.problems).toEqual([
    { rule: 'BRO-D4', calendar: 'r26', needed: '2027-07-22' },
    { rule: 'BRO-D5', calendar: 'r26', needed: '2027-07-22' },
  ]);
});
