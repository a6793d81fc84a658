import { describe, expect, test } from '@jest/globals';
import { withBankHoliday, withClosureDay, withNonPupilDay, withPupilDay } from '../../config/calendars.js';
import { digestLinesOf } from '../digest.js';
import type { CompiledPolicy, DeadlineRule } from '../policy.js';
import { by, changed, further, playCase, worldOf } from '../../tests/support/domain/cases.js';

const setup = { receivedAt: '2027-02-01T09:00', facts: { cp_plan: true }, until: '2027-02-26T12:00' };
const know = (when: string, fact: string, value: boolean | string) =>
  by('officer-a', when, { do: 'recordFact', fact, value });
const done = (when: string, check: string) =>
  by('officer-a', when, { do: 'recordCheck', check, result: 'nothing_found' });
const initial = (when: string) => ['BRA-C1', 'BRA-C2', 'BRA-C3', 'BRA-C4', 'BRA-C5'].map((check) => done(when, check));

/** Bradford's policy with another set of deadlines. */
function withDeadlines(change: (rules: DeadlineRule[]) => DeadlineRule[], version = '1'): CompiledPolicy {
  const { policy } = worldOf('bradford');
  return { ...policy, version, deadlines: change(policy.deadlines) };
}

const world = (change: (rules: DeadlineRule[]) => DeadlineRule[]) => ({
  ...worldOf('bradford'),
  policy: withDeadlines(change),
});
const d1 = (more: Partial<DeadlineRule>) => (rules: DeadlineRule[]) =>
  rules.map((rule) => (rule.id === 'BRA-D1' ? { ...rule, ...more } : rule));

describe('the authority without a rule', () => {
  test('has no deadline for a case without a marker (BRA-D3), however long it takes', () => {
    const played = playCase({ receivedAt: '2027-02-01T09:00', until: '2027-07-01T12:00' });
    expect(played.view.deadlines).toEqual([]);
    expect(played.told('breach')).toEqual([]);
  });
});

describe('a deadline', () => {
  test('is met by its checks, at the last of them', () => {
    const played = playCase(setup, ...initial('2027-02-03T10:00'));
    expect(played.of('deadlineMet')).toMatchObject([{ rule: 'BRA-D1', metAt: '2027-02-03T10:00:00Z', by: 'system' }]);
  });

  test('is met in its last second, and breached in the next', () => {
    const close = (second: string) =>
      by('officer-a', second, { do: 'recordCheck', check: 'BRA-C5', result: 'nothing_found' });
    const rest = initial('2027-02-03T10:00').slice(0, 4);
    expect(playCase(setup, ...rest, close('2027-02-08T23:59:59Z')).deadline('BRA-D1').state).toBe('met');
    expect(playCase(setup, ...rest, close('2027-02-09T00:00:00Z')).deadline('BRA-D1').state).toBe('breached');
  });

  test('ends in summer time at 22:59:59 UTC', () => {
    const played = playCase({ ...setup, receivedAt: '2027-03-24T09:00', until: '2027-04-20T12:00' });
    expect(played.deadline('BRA-D1')).toMatchObject({ due: '2027-04-02', dueAt: '2027-04-02T22:59:59Z' });
    expect(played.of('deadlineBreached')[0]?.at).toBe('2027-04-02T23:00:00Z');
    expect(played.told('breach')[1]).toMatchObject({ at: '2027-04-05T08:00:00Z', to: 'manager' });
  });

  test('counts from the marker where that comes later', () => {
    const played = playCase({ ...setup, facts: {} }, know('2027-02-10T10:00', 'looked_after', true));
    expect(played.deadline('BRA-D1')).toMatchObject({
      due: '2027-02-17',
      clock: { event: 'marker_identified', from: '2027-02-10' },
    });
  });

  test('is not lengthened by a further marker or by one that is withdrawn', () => {
    const played = playCase(setup, know('2027-02-02T10:00', 's47', true), know('2027-02-03T10:00', 'cp_plan', false));
    expect(played.deadline('BRA-D1').due).toBe('2027-02-08');
    expect(played.types).not.toContain('deadlineRecalculated');
  });

  test('is shortened by a condition and never lengthened again', () => {
    const shorter = d1({
      shorter: [{ amount: 2, unit: 'working_day', mode: 'after', when: { fact: 's47', is: true } }],
    });
    const played = playCase(
      { ...setup, world: world(shorter) },
      know('2027-02-02T10:00', 's47', true),
      know('2027-02-02T11:00', 's47', false),
    );
    expect(played.of('deadlineShortened')).toMatchObject([{ was: '2027-02-08', due: '2027-02-03' }]);
    expect(played.deadline('BRA-D1').due).toBe('2027-02-03');
  });

  test('may have an hour, or be counted in hours across a change of the clocks', () => {
    expect(playCase({ ...setup, world: world(d1({ hour: '17:00' })) }).deadline('BRA-D1').dueAt).toBe(
      '2027-02-08T17:00:00Z',
    );
    const hours = world(d1({ amount: 24, unit: 'hour', clock: { event: 'referral_received' } }));
    const played = playCase({ ...setup, world: hours, receivedAt: '2026-10-24T12:00', until: '2026-10-26T12:00' });
    expect(played.deadline('BRA-D1').dueAt).toBe('2026-10-25T11:00:00Z');
  });
});

