import { describe, expect, test } from '@jest/globals';
import { withBankHoliday } from '../../config/calendars.js';
import { ANONYMOUS, by, changed, further, playCase, PUBLIC } from '../../tests/support/domain/cases.js';

const setup = { receivedAt: '2027-02-01T09:00', until: '2027-02-26T12:00' };
const accept = by('officer-a', '2027-02-02T09:00', { do: 'acceptReferral' });
const reject = by('officer-a', '2027-02-02T10:00', { do: 'rejectReferral' });

describe('scope', () => {
  test('in scope is accepted by the system at once; accepting again changes nothing', () => {
    const played = playCase(setup, accept);
    expect(played.of('referralAccepted')).toMatchObject([
      { by: 'system', at: '2027-02-01T09:00:00Z', rule: 'BRA-SC2' },
    ]);
    expect(played.codes).toEqual([]);
  });

  test('in doubt stays received until a named person decides', () => {
    const waiting = playCase({ ...setup, dateOfBirth: null });
    expect(waiting.view).toMatchObject({ status: 'received', stage: 'received' });
    expect(waiting.view.tasks.map((task) => task.kind)).toEqual(['decideReferral']);
    expect(playCase({ ...setup, dateOfBirth: null }, accept).of('referralAccepted')).toMatchObject([
      { by: 'officer-a' },
    ]);
  });

  test('in doubt: a marker counts from when it was stated, however long the referral waited', () => {
    // Received Mon 1 Feb, accepted Tue 2 Feb: five working days after Monday are Mon 8 Feb.
    const stated = playCase({ ...setup, dateOfBirth: null, facts: { cp_plan: true } }, accept);
    expect(stated.deadline('BRA-D1')).toMatchObject({
      due: '2027-02-08',
      clock: { event: 'referral_received', from: '2027-02-01' },
    });
    // Stated on Tue 2 Feb and accepted on Thu 4 Feb: five working days after Tuesday are Tue 9 Feb.
    const later = playCase(
      { ...setup, dateOfBirth: null },
      by('officer-a', '2027-02-02T09:00', { do: 'recordFact', fact: 'cp_plan', value: true }),
      by('officer-a', '2027-02-04T09:00', { do: 'acceptReferral' }),
    );
    expect(later.deadline('BRA-D1')).toMatchObject({
      due: '2027-02-09',
      clock: { event: 'marker_identified', from: '2027-02-02' },
    });
  });

  test('in doubt with a concern is accepted and marked incomplete', () => {
    const played = playCase({ ...setup, dateOfBirth: null, facts: { safeguarding_concern: true } });
    expect(played.view).toMatchObject({ status: 'open', incomplete: true });
  });

  test('an unknown fact that need not be asked counts as in scope', () => {
    expect(playCase(setup).view.status).toBe('open');
  });

  test.each([
    ['too young', '2023-05-04', 'BRA-SC6a', 'Early education'],
    ['too old', '2009-05-04', 'BRA-SC6b', 'Skills House'],
  ])('%s is proposed for rejection, and a person rejects', (_name, dateOfBirth, rule, signpost) => {
    const proposed = playCase({ ...setup, dateOfBirth });
    expect(proposed.of('rejectionProposed')).toMatchObject([{ rule, signpost }]);
    expect(proposed.view.status).toBe('received');
    const rejected = playCase({ ...setup, dateOfBirth }, accept, reject);
    expect(rejected.refused).toMatchObject([{ do: 'acceptReferral', code: 'out_of_scope', blockedBy: [{ rule }] }]);
    expect(rejected.of('referralRejected')).toMatchObject([{ by: 'officer-a', rule }]);
    expect(rejected.told('decision')).toMatchObject([{ to: 'referrer' }]);
  });

  test('a registered child whose whereabouts are unknown is a joint enquiry, one whose are known is not', () => {
    expect(playCase({ ...setup, facts: { on_roll: true } }).view.status).toBe('open');
    const known = playCase({ ...setup, facts: { on_roll: true, whereabouts_known: true } });
    expect(known.of('rejectionProposed')).toMatchObject([{ rule: 'BRA-SC3b' }]);
  });

  test('no birth lies in the future', () => {
    expect(() => playCase({ ...setup, dateOfBirth: '2027-02-02' })).toThrow('the date of birth lies in the future');
  });
});

