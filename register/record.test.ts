import { describe, expect, test } from '@jest/globals';
import { projectionRows } from './projectionRows.js';
import { referral } from '../tests/support/register/referrals.js';
import { nextEpisodeHappenings, sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const carriedOutAt = '2026-12-21T10:12:03Z';
const first = stamped(sampleHappenings);
const rest = stamped(nextEpisodeHappenings, first.length + 1, '2026-12-31T09:00:00Z');

async function newCase(authority = 'bradford'): Promise<string> {
  return (await open().register.cases.mintCase(referral({ authority }))).caseId;
}

describe('recording events', () => {
  test('writes them with what the lists show, and starts the case', async () => {
    const { db, register } = open();
    const caseId = await newCase();
    const answer = await register.record.recordEvents({
      authority: 'bradford',
      caseId,
      events: first,
      nextWake: '2026-12-29T23:59:59Z',
      carriedOutAt,
    });
    expect(answer).toEqual({ kind: 'recorded', seq: first.length, written: first.length });
    expect(await register.record.eventsOf('bradford', caseId)).toEqual(first);
    expect(await register.record.heldSequence('bradford', caseId)).toBe(first.length);
    const found = await register.cases.findCase('bradford', caseId);
    expect(found).toMatchObject({ state: 'started', nextWake: '2026-12-29T23:59:59Z' });
    const row = await db.selectFrom('worklist').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      status: 'open',
      risk: 'priority',
      restricted: true,
      assignee: 'officer-a',
      next_due: '2026-12-30',
      next_due_at: '2026-12-30T23:59:59Z',
      next_due_rule: 'BRA-D1',
      late_since: '2026-12-29T23:59:59Z',
      breached: 1,
      open_deadlines: 1,
      open_checks: 1,
      open_tasks: 1,
      open_concerns: 1,
      open_proposals: 1,
      received_at: '2026-12-21T10:12:00Z',
    });
  });

  test('keeps the keys of an event in the order they were written', async () => {
    const { register } = open();
    const caseId = await newCase();
    await register.record.recordEvents({ authority: 'bradford', caseId, events: first, carriedOutAt });
    const back = await register.record.eventsOf('bradford', caseId);
    expect(JSON.stringify(back)).toBe(JSON.stringify(first));
  });

  test('the same events again change nothing; those that follow are added', async () => {
    const { register } = open();
    const caseId = await newCase();
    const record = (events: typeof first) =>
      register.record.recordEvents({ authority: 'bradford', caseId, events, carriedOutAt });
    expect(await record(first.slice(0, 5))).toMatchObject({ seq: 5, written: 5 });
    expect(await record(first.slice(0, 5))).toEqual({ kind: 'recorded', seq: 5, written: 0 });
    expect(await record(first.slice(2, 9))).toEqual({ kind: 'recorded', seq: 9, written: 4 });
    expect(await register.record.eventsOf('bradford', caseId, 7)).toEqual(first.slice(7, 9));
  });

  test('refuses a gap and answers the last sequence it holds', async () => {
    const { register } = open();
    const caseId = await newCase();
    const record = (events: typeof first) =>
      register.record.recordEvents({ authority: 'bradford', caseId, events, carriedOutAt });
    expect(await record(first.slice(3))).toEqual({ kind: 'gap', seq: 0 });
    await record(first.slice(0, 4));
    expect(await record(first.slice(6))).toEqual({ kind: 'gap', seq: 4 });
    expect(await record(first.slice(4, 6).concat(first.slice(8)))).toEqual({ kind: 'gap', seq: 4 });
    expect(await register.record.heldSequence('bradford', caseId)).toBe(4);
  });

  test('refuses another event under a sequence it holds', async () => {
    const { register } = open();
    const caseId = await newCase();
    await register.record.recordEvents({ authority: 'bradford', caseId, events: first.slice(0, 3), carriedOutAt });
    const other = first.slice(0, 4).map((event) => (event.seq === 2 ? { ...event, by: 'somebody-else' } : event));
    const answer = await register.record.recordEvents({ authority: 'bradford', caseId, events: other, carriedOutAt });
    expect(answer).toEqual({ kind: 'conflict', seq: 3, at: 2 });
  });

  test('two writers of the same events at once write them once', async () => {
    const { register } = open();
    const caseId = await newCase();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        register.record.recordEvents({ authority: 'bradford', caseId, events: first, carriedOutAt }),
      ),
    );
    expect(answers.every((answer) => answer.kind === 'recorded' && answer.seq === first.length)).toBe(true);
    expect(answers.filter((answer) => answer.kind === 'recorded' && answer.written > 0)).toHaveLength(1);
  });

  test('knows no case of another authority', async () => {
    const { register } = open();
    const caseId = await newCase('bradford');
    const answer = await register.record.recordEvents({ authority: 'luton', caseId, events: first, carriedOutAt });
    expect(answer).toEqual({ kind: 'unknownCase', seq: 0 });
    await register.record.recordEvents({ authority: 'bradford', caseId, events: first, carriedOutAt });
    expect(await register.record.eventsOf('luton', caseId)).toEqual([]);
    expect(await register.record.stateOf('luton', caseId)).toBeNull();
  });

  test('written turn by turn or at once, the rows are the same as the state says', async () => {
    const { db, register } = open();
    const caseId = await newCase();
    for (const event of [...first, ...rest])
      await register.record.recordEvents({ authority: 'bradford', caseId, events: [event], carriedOutAt });
    const state = await register.record.stateOf('bradford', caseId);
    if (state === null) throw new Error('no state');
    const expected = projectionRows('bradford', caseId, state);
    const row = await db.selectFrom('worklist').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow();
    expect(row).toEqual(expected.worklist);
    for (const table of ['deadlines', 'checks', 'tasks', 'concerns'] as const) {
      const rows = await db.selectFrom(table).selectAll().where('case_id', '=', caseId).orderBy('position').execute();
      expect(rows).toHaveLength(expected[table].length);
    }
    const messages = await db.selectFrom('messages').selectAll().where('case_id', '=', caseId).orderBy('seq').execute();
    expect(messages.map((m) => [m.episode, m.rule, m.recipient, m.overtaken])).toEqual([
      [1, 'SYS-ACK', 'referrer', false],
      [1, 'SYS-CONCERN', 'safeguarding-contact', false],
      [1, 'SYS-CHASE', 'partner:health', true],
      [2, 'SYS-ACK', 'referrer', false],
    ]);
    const referrers = await db
      .selectFrom('episode_referrers')
      .selectAll()
      .where('case_id', '=', caseId)
      .orderBy('seq')
      .execute();
    expect(referrers.map((r) => [r.episode, r.position, r.referrer])).toEqual([
      [1, 1, 1],
      [1, 2, 2],
      [2, 1, 3],
    ]);
  });
});

describe('the record', () => {
  test('cannot be changed or emptied', async () => {
    const { db, register } = open();
    const caseId = await newCase();
    await register.record.recordEvents({ authority: 'bradford', caseId, events: first, carriedOutAt });
    await expect(
      db.updateTable('case_events').set({ by: 'nobody' }).where('case_id', '=', caseId).execute(),
    ).rejects.toThrow(/append-only: update is refused/);
    await expect(db.deleteFrom('case_events').where('case_id', '=', caseId).execute()).rejects.toThrow(
      /append-only: delete is refused/,
    );
  });
});