describe('already past when referred', () => {
  const late = d1({ clock: { event: 'first_absence' }, actor: 'authority' });
  const old = { ...setup, facts: { cp_plan: true, first_absence: '2027-01-11' } };

  test('is blocked and never breached', () => {
    const played = playCase({ ...old, world: world(late) });
    expect(played.deadline('BRA-D1')).toMatchObject({
      state: 'blocked',
      due: '2027-01-18',
      reason: 'already past when referred',
    });
    expect(played.told('breach')).toEqual([]);
  });

  test('may have another from receipt', () => {
    const again = (rules: DeadlineRule[]) =>
      d1({ lateReferral: { amount: 3, unit: 'working_day', mode: 'after' } })(late(rules));
    const played = playCase({ ...old, world: world(again) });
    expect(played.view.deadlines.filter((d) => d.rule === 'BRA-D1').map((d) => [d.rule, d.state, d.due])).toEqual([
      ['BRA-D1', 'blocked', '2027-01-18'],
      ['BRA-D1', 'breached', '2027-02-04'],
    ]);
  });

  test('of a school has lapsed, not breached', () => {
    const played = playCase({
      receivedAt: '2027-02-01T09:00',
      facts: { first_absence: '2026-11-16' },
      until: '2027-02-05T12:00',
    });
    expect(played.deadline('NAT-ABS10')).toMatchObject({ actor: 'school', state: 'lapsed' });
    expect(played.told('breach')).toEqual([]);
  });
});

describe('a recurring duty', () => {
  const weekly: DeadlineRule = {
    id: 'BRA-D1',
    actor: 'authority',
    amount: 1,
    unit: 'week',
    mode: 'after',
    clock: { event: 'referral_received' },
    met: { act: true },
    recurring: true,
  };
  const play = (until: string, ...played: Parameters<typeof playCase>[1][]) =>
    playCase({ receivedAt: '2027-02-03T09:00', world: world(() => [weekly]), until }, ...played);

  test('counts from the day of receipt, until an outcome', () => {
    const close = by('manager-m', '2027-02-20T10:00', { do: 'decideOutcome', outcome: 'on_roll_not_attending' });
    const played = play('2027-03-20T12:00', done('2027-02-05T10:00', 'BRA-D1'), close);
    expect(played.view.deadlines.map((d) => [d.occurrence, d.due, d.state])).toEqual([
      [1, '2027-02-10', 'met'],
      [2, '2027-02-17', 'breached'],
      [3, '2027-02-24', 'cancelled'],
    ]);
  });

  test('is not met a second time by what was done for the time before and entered late', () => {
    const late = by('officer-a', '2027-02-12T10:00', {
      do: 'recordCheck',
      check: 'BRA-D1',
      result: 'nothing_found',
      doneAt: '2027-02-09T10:00:00Z',
    });
    expect(play('2027-02-18T12:00', late).view.deadlines.map((d) => [d.occurrence, d.due, d.state])).toEqual([
      [1, '2027-02-10', 'met'],
      [2, '2027-02-17', 'breached'],
      [3, '2027-02-24', 'open'],
    ]);
  });

  test('done late stops the ladder of the one before and meets its own week', () => {
    const played = play('2027-02-18T12:00', done('2027-02-12T10:00', 'BRA-D1'));
    expect(played.view.deadlines.map((d) => [d.occurrence, d.state])).toEqual([
      [1, 'breached'],
      [2, 'met'],
      [3, 'open'],
    ]);
    expect(played.of('ladderStopped')).toMatchObject([{ occurrence: 1 }]);
  });

  test('goes on after a reopening with the next week ahead; the weeks between are nobody’s breach', () => {
    const close = by('manager-m', '2027-02-08T10:00', { do: 'decideOutcome', outcome: 'on_roll_not_attending' });
    const reopen = by('manager-m', '2027-03-05T10:00', { do: 'reopen', reason: 'seen again' });
    const dates = (...played: Parameters<typeof playCase>[1][]) =>
      play('2027-03-06T12:00', ...played, close, reopen).view.deadlines.map((d) => [d.occurrence, d.due, d.state]);
    // Received Wed 3 Feb: Wednesdays 10, 17, 24 Feb, 3 Mar, and the fifth, 10 Mar.
    expect(dates(done('2027-02-05T10:00', 'BRA-D1'))).toEqual([
      [1, '2027-02-10', 'met'],
      [5, '2027-03-10', 'open'],
    ]);
    expect(dates()).toEqual([
      [1, '2027-02-10', 'cancelled'],
      [5, '2027-03-10', 'open'],
    ]);
  });
});

