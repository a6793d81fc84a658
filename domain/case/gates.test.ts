import { describe, expect, test } from '@jest/globals';
import type { PersonInput } from '../inputs.js';
import { by, playCase } from '../../tests/support/domain/cases.js';

const CHECKS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C11', 'C14'].map((id) => `BRA-${id}`);
const setup = { receivedAt: '2027-02-01T09:00', until: '2027-02-20T12:00' };
const record = (check: string, result: 'nothing_found' | 'no_reply' = 'nothing_found') =>
  by('officer-a', '2027-02-02T10:00', { do: 'recordCheck', check, result });
const everyCheck = CHECKS.map((check) => record(check));
const decide = (outcome: string, who = 'manager-m', when = '2027-02-10T10:00') =>
  by(who, when, { do: 'decideOutcome', outcome });
const does = (who: string, when: string, input: PersonInput) => by(who, when, input);
const override = (action: string, second: string, when = '2027-02-09T10:00', who = 'manager-m') =>
  by(who, when, {
    do: 'overrideGate',
    action,
    second,
    secondRole: second.startsWith('manager') ? 'manager' : 'officer',
    reason: 'text-1',
  });

describe('making a record inactive', () => {
  test('opens with every step taken and nothing found at social care', () => {
    const played = playCase(setup, ...everyCheck, decide('not_traced'));
    expect(played.codes).toEqual([]);
    expect(played.view.status).toBe('inactive');
    expect(played.of('outcomeDecided')).toMatchObject([{ rule: 'BRA-O4', by: 'manager-m', role: 'manager' }]);
    expect(played.check('BRA-C15')).toMatchObject({ state: 'done' });
  });

  test.each(CHECKS)('waits for %s', (missing) => {
    const played = playCase(
      setup,
      ...CHECKS.filter((check) => check !== missing).map((check) => record(check)),
      decide('not_traced'),
    );
    expect(played.codes).toEqual(['gate_closed']);
    expect(played.refused[0]?.blockedBy?.map((b) => `${b.rule} ${b.why}`)).toContain(`BRA-O4 ${missing} is open`);
  });

  test('takes a check marked not applicable with its reason', () => {
    const marked = does('officer-a', '2027-02-02T10:00', {
      do: 'markNotApplicable',
      check: 'BRA-C9',
      reason: 'text-1',
    });
    expect(
      playCase(setup, ...everyCheck.filter((_, index) => CHECKS[index] !== 'BRA-C9'), marked, decide('not_traced'))
        .codes,
    ).toEqual([]);
  });

  test('takes silence of social care for no answer', () => {
    const played = playCase(
      setup,
      ...CHECKS.filter((c) => c !== 'BRA-C8').map((c) => record(c)),
      record('BRA-C8', 'no_reply'),
      decide('not_traced'),
    );
    expect(played.refused[0]?.blockedBy?.map((b) => b.why)).toEqual([
      'safeguarding_concern is not known',
      'cp_plan is not known',
      's47 is not known',
      'looked_after is not known',
      'cin is not known',
      'csc_historic is not known',
    ]);
  });

  test.each(['cp_plan', 's47', 'looked_after', 'cin', 'safeguarding_concern', 'csc_historic'])(
    'is shut while %s is set',
    (fact) => {
      const played = playCase({ ...setup, facts: { [fact]: true } }, ...everyCheck, decide('not_traced'));
      expect(played.codes).toEqual(['gate_closed']);
      expect(played.refused[0]?.blockedBy).toContainEqual({ rule: 'BRA-O4', why: `${fact} is set` });
    },
  );

  test('opens after the designated lead reviewed the history', () => {
    const review = does('dsl-d', '2027-02-03T10:00', { do: 'reviewHistory', reason: 'text-1' });
    expect(
      playCase({ ...setup, facts: { csc_historic: true } }, ...everyCheck, review, decide('not_traced')).codes,
    ).toEqual([]);
  });
});

