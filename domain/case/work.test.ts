import { describe, expect, test } from '@jest/globals';
import { by, playCase, worldOf } from '../../tests/support/domain/cases.js';

const luton = {
  pack: 'luton',
  receivedAt: '2027-02-01T09:00',
  facts: { last_attended: '2026-12-18' },
  until: '2027-03-12T12:00',
};
const bradford = { receivedAt: '2027-02-01T09:00', until: '2027-03-26T12:00' };
const visit = (
  doneAt: string,
  result: 'no_reply' | 'contact_made' | 'nothing_found' = 'no_reply',
  evidence = 'text-1',
) =>
  by('officer-a', '2027-02-20T10:00', {
    do: 'recordCheck',
    check: 'LUT-C5',
    result,
    doneAt: `${doneAt}:00Z`,
    evidence,
  });

describe('a check of several attempts', () => {
  test('is done after three in distinct bands', () => {
    const played = playCase(luton, visit('2027-02-02T08:59'), visit('2027-02-03T09:00'), visit('2027-02-04T15:30'));
    expect(played.of('checkAttempted').map((a) => [a.band, a.counts])).toEqual([
      ['before 09:00', true],
      ['09:00 to 15:30', true],
      ['after 15:30', true],
    ]);
    expect(played.check('LUT-C5')).toMatchObject({ state: 'done', attempts: 3 });
  });

  test('waits while a band is missing; a weekend is one', () => {
    const twice = playCase(luton, visit('2027-02-02T10:00'), visit('2027-02-03T10:00'), visit('2027-02-04T16:00'));
    expect(twice.check('LUT-C5')).toMatchObject({ state: 'waiting', attempts: 3 });
    const weekend = playCase(luton, visit('2027-02-02T10:00'), visit('2027-02-06T10:00'), visit('2027-02-04T16:00'));
    expect(weekend.check('LUT-C5')?.state).toBe('done');
  });

  test('does not count one without evidence', () => {
    const played = playCase(
      luton,
      visit('2027-02-02T08:00', 'no_reply', ''),
      visit('2027-02-03T10:00'),
      visit('2027-02-04T16:00'),
    );
    expect(played.check('LUT-C5')?.state).toBe('waiting');
  });

  test('is done at once by contact', () => {
    expect(playCase(luton, visit('2027-02-02T10:00', 'contact_made')).check('LUT-C5')).toMatchObject({
      state: 'done',
      result: 'contact_made',
    });
  });
});

describe('recording a check', () => {
  const record = (
    check: string,
    more: {
      doneAt?: string;
      note?: string;
      result?: 'nothing_found' | 'not_applicable' | 'child_seen' | 'contact_made';
    } = {},
  ) => by('officer-a', '2027-02-05T10:00', { do: 'recordCheck', check, result: 'nothing_found', ...more });

  test('refuses what is not there', () => {
    const played = playCase(bradford, record('BRA-C99'), record('BRA-C13'), record('__proto__'), record('BRA-D2'));
    expect(played.codes).toEqual(['not_found', 'invalid', 'not_found', 'invalid']);
  });

  test('refuses a time that has not come, and not applicable without a note', () => {
    const played = playCase(
      bradford,
      record('BRA-C1', { doneAt: '2027-02-05T10:00:01Z' }),
      record('BRA-C1', { result: 'not_applicable' }),
    );
    expect(played.refused).toMatchObject([
      { code: 'invalid', field: 'doneAt' },
      { code: 'invalid', field: 'note' },
    ]);
  });

  test('a child who was seen is located; contact is no sight', () => {
    const facts = (result: 'child_seen' | 'contact_made') =>
      playCase(bradford, record('BRA-C2', { result }))
        .view.facts.filter((f) => f.value === true)
        .map((f) => f.fact);
    expect(facts('child_seen')).toEqual(expect.arrayContaining(['child_seen', 'located', 'whereabouts_known']));
    expect(facts('contact_made')).not.toContain('located');
  });

  test('an officer adds a check, and no two have one id', () => {
    const add = (check: string) =>
      by('officer-a', '2027-02-05T10:00', { do: 'addCheck', check, title: 'Ask the library', reason: 'text-1' });
    const played = playCase(bradford, add('X-1'), add('X-1'), add('BRA-C1'), record('X-1'));
    expect(played.codes).toEqual(['invalid', 'invalid']);
    expect(played.check('X-1')).toMatchObject({ state: 'done', required: false });
  });
});