describe('a calendar that changes', () => {
  const holiday = changed('2027-02-03T09:00', '5 February became a bank holiday', (c) =>
    withBankHoliday(c, '2027-02-05'),
  );

  test('recalculates what is open, with old date, new date and reason, and the task with it', () => {
    const played = playCase(
      { ...setup, facts: { cp_plan: true, social_worker: true }, until: '2027-02-04T12:00' },
      holiday,
    );
    expect(played.of('deadlineRecalculated')[0]).toMatchObject({
      rule: 'BRA-D1',
      was: '2027-02-08',
      due: '2027-02-09',
      reason: '5 February became a bank holiday',
      skipped: [{ date: '2027-02-05', why: 'bank holiday' }],
    });
    expect(played.view.tasks.find((task) => task.kind === 'contactSocialWorker')?.due).toBe('2027-02-09');
    expect(digestLinesOf(played.events, played.world, '2027-02-09T12:00:00Z').map((line) => line.at)).toEqual([
      '2027-02-08T09:00:00Z',
      '2027-02-08T09:00:00Z',
    ]);
  });

  test('never makes a past breach disappear', () => {
    const later = changed('2027-02-15T09:00', 'a closure', (c) => withClosureDay(c, '2027-02-05'));
    const played = playCase(setup, later);
    expect(played.deadline('BRA-D1')).toMatchObject({ state: 'breached', due: '2027-02-08' });
    expect(played.types).toContain('calendarChanged');
  });

  test('moves a school’s count and nothing else', () => {
    const school = { ...setup, facts: { cp_plan: true, first_absence: '2027-02-01' }, until: '2027-02-05T12:00' };
    const inset = changed('2027-02-03T09:00', 'INSET', (c) => withNonPupilDay(c, 'r26', '2027-02-10'));
    const open = changed('2027-02-03T10:00', 'open', (c) => withPupilDay(c, 'r26', '2027-02-16'));
    expect(playCase(school).deadline('NAT-ABS10').due).toBe('2027-02-12');
    const played = playCase(school, inset);
    expect(played.deadline('NAT-ABS10').due).toBe('2027-02-22');
    expect(played.deadline('BRA-D1').due).toBe('2027-02-08');
    expect(playCase(school, inset, open).deadline('NAT-ABS10').due).toBe('2027-02-16');
  });

  test('that was missing does not make a breach of what was past when referred', () => {
    const world0 = worldOf('bradford', (c) => ({ ...c, school: { id: 'oak', missing: true } }));
    const rule = d1({ amount: 5, unit: 'school_day', clock: { event: 'first_absence' } });
    const lost = {
      ...setup,
      facts: { cp_plan: true, first_absence: '2027-01-11' },
      world: { ...world0, policy: withDeadlines(rule) },
      until: '2027-02-05T12:00',
    };
    const { school } = worldOf('bradford').calendars;
    const loaded = playCase(
      lost,
      changed('2027-02-03T13:00', 'loaded', (c) => ({ ...c, school })),
    );
    expect(loaded.deadline('BRA-D1')).toMatchObject({ state: 'blocked', due: '2027-01-18' });
    expect(loaded.types).not.toContain('deadlineBreached');
  });

  test('of another school is nothing that happened to the case', () => {
    const other = changed('2027-02-03T09:00', 'INSET', (c) => withNonPupilDay(c, 'elsewhere', '2027-02-10'));
    expect(playCase(setup, other).types).not.toContain('calendarChanged');
  });

  test('that is missing blocks, names itself, and unblocks when it is loaded', () => {
    const world0 = worldOf('bradford', (c) => ({ ...c, school: { id: 'oak', missing: true } }));
    const lost = { ...setup, world: world0, facts: { first_absence: '2027-02-01' } };
    const played = playCase({ ...lost, until: '2027-02-03T12:00' });
    expect(played.deadline('NAT-ABS10')).toMatchObject({ state: 'blocked', due: null });
    expect(played.view.problems).toEqual([{ rule: 'NAT-ABS10', calendar: 'oak', needed: '2027-02-01' }]);
    const { school } = worldOf('bradford').calendars;
    const loaded = playCase(
      { ...lost, until: '2027-02-05T12:00' },
      changed('2027-02-03T13:00', 'loaded', (c) => ({ ...c, school })),
    );
    expect(loaded.deadline('NAT-ABS10')).toMatchObject({ state: 'open', due: '2027-02-12' });
    expect(loaded.view.problems).toEqual([]);
  });
});