describe('a further referral', () => {
  test('of the same UPN joins: every referrer, the earliest receipt, all markers', () => {
    const played = playCase(
      setup,
      further('2027-02-03T10:00', 'same_upn', { referrer: PUBLIC, facts: { cp_plan: true } }),
    );
    expect(played.state.referrers).toHaveLength(2);
    expect(played.state.receivedAt).toBe('2027-02-01T09:00:00Z');
    expect(played.view.risk).toBe('priority');
    expect(played.told('acknowledgement').map((told) => told.to)).toEqual(['referrer', 'referrer-2']);
    expect(played.deadline('BRA-D1').due).toBe('2027-02-10');
  });

  test('of another child is no part of the case', () => {
    expect(playCase(setup, further('2027-02-03T10:00', undefined)).codes).toEqual(['invalid']);
  });

  test('of a similar child is proposed, and its markers count already', () => {
    const played = playCase(setup, further('2027-02-03T10:00', 'similar', { facts: { cp_plan: true } }));
    expect(played.of('duplicateProposed')).toHaveLength(1);
    expect(played.view.risk).toBe('priority');
    expect(played.state.referrers).toHaveLength(1);
    expect(played.view.tasks.map((task) => task.kind)).toContain('decideDuplicate');
  });

  test('confirmed joins', () => {
    const confirm = by('officer-a', '2027-02-04T10:00', { do: 'confirmDuplicate' });
    const played = playCase(setup, further('2027-02-03T10:00', 'similar', { facts: { cp_plan: true } }), confirm);
    expect(played.state.referrers).toHaveLength(2);
    expect(played.of('referralJoined')).toMatchObject([{ by: 'officer-a', receivedAt: '2027-02-03T10:00:00Z' }]);
    expect(played.deadline('BRA-D1').clock).toMatchObject({ event: 'marker_identified', from: '2027-02-03' });
  });

  test('refused leaves nothing that only its markers opened', () => {
    const refuse = by('officer-a', '2027-02-04T10:00', { do: 'refuseDuplicate' });
    const similar = further('2027-02-03T10:00', 'similar', { facts: { cp_plan: true, social_worker: true } });
    const played = playCase(setup, similar, refuse);
    expect(played.view.risk).toBe('standard');
    expect(played.view.deadlines.map((d) => [d.rule, d.state])).toEqual([
      ['BRA-D1', 'cancelled'],
      ['BRA-D2', 'cancelled'],
    ]);
    expect(played.view.tasks.map((task) => task.kind)).not.toContain('contactSocialWorker');
    // A marker that is found later starts the clock then.
    const found = by('officer-a', '2027-02-15T10:00', { do: 'recordFact', fact: 'cp_plan', value: true });
    expect(playCase(setup, similar, refuse, found).deadline('BRA-D1')).toMatchObject({
      due: '2027-02-22',
      occurrence: 2,
    });
  });

  test('no proposal, no decision', () => {
    expect(playCase(setup, by('officer-a', '2027-02-04T10:00', { do: 'confirmDuplicate' })).codes).toEqual([
      'not_found',
    ]);
  });
});