describe('an override', () => {
  const blocked = { ...setup, facts: { cp_plan: true } };

  test('of two managers lifts a local gate for one decision', () => {
    const again = decide('not_traced', 'manager-m', '2027-02-12T10:00');
    const reopen = does('manager-m', '2027-02-11T10:00', { do: 'reopen', reason: 'text-1' });
    const played = playCase(
      blocked,
      ...everyCheck,
      override('inactive', 'manager-n'),
      decide('not_traced'),
      reopen,
      again,
    );
    expect(played.of('gateOverridden')).toMatchObject([
      { second: 'manager-n', lifted: [{ rule: 'BRA-O4', why: 'cp_plan is set' }] },
    ]);
    expect(played.of('madeInactive')).toHaveLength(1);
    expect(played.refused).toMatchObject([{ at: '2027-02-12T10:00:00Z', code: 'gate_closed' }]);
  });

  test.each([
    ['the same person', 'manager-m'],
    ['another role', 'officer-b'],
  ])('is invalid with %s as the second', (_name, second) => {
    expect(playCase(blocked, override('inactive', second)).codes).toEqual(['invalid']);
  });

  test('is for managers', () => {
    expect(playCase(blocked, override('inactive', 'manager-n', '2027-02-09T10:00', 'senior-s')).codes).toEqual([
      'not_allowed',
    ]);
  });

  test('lifts no national gate and no open concern', () => {
    const concern = does('officer-a', '2027-02-03T11:05', {
      do: 'raiseConcern',
      kind: 'welfare',
      immediate: false,
      note: 'n',
    });
    const played = playCase(blocked, concern, override('close', 'manager-n'), override('roll_removal', 'manager-n'));
    expect(played.codes).toEqual(['not_allowed', 'not_allowed']);
    expect(played.refused[0]?.blockedBy?.map((b) => b.rule)).toEqual(['SYS-CONCERN']);
    expect(played.refused[1]?.blockedBy?.map((b) => b.rule)).toEqual(['NAT-R9']);
  });

  test('given before a concern was raised does not lift the concern', () => {
    const concern = does('officer-a', '2027-02-09T11:05', {
      do: 'raiseConcern',
      kind: 'welfare',
      immediate: false,
      note: 'n',
    });
    const played = playCase(blocked, ...everyCheck, override('inactive', 'manager-n'), concern, decide('not_traced'));
    expect(played.refused[0]?.blockedBy?.map((b) => b.rule)).toEqual(['SYS-CONCERN']);
  });
});

describe('advice about removal from the roll', () => {
  const ask = does('officer-a', '2027-02-05T10:00', { do: 'requestRollRemovalAdvice' });
  const give = does('manager-m', '2027-02-06T10:00', {
    do: 'giveRollRemovalAdvice',
    advice: 'remove',
    reason: 'text-1',
  });
  const know = (fact: string, value: boolean | string) =>
    does('officer-a', '2027-02-02T11:00', { do: 'recordFact', fact, value });

  test('is refused while a gate is shut, and names every rule', () => {
    const played = playCase({ ...setup, facts: { on_roll: true, ehcp: true, ehcp_special_school: true } }, ask, give);
    expect(played.codes).toEqual(['gate_closed', 'gate_closed']);
    expect(new Set(played.refused[0]?.blockedBy?.map((b) => b.rule))).toEqual(
      new Set(['BRA-G2', 'BRA-G3', 'BRA-G4', 'NAT-R9']),
    );
  });

  test('is asked for and given once they are open', () => {
    const facts = { on_roll: true, ehcp: false };
    const ready = [...everyCheck, know('removal_ground', 'NAT-R9-A'), know('registered_elsewhere', true)];
    const played = playCase({ ...setup, facts }, ...ready, ask, give);
    expect(played.codes).toEqual([]);
    expect(played.of('adviceGiven')).toMatchObject([{ advice: 'remove', by: 'manager-m' }]);
    expect(played.told('advice')).toMatchObject([{ to: 'school' }]);
  });

  test('to keep the name needs no open gate', () => {
    const keep = does('manager-m', '2027-02-06T10:00', {
      do: 'giveRollRemovalAdvice',
      advice: 'keep',
      reason: 'text-1',
    });
    expect(playCase(setup, keep).codes).toEqual([]);
  });
});