describe('a corrected clock date', () => {
  test('moves the deadline either way, with the reason', () => {
    const school = { ...setup, facts: { first_absence: '2027-02-01' }, until: '2027-02-05T12:00' };
    const later = playCase(school, know('2027-02-02T10:00', 'first_absence', '2027-02-03'));
    expect(later.of('deadlineRecalculated')).toMatchObject([
      { rule: 'NAT-ABS10', was: '2027-02-12', due: '2027-02-23' },
    ]);
    const sooner = playCase(school, know('2027-02-02T10:00', 'first_absence', '2027-01-28'));
    expect(sooner.deadline('NAT-ABS10').due).toBe('2027-02-10');
  });
});

describe('another version of the policy', () => {
  const adopt = (when: string, policy: CompiledPolicy) =>
    by('manager-m', when, { do: 'adoptPolicy', policy: 'bradford@2' }, policy);

  test('recalculates what is open, never due before the end of the first working day after', () => {
    const three = withDeadlines(d1({ amount: 3 }), '2');
    const played = playCase({ ...setup, until: '2027-02-05T12:00' }, adopt('2027-02-05T11:00', three));
    expect(played.view.policy).toBe('bradford@2');
    expect(played.of('deadlineRecalculated')).toMatchObject([{ rule: 'BRA-D1', was: '2027-02-08', due: '2027-02-08' }]);
    const ten = playCase(
      { ...setup, until: '2027-02-05T12:00' },
      adopt('2027-02-05T11:00', withDeadlines(d1({ amount: 10 }), '2')),
    );
    expect(ten.deadline('BRA-D1').due).toBe('2027-02-15');
  });

  test('leaves alone what it does not change, what is met and what is breached', () => {
    const same = playCase(
      { ...setup, until: '2027-02-08T12:00' },
      adopt(
        '2027-02-08T11:00',
        withDeadlines((rules) => rules, '2'),
      ),
    );
    expect(same.types).not.toContain('deadlineRecalculated');
    const breached = playCase(setup, adopt('2027-02-09T11:00', withDeadlines(d1({ amount: 10 }), '2')));
    expect(breached.deadline('BRA-D1')).toMatchObject({ due: '2027-02-08', state: 'breached' });
  });

  test('sets a rule that it brings no sooner than that, and cancels one that it lacks', () => {
    const fresh = withDeadlines(
      (rules) => [
        ...rules.filter((rule) => rule.id !== 'BRA-D1'),
        ...rules.slice(0, 1).map((rule) => ({ ...rule, id: 'BRA-D9' })),
      ],
      '2',
    );
    const played = playCase({ ...setup, until: '2027-02-10T12:00' }, adopt('2027-02-08T11:00', fresh));
    expect(played.deadline('BRA-D1').state).toBe('cancelled');
    expect(played.deadline('BRA-D9')).toMatchObject({ due: '2027-02-09', dueAt: '2027-02-09T23:59:59Z' });
  });

  test('keeps that day through what happens next, and moves it where it is no working day any more', () => {
    const three = withDeadlines(d1({ amount: 1 }), '2');
    const closed = (date: string) =>
      changed('2027-02-05T11:30', `${date} closed`, (calendars) => withClosureDay(calendars, date));
    const until = { ...setup, until: '2027-02-05T12:00' };
    // Adopted on Friday 5 February: due on Tuesday 2 February by its rule, so at the end of Monday 8 February.
    const dueAfter = (...more: Parameters<typeof playCase>[1][]) =>
      playCase(until, adopt('2027-02-05T11:00', three), ...more).deadline('BRA-D1').due;
    expect(dueAfter()).toBe('2027-02-08');
    expect(dueAfter(closed('2027-02-02'))).toBe('2027-02-08');
    expect(dueAfter(closed('2027-02-08'))).toBe('2027-02-09');
  });

  test('is refused where nobody knows it, or it is another authority’s', () => {
    const none = by('manager-m', '2027-02-03T11:00', { do: 'adoptPolicy', policy: 'bradford@9' });
    const other = adopt('2027-02-03T12:00', worldOf('luton').policy);
    expect(playCase(setup, none, other).codes).toEqual(['not_found', 'invalid']);
  });
});

