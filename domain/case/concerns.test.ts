import { describe, expect, test } from '@jest/globals';
import { by, playCase } from '../../tests/support/domain/cases.js';

const raise = (when = '2027-02-03T11:05', kind: 'welfare' | 'forced_marriage' = 'welfare', immediate = false) =>
  by('officer-a', when, { do: 'raiseConcern', kind, immediate, note: 'text-1' });
const acknowledge = (when: string) => by('dsl-d', when, { do: 'acknowledgeConcern', spokenTo: 'duty social worker' });
const resolve = (when: string, who = 'dsl-d') => by(who, when, { do: 'resolveConcern', reason: 'seen' });
const setup = { receivedAt: '2027-02-01T09:00', until: '2027-02-12T12:00' };

describe('a concern', () => {
  test('tells the safeguarding contact and the lead in the same step, and opens the task of one hour', () => {
    const played = playCase(setup, raise());
    const now = '2027-02-03T11:05:00Z';
    expect(played.told('concern').filter((told) => told.at === now)).toEqual([
      { at: now, rule: 'BRA-N1', to: 'safeguarding-contact', purpose: 'concern' },
      { at: now, rule: 'SYS-CONCERN', to: 'dsl', purpose: 'concern' },
    ]);
    expect(played.of('messageDue').filter((m) => m.purpose === 'concern' && !m.safeguarding)).toEqual([]);
    const tasks = played.of('taskOpened').filter((task) => task.concern === 'concern-1');
    expect(tasks.map((task) => [task.for, task.dueAt])).toEqual([
      ['officer', '2027-02-03T12:05:00Z'],
      ['dsl', '2027-02-03T12:05:00Z'],
    ]);
  });

  test.each(['crime', 'exploitation', 'trafficking', 'forced_marriage', 'fgm'] as const)(
    'of %s also goes to the police',
    (kind) => {
      const concern = by('officer-a', '2027-02-03T11:05', {
        do: 'raiseConcern',
        kind,
        immediate: false,
        note: 'text-1',
      });
      expect(
        playCase(setup, concern)
          .told('concern')
          .map((told) => told.to),
      ).toContain('police');
    },
  );

  test.each(['welfare', 'abuse', 'neglect', 'radicalisation', 'other'] as const)(
    'of %s goes to the police only where harm is imminent',
    (kind) => {
      const concern = (immediate: boolean) =>
        playCase(setup, by('officer-a', '2027-02-03T11:05', { do: 'raiseConcern', kind, immediate, note: 'text-1' }))
          .told('concern')
          .map((told) => told.to);
      expect(concern(false)).not.toContain('police');
      expect(concern(true)).toContain('police');
    },
  );

  test('climbs to the senior officer at 30 minutes and to the manager at 60', () => {
    const ladder = playCase(setup, raise()).told('concern').slice(2);
    expect(ladder).toEqual([
      { at: '2027-02-03T11:35:00Z', rule: 'SYS-CONCERN', to: 'senior', purpose: 'concern' },
      { at: '2027-02-03T12:05:00Z', rule: 'SYS-CONCERN', to: 'manager', purpose: 'concern' },
    ]);
  });

  test('climbs to the deputy of a lead who is away', () => {
    const away = by('dsl-d', '2027-02-02T09:00', {
      do: 'staffAway',
      who: 'dsl-d',
      from: '2027-02-02T09:00:00Z',
      deputy: 'dsl-e',
    });
    expect(
      playCase(setup, away, raise())
        .told('concern')
        .map((told) => told.to),
    ).toContain('deputy');
  });

  test.each([
    ['2027-02-03T11:20', []],
    ['2027-02-03T11:35', ['senior']],
    ['2027-02-03T12:00', ['senior']],
  ])('stops climbing when it is acknowledged at %s', (when, told) => {
    const played = playCase(setup, raise(), acknowledge(when));
    expect(
      played
        .told('concern')
        .slice(2)
        .map(({ to }) => to),
    ).toEqual(told);
    expect(played.view.tasks.filter((task) => task.kind === 'referConcern')).toEqual([]);
    expect(played.blocked('close')).toHaveLength(1);
  });

  test('raises the risk, opens the conditional check and a deadline from the marker', () => {
    const played = playCase(setup, raise());
    expect(played.view.risk).toBe('priority');
    expect(played.check('BRA-C13')).toMatchObject({ state: 'open', required: true });
    expect(played.deadline('BRA-D1')).toMatchObject({ due: '2027-02-10', clock: { event: 'marker_identified' } });
  });

  test('is resolved by the designated lead alone, and then holds nothing', () => {
    const played = playCase(setup, raise(), resolve('2027-02-04T09:00', 'manager-m'), resolve('2027-02-04T10:00'));
    expect(played.refused).toMatchObject([{ do: 'resolveConcern', code: 'not_allowed' }]);
    expect(played.blocked('close')).toEqual([]);
    expect(played.view.facts).toContainEqual(
      expect.objectContaining({ fact: 'safeguarding_concern', value: false, from: '2027-02-04T10:00:00Z' }),
    );
    // Its condition no longer holds, and nobody worked on it: the check is absent and holds no gate.
    expect(played.check('BRA-C13')).toBeUndefined();
    expect(played.blocked('inactive').some((why) => why.includes('BRA-C13'))).toBe(false);
  });

  test('stays while another is open', () => {
    const played = playCase(setup, raise(), raise('2027-02-03T12:00', 'forced_marriage'), resolve('2027-02-04T10:00'));
    expect(played.refused).toMatchObject([{ code: 'invalid', field: 'concern' }]);
    const first = by('dsl-d', '2027-02-04T11:00', { do: 'resolveConcern', concern: 'concern-1', reason: 'seen' });
    expect(playCase(setup, raise(), raise('2027-02-03T12:00', 'forced_marriage'), first).blocked('close')).toEqual([
      'SYS-CONCERN concern-2 is open: the designated lead has to resolve it',
    ]);
  });

  test('stated in the referral is opened like one that is raised; a marker alone is none', () => {
    const stated = playCase({ ...setup, facts: { safeguarding_concern: true, crime_suspected: true } });
    expect(stated.of('concernRaised')).toMatchObject([{ kind: 'crime', at: '2027-02-01T09:00:00Z' }]);
    expect(stated.told('concern').map((told) => told.to)).toContain('police');
    expect(playCase({ ...setup, facts: { cp_plan: true } }).of('concernRaised')).toEqual([]);
  });

  test('may be raised after the end, and then the case is looked at again', () => {
    const close = by('manager-m', '2027-02-02T09:00', { do: 'decideOutcome', outcome: 'on_roll_not_attending' });
    const played = playCase(setup, close, raise());
    expect(played.view.status).toBe('closed');
    expect(played.told('concern').length).toBeGreaterThan(1);
    expect(played.view.tasks.map((task) => task.kind)).toEqual(expect.arrayContaining(['referConcern', 'review']));
  });

  test('is taken across the hour that occurs twice by the clock, not by the wall', () => {
    const played = playCase(
      { receivedAt: '2026-10-20T09:00', until: '2026-10-26T12:00' },
      by('officer-a', '2026-10-25T00:45:00Z', {
        do: 'raiseConcern',
        kind: 'welfare',
        immediate: false,
        note: 'text-1',
      }),
    );
    expect(
      played
        .told('concern')
        .slice(2)
        .map((told) => told.at),
    ).toEqual(['2026-10-25T01:15:00Z', '2026-10-25T01:45:00Z']);
  });
});