describe('after the end', () => {
  const close = by('manager-m', '2027-02-05T10:00', { do: 'decideOutcome', outcome: 'on_roll_not_attending' });

  test('the same child opens the next episode, with the history in view', () => {
    const played = playCase(
      { ...setup, facts: { looked_after: true, first_absence: '2027-01-12' } },
      close,
      further('2027-02-08T10:00', 'same_upn'),
    );
    expect(played.view).toMatchObject({ episode: 2, status: 'open', risk: 'priority' });
    expect(played.view.facts.map((fact) => fact.fact)).not.toContain('first_absence');
    expect(played.deadline('BRA-D1')).toMatchObject({ due: '2027-02-15', occurrence: 1 });
  });

  test('a confirmed duplicate opens the next episode, whose clocks run from its receipt', () => {
    // Received Thu 4 Feb, confirmed Mon 8 Feb: five working days after Thursday are Thu 11 Feb.
    const played = playCase(
      setup,
      by('manager-m', '2027-02-03T10:00', { do: 'decideOutcome', outcome: 'died' }),
      further('2027-02-04T10:00', 'similar', { facts: { cp_plan: true } }),
      by('officer-a', '2027-02-08T10:00', { do: 'confirmDuplicate' }),
    );
    expect(played.view.episode).toBe(2);
    expect(played.deadline('BRA-D1')).toMatchObject({
      due: '2027-02-11',
      clock: { event: 'referral_received', from: '2027-02-04' },
    });
  });

  test('a confirmed duplicate opens the next episode', () => {
    const confirm = by('officer-a', '2027-02-09T10:00', { do: 'confirmDuplicate' });
    const played = playCase(setup, close, further('2027-02-08T10:00', 'similar'), confirm);
    expect(played.view).toMatchObject({ episode: 2, status: 'open' });
  });

  test('a manager reopens the same episode', () => {
    const reopen = by('manager-m', '2027-02-08T10:00', { do: 'reopen', reason: 'seen again' });
    const early = by('officer-a', '2027-02-08T09:00', { do: 'recordFact', fact: 'cp_plan', value: true });
    const played = playCase(setup, close, early, reopen);
    expect(played.codes).toEqual(['invalid']);
    expect(played.view).toMatchObject({ episode: 1, status: 'open', stage: 'enquiries' });
  });

  test('what was open is cancelled', () => {
    const played = playCase({ ...setup, facts: { cp_plan: true } }, close);
    expect(played.deadline('BRA-D1').state).toBe('cancelled');
    expect(played.told('breach')).toEqual([]);
    expect(played.view.tasks.filter((task) => task.kind !== 'review')).toEqual([]);
  });
});

describe('feedback', () => {
  const close = by('manager-m', '2027-02-05T10:00', { do: 'decideOutcome', outcome: 'in_education' });
  const template = (played: ReturnType<typeof playCase>) =>
    played
      .of('messageDue')
      .filter((m) => m.purpose === 'feedback')
      .map((m) => m.template);

  test('by its kind only, and only to a verified referrer', () => {
    expect(template(playCase(setup, close))).toEqual(['feedback-found']);
    expect(template(playCase({ ...setup, referrer: PUBLIC }, close))).toEqual(['feedback-dealt-with']);
  });

  test('nothing to an anonymous one, and the record says why', () => {
    const played = playCase({ ...setup, referrer: ANONYMOUS }, close);
    expect(template(played)).toEqual([]);
    expect(played.of('noteAdded')).toMatchObject([{ by: 'system' }]);
  });

  test.each(['domestic_abuse', 'restricted'])('nothing to a public one where %s is set', (fact) => {
    const set = by('officer-a', '2027-02-02T10:00', { do: 'recordFact', fact, value: true });
    expect(template(playCase({ ...setup, referrer: PUBLIC }, set, close))).toEqual([]);
  });
});

test('what changed before the referral is the world it comes into', () => {
  const played = playCase(
    { ...setup, facts: { cp_plan: true } },
    changed('2027-01-20T09:00', 'a holiday', (calendars) => withBankHoliday(calendars, '2027-02-03')),
  );
  expect(played.deadline('BRA-D1').due).toBe('2027-02-09');
  expect(played.types).not.toContain('calendarChanged');
});

describe('an outcome under which the case stays open', () => {
  const luton = { pack: 'luton', receivedAt: '2027-02-01T09:00', facts: { on_roll: false } };
  const moved = by('manager-m', '2027-02-05T10:00', { do: 'decideOutcome', outcome: 'moved_authority' });
  const registered = by('officer-a', '2027-02-10T10:00', {
    do: 'recordFact',
    fact: 'registered_elsewhere',
    value: true,
  });
  const again = by('manager-m', '2027-02-11T10:00', { do: 'decideOutcome', outcome: 'moved_authority' });

  test('is told where the child is located', () => {
    const found = by('manager-m', '2027-02-05T10:00', { do: 'decideOutcome', outcome: 'located_no_place' });
    expect(
      playCase(luton, found)
        .told('feedback')
        .map(({ at }) => at),
    ).toEqual(['2027-02-05T10:00:00Z']);
  });

  test('is told to no referrer as the end of the enquiries; their end is', () => {
    const played = playCase({ ...luton, until: '2027-02-12T12:00' }, moved, registered, again);
    expect(played.told('feedback')).toEqual([
      { at: '2027-02-11T10:00:00Z', rule: 'SYS-FEEDBACK', to: 'referrer', purpose: 'feedback' },
    ]);
  });
});