describe('a deadline shortened by a fact', () => {
  const short = (more: Partial<DeadlineRule> = {}) => ({
    ...setup,
    facts: { cp_plan: true, s47: true },
    until: '2027-02-03T12:00',
    world: world(
      d1({
        amount: 10,
        shorter: [{ amount: 5, unit: 'working_day', mode: 'after', when: { fact: 's47', is: true } }],
        ...more,
      }),
    ),
  });

  test('stays so when the fact ceases, also where a calendar moves it', () => {
    expect(playCase(short()).deadline('BRA-D1').due).toBe('2027-02-08');
    const ceased = know('2027-02-02T10:00', 's47', false);
    expect(playCase(short(), ceased).deadline('BRA-D1').due).toBe('2027-02-08');
    const closed = changed('2027-02-02T11:00', 'closed', (c) => withClosureDay(c, '2027-02-04'));
    expect(playCase(short(), ceased, closed).deadline('BRA-D1').due).toBe('2027-02-09');
  });

  test('never becomes longer by a fact', () => {
    const longer = short({
      amount: 5,
      shorter: [{ amount: 9, unit: 'working_day', mode: 'after', when: { fact: 'cin', is: true } }],
    });
    const played = playCase(longer, know('2027-02-02T10:00', 'cin', true));
    expect(played.deadline('BRA-D1').due).toBe('2027-02-08');
  });
});

describe('a deadline in hours', () => {
  const hours = (receivedAt: string, until: string) =>
    playCase({
      ...setup,
      receivedAt,
      until,
      world: world(d1({ amount: 24, unit: 'hour', clock: { event: 'referral_received' } })),
    }).deadline('BRA-D1');

  test('counts real hours over the night on which the clocks go forward', () => {
    // Saturday 27 March 2027 18:00 is GMT; 24 hours later the clocks show 19:00.
    expect(hours('2027-03-27T18:00', '2027-03-27T20:00')).toMatchObject({
      due: '2027-03-28',
      dueAt: '2027-03-28T18:00:00Z',
    });
  });

  test('and back', () => {
    // Saturday 30 October 2027 18:00 is summer time; 24 hours later the clocks show 17:00.
    expect(hours('2027-10-30T18:00', '2027-10-30T20:00')).toMatchObject({
      due: '2027-10-31',
      dueAt: '2027-10-31T17:00:00Z',
    });
  });

  test('moves with its corrected clock', () => {
    const played = playCase(
      {
        ...setup,
        facts: { cp_plan: true, expected_start: '2027-02-02' },
        until: '2027-02-02T12:00',
        world: world(d1({ amount: 2, unit: 'hour', clock: { event: 'expected_start' } })),
      },
      know('2027-02-01T10:00', 'expected_start', '2027-02-03'),
    );
    expect(played.deadline('BRA-D1').dueAt).toBe('2027-02-04T01:59:59Z');
  });
});