describe('a partner', () => {
  const ask = (when = '2027-02-01T10:00') => by('officer-a', when, { do: 'askPartner', check: 'BRA-C6' });
  const reply = (when: string, result: 'nothing_found' | 'information_found' = 'nothing_found', doneAt?: string) =>
    by('partner-h', when, {
      do: 'partnerReplied',
      check: 'BRA-C6',
      result,
      ...(doneAt === undefined ? {} : { doneAt }),
    });

  test('is chased at 5 and 10 working days, and the manager told at 15', () => {
    const played = playCase(bradford, ask());
    expect(
      played
        .told()
        .filter((told) => told.rule === 'BRA-C6')
        .map(({ at, to, purpose }) => [at.slice(0, 16), to, purpose]),
    ).toEqual([
      ['2027-02-01T10:00', 'partner:health', 'request'],
      ['2027-02-08T09:00', 'partner:health', 'chaser'],
      ['2027-02-15T09:00', 'partner:health', 'chaser'],
      ['2027-02-22T09:00', 'manager', 'chaser'],
    ]);
    expect(played.check('BRA-C6')).toMatchObject({ state: 'waiting', result: null });
  });

  test('who answered is left alone', () => {
    expect(playCase(bradford, ask(), reply('2027-02-03T10:00')).told('chaser')).toEqual([]);
    expect(playCase(bradford, reply('2027-02-03T10:00')).codes).toEqual(['not_found']);
  });

  test('is not chased on a restricted case', () => {
    const restrict = by('officer-a', '2027-02-02T10:00', { do: 'recordFact', fact: 'restricted', value: true });
    expect(
      playCase(bradford, ask(), restrict)
        .told('chaser')
        .filter((told) => told.to.startsWith('partner')),
    ).toEqual([]);
  });

  test('may answer late, and a positive answer after the end opens a review', () => {
    const close = by('manager-m', '2027-02-05T10:00', { do: 'decideOutcome', outcome: 'on_roll_not_attending' });
    expect(playCase(bradford, ask(), close, reply('2027-02-10T10:00')).view.tasks).toEqual([]);
    const positive = playCase(bradford, ask(), close, reply('2027-02-10T10:00', 'information_found'));
    expect(positive.view.tasks.map((task) => [task.kind, task.for])).toEqual([['review', 'manager']]);
  });

  test('who answers late is still heard: silence gives way to the answer, and nothing found to what was found', () => {
    const silence = by('officer-a', '2027-02-09T10:00', { do: 'recordCheck', check: 'BRA-C6', result: 'no_reply' });
    const late = '2027-02-12T10:00';
    // The work was done when it was done: the date of the check stays.
    const done = { state: 'done', doneAt: '2027-02-09T10:00:00Z' };
    expect(playCase(bradford, ask(), silence).check('BRA-C6')).toMatchObject({ ...done, result: 'no_reply' });
    for (const result of ['nothing_found', 'information_found'] as const)
      expect(playCase(bradford, ask(), silence, reply(late, result)).check('BRA-C6')).toMatchObject({
        ...done,
        result,
      });
    const twice = playCase(bradford, ask(), reply('2027-02-09T10:00'), reply(late, 'information_found'));
    expect(twice.check('BRA-C6')).toMatchObject({ ...done, result: 'information_found' });
    const unsaid = playCase(bradford, ask(), reply('2027-02-09T10:00', 'information_found'), reply(late));
    expect(unsaid.check('BRA-C6')).toMatchObject({ ...done, result: 'information_found' });
  });

  test('who answers late about safeguarding opens and shuts the gate on evidence', () => {
    const asked = by('officer-a', '2027-02-01T10:00', { do: 'askPartner', check: 'BRA-C8' });
    const silence = by('officer-a', '2027-02-09T10:00', { do: 'recordCheck', check: 'BRA-C8', result: 'no_reply' });
    const answer = (when: string, result: 'nothing_found' | 'information_found') =>
      by('partner-s', when, { do: 'partnerReplied', check: 'BRA-C8', result });
    const unknown = 'BRA-O4 cp_plan is not known';
    const none = answer('2027-02-10T10:00', 'nothing_found');
    expect(playCase(bradford, asked, silence).blocked('inactive')).toContain(unknown);
    expect(playCase(bradford, asked, silence, none).blocked('inactive')).not.toContain(unknown);
    const more = answer('2027-02-11T10:00', 'information_found');
    expect(playCase(bradford, asked, silence, none, more).blocked('inactive')).toContain(unknown);
  });

  test('answers a check that a breached deadline waits for: a late entry', () => {
    const rest = ['BRA-C1', 'BRA-C2', 'BRA-C3', 'BRA-C4'].map((check) =>
      by('officer-a', '2027-02-02T10:00', { do: 'recordCheck', check, result: 'nothing_found' }),
    );
    const asked = by('officer-a', '2027-02-01T10:00', { do: 'askPartner', check: 'BRA-C5' });
    const answered = by('partner-a', '2027-02-10T10:00', {
      do: 'partnerReplied',
      check: 'BRA-C5',
      result: 'nothing_found',
      doneAt: '2027-02-05T10:00:00Z',
    });
    const played = playCase({ ...bradford, facts: { cp_plan: true } }, ...rest, asked, answered);
    expect(played.check('BRA-C5')).toMatchObject({ lateEntry: true });
    expect(played.deadline('BRA-D1').state).toBe('met');
  });
});

