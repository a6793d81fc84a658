import { describe, expect, test } from '@jest/globals';
import { by, playCase, worldOf } from '../../tests/support/domain/cases.js';
import type { CompiledPolicy } from '../policy.js';

/** Cases whose policy speaks of a part only, and what then holds for the rest. */
const received = { pack: 'banes', receivedAt: '2027-02-01T09:00', until: '2027-03-01T12:00' };
const decide = (outcome: string, when = '2027-02-10T10:00') => by('manager-m', when, { do: 'decideOutcome', outcome });
const changed = (pack: string, change: (policy: CompiledPolicy) => CompiledPolicy) => {
  const world = worldOf(pack);
  return { ...world, policy: change(world.policy) };
};

describe('feedback to the referrer', () => {
  const derbyshire = { ...received, pack: 'derbyshire@1' };
  const shown = ['located', 'suitable_education'].map((fact) =>
    by('officer-a', '2027-02-09T10:00', { do: 'recordFact', fact, value: true }),
  );

  test('is given by the policy on the outcome that it speaks of, and by the default on the others', () => {
    expect(playCase(derbyshire, ...shown, decide('in_education')).told('feedback')).toEqual([
      { at: '2027-02-10T10:00:00Z', rule: 'DER-O1', to: 'referrer', purpose: 'feedback' },
    ]);
    expect(playCase(derbyshire, decide('moved_abroad')).told('feedback')).toEqual([
      { at: '2027-02-10T10:00:00Z', rule: 'SYS-FEEDBACK', to: 'referrer', purpose: 'feedback' },
    ]);
  });

  test('is given by the default where the condition of the message of the policy does not hold', () => {
    const world = changed('derbyshire@1', (policy) => ({
      ...policy,
      messages: policy.messages.map((m) => (m.id === 'DER-O1' ? { ...m, when: { fact: 'ehcp', is: true } } : m)),
    }));
    expect(playCase({ ...derbyshire, world }, ...shown, decide('in_education')).told('feedback')).toMatchObject([
      { rule: 'SYS-FEEDBACK' },
    ]);
  });
});

describe('a gate that asks for the advice on removal', () => {
  const setup = { ...received, facts: { on_roll: true, first_absence: '2027-01-11', removal_ground: 'NAT-R9-G' } };
  const advise = (advice: 'remove' | 'keep', when = '2027-02-15T10:00') =>
    by('manager-m', when, { do: 'giveRollRemovalAdvice', advice, reason: 'tracked without result' });

  test('holds the removal and the request for it', () => {
    const played = playCase(setup, by('officer-a', '2027-02-12T10:00', { do: 'requestRollRemovalAdvice' }));
    expect(played.refused).toMatchObject([{ code: 'gate_closed', blockedBy: [{ rule: 'BAN-G1' }] }]);
    expect(played.blocked('roll_removal')).toHaveLength(1);
  });

  test('never holds the advice itself, which opens it', () => {
    const played = playCase(setup, advise('remove'));
    expect(played.codes).toEqual([]);
    expect(played.blocked('roll_removal')).toEqual([]);
    expect(played.told('advice')).toMatchObject([{ to: 'school' }]);
  });

  test('stays shut by the advice to keep the name', () => {
    const played = playCase(setup, advise('keep'));
    expect(played.codes).toEqual([]);
    expect(played.blocked('roll_removal')[0]).toMatch(/^BAN-G1 /);
  });

  test('leaves every other gate standing against the advice', () => {
    const { removal_ground: _ground, ...facts } = setup.facts;
    const played = playCase({ ...setup, facts }, advise('remove'));
    expect(played.refused).toMatchObject([{ code: 'gate_closed' }]);
    expect(played.refused[0]?.blockedBy?.map(({ rule }) => rule)).toEqual(['BAN-G3', 'NAT-R9']);
    expect(played.refused[0]?.detail).toMatch(/^removal from roll is blocked: BAN-G3 .*; NAT-R9 /);
  });
});

describe('a rejection named by its rule', () => {
  test('takes the reason that holds, where a rule has several', () => {
    const played = playCase(
      { ...received, pack: 'derbyshire@1', facts: { on_roll: true, whereabouts_known: true } },
      by('officer-a', '2027-02-02T10:00', { do: 'rejectReferral', reason: 'DER-SC1' }),
    );
    expect(played.of('referralRejected')).toMatchObject([
      { rule: 'DER-SC1', reason: expect.stringMatching(/^The child is registered at a school/), by: 'officer-a' },
    ]);
  });
});
