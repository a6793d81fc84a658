import { describe, expect, test } from '@jest/globals';
import { digestLinesOf } from './digest.js';
import { by, playCase } from '../tests/support/domain/cases.js';

describe('Bradford over Christmas', () => {
  const record = (when: string, check: string, doneAt?: string) =>
    by('officer-a', when, {
      do: 'recordCheck',
      check,
      result: 'nothing_found',
      ...(doneAt === undefined ? {} : { doneAt }),
    });
  const played = playCase(
    { facts: { cp_plan: true, social_worker: true }, until: '2027-01-08T12:00' },
    ...['BRA-C1', 'BRA-C2', 'BRA-C4', 'BRA-C5'].map((check) => record('2026-12-29T11:00', check)),
    record('2026-12-31T10:00', 'BRA-C3', '2026-12-29T15:00:00Z'),
  );

  test('is prioritised, and both deadlines fall on Wednesday 30 December', () => {
    expect(played.view.risk).toBe('priority');
    for (const rule of ['BRA-D1', 'BRA-D2'])
      expect(played.deadline(rule)).toMatchObject({
        due: '2026-12-30',
        dueAt: '2026-12-30T23:59:59Z',
        clock: { event: 'referral_received', from: '2026-12-21', amount: 5, unit: 'working_day', mode: 'after' },
        skipped: [
          { date: '2026-12-25', why: 'bank holiday' },
          { date: '2026-12-28', why: 'bank holiday' },
        ],
      });
  });

  test('reminds in the digest of Tuesday 29 December, 09:00', () => {
    const lines = digestLinesOf(played.events, played.world, played.until);
    expect(lines.filter((line) => line.purpose === 'reminder')).toEqual([
      { at: '2026-12-29T09:00:00Z', rule: 'BRA-D1', deadline: 1, purpose: 'reminder', to: 'team', due: '2026-12-30' },
      { at: '2026-12-29T09:00:00Z', rule: 'BRA-D2', deadline: 1, purpose: 'reminder', to: 'team', due: '2026-12-30' },
    ]);
    expect(lines.filter((line) => line.purpose === 'breach').map(({ at, rule, to }) => [at, rule, to])).toEqual(
      ['2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08'].map((day) => [
        `${day}T09:00:00Z`,
        'BRA-D2',
        'manager',
      ]),
    );
  });

  test('lets nothing happen from 25 to 28 December', () => {
    const quiet = played.events.filter((event) => event.at >= '2026-12-25' && event.at < '2026-12-29');
    expect(quiet).toEqual([]);
  });

  test('declares both breached at 00:00:00 on 31 December and climbs the ladder', () => {
    expect(played.of('deadlineBreached').map(({ at, rule }) => [at, rule])).toEqual([
      ['2026-12-31T00:00:00Z', 'BRA-D1'],
      ['2026-12-31T00:00:00Z', 'BRA-D2'],
    ]);
    expect(played.told('breach')).toEqual([
      { at: '2026-12-31T00:00:00Z', rule: 'BRA-D1', to: 'senior', purpose: 'breach' },
      { at: '2026-12-31T00:00:00Z', rule: 'BRA-D2', to: 'senior', purpose: 'breach' },
      { at: '2026-12-31T09:00:00Z', rule: 'BRA-D1', to: 'manager', purpose: 'breach' },
      { at: '2026-12-31T09:00:00Z', rule: 'BRA-D2', to: 'manager', purpose: 'breach' },
    ]);
  });

  test('withdraws the breach of BRA-D1 by the late entry; BRA-D2 stays breached', () => {
    expect(played.of('breachWithdrawn').map(({ at, rule }) => [at, rule])).toEqual([
      ['2026-12-31T10:00:00Z', 'BRA-D1'],
    ]);
    expect(played.of('deadlineMet')).toMatchObject([{ rule: 'BRA-D1', metAt: '2026-12-29T15:00:00Z' }]);
    expect(played.check('BRA-C3')).toMatchObject({ state: 'done', lateEntry: true });
    expect(played.check('BRA-C1')).toMatchObject({ state: 'done', lateEntry: false });
    expect(played.deadline('BRA-D1').state).toBe('met');
    expect(played.deadline('BRA-D2').state).toBe('breached');
  });

  test('stops the ladder of work done late, which stays breached', () => {
    const late = playCase(
      { facts: { cp_plan: true, social_worker: true }, until: '2027-01-08T12:00' },
      by('officer-a', '2027-01-04T10:00', { do: 'recordCheck', check: 'BRA-D2', result: 'contact_made' }),
    );
    expect(late.deadline('BRA-D2')).toMatchObject({ state: 'breached', workDoneAt: '2027-01-04T10:00:00Z' });
    const lines = digestLinesOf(late.events, late.world, late.until).filter((line) => line.rule === 'BRA-D2');
    expect(lines.at(-1)?.at).toBe('2027-01-04T09:00:00Z');
    expect(late.view.tasks.some((task) => task.kind === 'contactSocialWorker')).toBe(false);
  });
});

describe('a notice in the holidays', () => {
  const serve = by('officer-a', '2026-12-17T14:00', {
    do: 'serveNotice',
    notice: 's437',
    method: 'hand',
    servedOn: '2026-12-17',
  });
  const setup = { receivedAt: '2026-12-01T09:30', facts: { on_roll: false } };

  test('has its last day on 31 December, the next step from 1 January, the task on Monday 4 January', () => {
    const played = playCase({ ...setup, until: '2026-12-31T23:59' }, serve);
    expect(played.deadline('NAT-S437')).toMatchObject({
      due: '2026-12-31',
      dueAt: '2026-12-31T23:59:59Z',
      actor: 'parent',
      state: 'open',
      clock: { event: 'service', from: '2026-12-17', amount: 15, unit: 'calendar_day', mode: 'inclusive' },
    });
    expect(played.view.earliest).toEqual([
      { rule: 'NAT-S437', action: 'next_step', completes: '2026-12-31', from: '2027-01-01' },
    ]);
    expect(played.view.tasks).toContainEqual(
      expect.objectContaining({ kind: 'noticeNextStep', for: 'officer', due: '2027-01-04', rule: 'NAT-S437' }),
    );
    expect(played.blocked('next_step')).toEqual(['NAT-S437 the notice runs until 2026-12-31']);
  });

  test('lapses at the end of its last day, and opens the next step', () => {
    const played = playCase({ ...setup, until: '2027-01-01T00:00' }, serve);
    expect(played.of('deadlineLapsed').map(({ at, rule }) => [at, rule])).toEqual([
      ['2027-01-01T00:00:00Z', 'NAT-S437'],
    ]);
    expect(played.deadline('NAT-S437').state).toBe('lapsed');
    expect(played.blocked('next_step')).toEqual([]);
    expect(played.told('breach')).toEqual([]);
  });

  test('goes by e-mail only with the agreement of the parent', () => {
    const byMail = (when: string) =>
      by('officer-a', when, { do: 'serveNotice', notice: 's438', method: 'email', servedOn: '2026-12-17' });
    const agreed = by('officer-a', '2026-12-17T10:00', { do: 'recordFact', fact: 'parent_agreed_email', value: true });
    const played = playCase(setup, byMail('2026-12-17T09:00'), agreed, byMail('2026-12-17T11:00'));
    expect(played.refused).toMatchObject([{ code: 'gate_closed', blockedBy: [{ rule: 'NAT-SERVE' }] }]);
    expect(played.of('noticeServed')).toHaveLength(1);
  });
});