describe('several refusals', () => {
  const luton = { ...setup, pack: 'luton', facts: { last_attended: '2026-12-01' } };

  test('role first', () => {
    expect(playCase(luton, decide('not_traced', 'officer-a')).codes).toEqual(['not_allowed']);
  });

  test('then an outcome that the pack has no rule for', () => {
    const concern = does('officer-a', '2027-02-03T11:05', {
      do: 'raiseConcern',
      kind: 'welfare',
      immediate: false,
      note: 'n',
    });
    expect(playCase(luton, concern, decide('not_traced')).codes).toEqual(['no_such_outcome']);
  });

  test('then the gate', () => {
    const concern = does('officer-a', '2027-02-03T11:05', {
      do: 'raiseConcern',
      kind: 'welfare',
      immediate: false,
      note: 'n',
    });
    expect(playCase(setup, concern, decide('on_roll_not_attending')).codes).toEqual(['gate_closed']);
  });

  test('an unknown outcome is none, whatever its name', () => {
    expect(playCase(setup, decide('constructor'), decide('__proto__')).codes).toEqual([
      'no_such_outcome',
      'no_such_outcome',
    ]);
  });
});

describe('an outcome under which a case stays open', () => {
  // Day 20 of an absence from 12 October is 16 November (half term and an INSET day between).
  const bromley = { pack: 'bromley', receivedAt: '2026-11-03T09:00', facts: { first_absence: '2026-10-12' } };
  const stillMissing = (when: string) => decide('BRO-O3', 'manager-m', when);

  test('waits for its own minimum period', () => {
    const played = playCase(
      { ...bromley, until: '2026-11-18T12:00' },
      stillMissing('2026-11-16T17:00'),
      stillMissing('2026-11-17T09:00'),
    );
    expect(played.refused).toMatchObject([
      { code: 'gate_closed', blockedBy: [{ rule: 'BRO-D5', why: 'BRO-D5 runs until 2026-11-16' }] },
    ]);
    expect(played.view).toMatchObject({ status: 'open', owner: 'cmeo' });
  });

  test('ends nothing, so the manager reviews the case every four weeks', () => {
    const played = playCase({ ...bromley, until: '2026-12-31T12:00' }, stillMissing('2026-11-17T09:00'));
    // Four and eight weeks from Tuesday 3 November.
    expect(played.told('review').map((told) => told.at)).toEqual(['2026-12-01T09:00:00Z', '2026-12-29T09:00:00Z']);
  });
});

describe('the task of a minimum period', () => {
  const bromley = { pack: 'bromley', receivedAt: '2026-11-03T09:00', facts: { first_absence: '2026-10-12' } };
  const dueDays = (played: ReturnType<typeof playCase>) =>
    played.view.tasks.filter(({ kind }) => kind === 'decideStillMissing').map(({ due }) => due);
  const know = (fact: string, value: string | boolean) =>
    by('officer-a', '2026-11-05T10:00', { do: 'recordFact', fact, value });

  test('moves with its period', () => {
    expect(dueDays(playCase(bromley))).toEqual(['2026-11-17']);
    // One pupil day later, day 20 is Tuesday 17 November; four pupil days later it is Friday 20, and the next day a Saturday.
    expect(dueDays(playCase(bromley, know('first_absence', '2026-10-13')))).toEqual(['2026-11-18']);
    expect(dueDays(playCase(bromley, know('first_absence', '2026-10-16')))).toEqual(['2026-11-23']);
  });

  test('ends where the period holds nothing any more, and stays done when it is done', () => {
    const found = playCase(bromley, know('whereabouts_known', true));
    expect(dueDays(found)).toEqual([]);
    expect(found.of('taskDone').map(({ kind }) => kind)).toEqual(['decideStillMissing']);
    const complete = by('officer-a', '2026-11-05T09:00', {
      do: 'completeTask',
      kind: 'decideStillMissing',
      rule: 'BRO-D5',
    });
    expect(dueDays(playCase(bromley, complete, know('first_absence', '2026-10-13')))).toEqual([]);
  });
});