describe('a case that cannot end', () => {
  test('is reviewed by the manager every four weeks from acceptance, on working days', () => {
    const played = playCase({ ...luton, until: '2027-05-01T12:00' });
    expect(played.told('review').map((told) => told.at)).toEqual([
      '2027-03-01T09:00:00Z',
      '2027-03-30T08:00:00Z',
      '2027-04-26T08:00:00Z',
    ]);
    expect(played.view.tasks.filter((task) => task.kind === 'review').map((task) => task.due)).toEqual([
      '2027-03-01',
      '2027-03-30',
      '2027-04-26',
    ]);
  });
});

describe('the end of compulsory school age', () => {
  test('is told a week before and on the day, and nothing closes', () => {
    const played = playCase({ ...bradford, dateOfBirth: '2011-03-04', until: '2027-07-09T12:00' });
    expect(
      played
        .told()
        .filter((told) => told.rule === 'SYS-AGE')
        .map((told) => told.at),
    ).toEqual(['2027-06-18T08:00:00Z', '2027-06-25T08:00:00Z']);
    expect(played.view.status).toBe('open');
  });
});

describe('attendance', () => {
  const day = (date: string, code: string) =>
    by('officer-a', '2027-03-12T11:00', { do: 'recordAttendance', date, code });
  const run = (...days: ReturnType<typeof day>[]) =>
    playCase(luton, ...days).view.facts.find((f) => f.fact === 'gn_o_run')?.value;

  test('counts the school days of the current run of G, N and O, over weekends and half term', () => {
    expect(run(day('2027-02-11', 'O'), day('2027-02-12', 'N'), day('2027-02-22', 'G'))).toBe(3);
  });

  test('is broken by another code and by a day without a record', () => {
    expect(run(day('2027-02-10', 'O'), day('2027-02-11', 'I'), day('2027-02-12', 'O'))).toBe(1);
    expect(run(day('2027-02-10', 'O'), day('2027-02-12', 'O'))).toBe(1);
  });

  test('is not taken for a day without pupils, or to come', () => {
    expect(playCase(luton, day('2027-02-16', 'O'), day('2027-02-13', 'O'), day('2027-03-15', 'O')).codes).toEqual([
      'invalid',
      'invalid',
      'invalid',
    ]);
  });
});