describe('a session coded N (NAT-N5)', () => {
  const coded = (when: string, date: string, code: string) =>
    by('officer-a', when, { do: 'recordAttendance', date, code });
  const school = { ...setup, facts: {}, until: '2027-02-24T12:00' };
  const n5 = (...inputs: ReturnType<typeof coded>[]) =>
    playCase(school, ...inputs)
      .view.deadlines.filter((deadline) => deadline.rule === 'NAT-N5')
      .map(({ occurrence, due, state, clock }) => ({ occurrence, due, state, from: clock?.from }));

  test('is corrected by the school within five school days, each session for itself', () => {
    // Thursday 11 February; Friday 12 is day 1, half term is passed over, Thursday 25 is day 5.
    expect(n5(coded('2027-02-12T10:00', '2027-02-11', 'N'), coded('2027-02-12T10:01', '2027-02-12', 'N'))).toEqual([
      { occurrence: 1, due: '2027-02-25', state: 'open', from: '2027-02-11' },
      { occurrence: 2, due: '2027-02-26', state: 'open', from: '2027-02-12' },
    ]);
  });

  test('is met by another code, and lapses without', () => {
    const first = coded('2027-02-03T10:00', '2027-02-02', 'N');
    const second = coded('2027-02-03T10:01', '2027-02-03', 'N');
    expect(n5(first, second, coded('2027-02-05T10:00', '2027-02-02', 'I'))).toEqual([
      { occurrence: 1, due: '2027-02-09', state: 'met', from: '2027-02-02' },
      { occurrence: 2, due: '2027-02-10', state: 'lapsed', from: '2027-02-03' },
    ]);
  });

  test('is another code from the start: nothing to correct', () => {
    expect(n5(coded('2027-02-03T10:00', '2027-02-02', 'O'))).toEqual([]);
  });

  test('moves with the calendar of the school', () => {
    const played = playCase(
      { ...school, until: '2027-02-04T12:00' },
      coded('2027-02-03T10:00', '2027-02-02', 'N'),
      coded('2027-02-03T10:01', '2027-02-03', 'N'),
      changed('2027-02-03T11:00', 'INSET', (c) => withNonPupilDay(c, 'r26', '2027-02-05')),
    );
    expect(played.of('deadlineRecalculated')).toMatchObject([
      { rule: 'NAT-N5', occurrence: 1, was: '2027-02-09', due: '2027-02-10' },
      { rule: 'NAT-N5', occurrence: 2, was: '2027-02-10', due: '2027-02-11' },
    ]);
  });
});

test('the earliest receipt counts after a join', () => {
  const played = playCase(setup, further('2027-02-02T10:00', 'same_upn', { facts: { s47: true } }));
  expect(played.deadline('BRA-D1').due).toBe('2027-02-08');
});

describe('a deadline of the school', () => {
  // Day 1 is Monday 12 October, long past when the school refers on Tuesday 3 November.
  const setup = { pack: 'bromley', receivedAt: '2026-11-03T09:00', facts: { first_absence: '2026-10-12' } };
  const firstDay = (doneAt: string) =>
    by('officer-a', '2026-11-04T10:00', { do: 'recordCheck', check: 'BRO-T4', result: 'no_reply', doneAt });

  test('that lapsed before the referral is met by a late entry of what was done in time', () => {
    expect(playCase({ ...setup, until: '2026-11-03T12:00' }).deadline('BRO-D1').state).toBe('lapsed');
    const played = playCase({ ...setup, until: '2026-11-05T12:00' }, firstDay('2026-10-12T08:40:00Z'));
    expect(played.deadline('BRO-D1')).toMatchObject({ state: 'met', due: '2026-10-12' });
    expect(played.check('BRO-T4')).toMatchObject({ state: 'done', lateEntry: true });
    expect(played.of('deadlineMet')).toMatchObject([
      { rule: 'BRO-D3', at: '2026-11-03T09:00:00Z' },
      { rule: 'BRO-D1', metAt: '2026-10-12T08:40:00Z' },
    ]);
    expect(played.told('breach')).toEqual([]);
  });

  test('stays lapsed by what was done late', () => {
    const played = playCase({ ...setup, until: '2026-11-05T12:00' }, firstDay('2026-10-13T08:00:00Z'));
    expect(played.deadline('BRO-D1').state).toBe('lapsed');
    expect(played.check('BRO-T4')).toMatchObject({ state: 'done', lateEntry: false });
  });
});