describe('minimum periods', () => {
  test('allow the action from the day after, and the strictest wins', () => {
    const played = playCase({
      ...luton,
      facts: { last_attended: '2026-12-18', enquiries_started: '2027-01-05', first_absence: '2027-01-05' },
      until: '2027-02-02T12:00',
    });
    expect(played.view.earliest).toEqual([
      { rule: 'LUT-D1', action: 'roll_removal', completes: '2027-02-01', from: '2027-02-02' },
      { rule: 'LUT-D2', action: 'roll_removal', completes: '2027-02-01', from: '2027-02-02' },
    ]);
    expect(played.blocked('roll_removal').some((why) => why.includes('runs until'))).toBe(false);
  });
});

describe('a check that is not open', () => {
  const because = (played: ReturnType<typeof playCase>, id: string) =>
    played.view.notOpen.find((check) => check.id === id);
  const lone = { pack: 'luton', receivedAt: '2027-02-01T09:00', until: '2027-02-02T12:00', facts: {} };

  test('says which fact keeps it so', () => {
    expect(because(playCase(lone), 'LUT-C4')).toMatchObject({
      need: 'conditional',
      when: 'other_agencies is known',
      why: ['other_agencies is not known'],
    });
    const bradford = { ...lone, pack: 'bradford' };
    expect(because(playCase(bradford), 'BRA-C13')?.why).toEqual(['safeguarding_concern is not known']);
    expect(because(playCase({ ...bradford, facts: { safeguarding_concern: false } }), 'BRA-C13')?.why).toEqual([
      'safeguarding_concern is not set',
    ]);
  });

  test('says so when it opens, and one that was open from the start says nothing', () => {
    const played = playCase(
      { ...lone, pack: 'bradford', until: '2027-02-02T12:00' },
      by('officer-a', '2027-02-01T11:00', { do: 'raiseConcern', kind: 'welfare', immediate: false, note: 'a note' }),
    );
    expect(because(played, 'BRA-C13')).toBeUndefined();
    expect(played.check('BRA-C13')?.notBefore).toEqual(['safeguarding_concern is not known']);
    expect(played.check('BRA-C1')?.notBefore).toBeUndefined();
    const atOnce = playCase({ ...lone, pack: 'bradford', facts: { safeguarding_concern: true } });
    expect(atOnce.check('BRA-C13')?.notBefore).toBeUndefined();
  });

  test('waits for the checks before it', () => {
    const world = worldOf('luton');
    const ordered = {
      ...world,
      policy: {
        ...world.policy,
        checks: world.policy.checks.map((rule) => (rule.id === 'LUT-C8' ? { ...rule, after: ['LUT-C9a'] } : rule)),
      },
    };
    const inOrder = { ...lone, world: ordered };
    expect(because(playCase(inOrder), 'LUT-C8')?.why).toEqual(['LUT-C9a is not done']);
    const done = playCase(
      inOrder,
      by('officer-a', '2027-02-01T11:00', { do: 'recordCheck', check: 'LUT-C9a', result: 'nothing_found' }),
    );
    expect(done.check('LUT-C8')?.notBefore).toEqual(['LUT-C9a is not done']);
  });

  test('waits for the acceptance of the referral', () => {
    const doubtful = playCase({ ...lone, pack: 'bradford', dateOfBirth: null });
    expect(doubtful.view.status).toBe('received');
    expect(because(doubtful, 'BRA-C1')?.why).toEqual(['the referral is not accepted']);
  });
});
