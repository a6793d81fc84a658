import { describe, expect, test } from '@jest/globals';
import { loadCalendars } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import type { CaseEvent } from '../domain/events.js';
import type { PersonInput, Role } from '../domain/inputs.js';
import { simulate, type Played } from '../domain/simulate.js';
import { referral } from '../tests/support/register/referrals.js';
import { nextEpisodeHappenings, sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const carriedOutAt = '2027-01-01T00:00:00Z';

const first = stamped(sampleHappenings);
const sample = [...first, ...stamped(nextEpisodeHappenings, first.length + 1, '2026-12-31T09:00:00Z')];

/** A referral over Christmas, worked on, breached, with a concern, played by the simulator. */
function simulated(): CaseEvent[] {
  const act = (at: string, role: Role, input: PersonInput): Played => ({
    at,
    input: { ...input, by: { id: `${role}-a`, role } },
  });
  const receivedAt = '2026-12-21T10:12:00Z';
  return simulate({
    world: { policy: loadPack('bradford@1').policy, calendars: loadCalendars({ school: 'r26' }) },
    played: [
      {
        at: receivedAt,
        input: {
          do: 'referral',
          by: { id: 'referrer-a', role: 'referrer' },
          referral: {
            receivedAt,
            referrer: { id: '1', kind: 'school', reply: 'email', verified: true },
            child: { dateOfBirth: '2015-05-04' },
            facts: { cp_plan: true, social_worker: true },
          },
        },
      },
      act('2026-12-22T09:00:00Z', 'senior', { do: 'assign', to: 'officer-a', toRole: 'officer' }),
      act('2026-12-29T11:00:00Z', 'officer', { do: 'recordCheck', check: 'BRA-C1', result: 'nothing_found' }),
      act('2027-01-04T09:30:00Z', 'officer', { do: 'raiseConcern', kind: 'welfare', immediate: false, note: 'text-1' }),
      act('2027-01-11T09:30:00Z', 'officer', { do: 'acknowledgeConcern', spokenTo: 'text-2' }),
    ],
    until: '2027-02-28T23:59:59Z',
  }).events;
}

const TABLES = [
  'case_snapshots',
  'worklist',
  'deadlines',
  'checks',
  'tasks',
  'concerns',
  'messages',
  'episode_referrers',
] as const;

/** Every projected row, as text. */
async function everything(): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of TABLES)
    rows[table] = (await open().db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort();
  return rows;
}

describe('rebuilding the projections from the events', () => {
  test('gives identical rows, however the events had arrived', async () => {
    const { db, register } = open();
    const histories = [sample, sample.slice(0, 12), simulated()];
    for (const events of histories)
      for (const turn of [1, 3, events.length]) {
        const { caseId } = await register.cases.mintCase(referral());
        for (let from = 0; from < events.length; from += turn)
          await register.record.recordEvents({
            authority: 'bradford',
            caseId,
            events: events.slice(from, from + turn),
            carriedOutAt,
          });
      }
    const before = await everything();
    expect(before.worklist).toHaveLength(9);
    expect(before.messages?.length).toBeGreaterThan(20);
    for (const table of TABLES) await db.deleteFrom(table).execute();
    const report = await register.rebuild.rebuildAll('bradford');
    expect(report.cases).toBe(9);
    expect(report.changed).toHaveLength(9);
    expect(await everything()).toEqual(before);
    expect(await register.rebuild.rebuildAll('bradford')).toEqual({ cases: 9, changed: [] });
    expect(await register.rebuild.rebuildAll('luton')).toEqual({ cases: 0, changed: [] });
  });

  test('names the case whose rows were altered; a dry run leaves them', async () => {
    const { db, register } = open();
    const { caseId } = await register.cases.mintCase(referral());
    await register.record.recordEvents({ authority: 'bradford', caseId, events: sample, carriedOutAt });
    await db.updateTable('deadlines').set({ state: 'met' }).where('case_id', '=', caseId).execute();
    await db.updateTable('worklist').set({ risk: 'none' }).where('case_id', '=', caseId).execute();
    expect((await register.rebuild.rebuildAll('bradford', { dryRun: true })).changed).toEqual([caseId]);
    expect((await register.worklist.find('bradford', caseId))?.risk).toBe('none');
    expect(await register.rebuild.rebuildCase('bradford', caseId)).toBe(true);
    expect(await register.rebuild.rebuildCase('bradford', caseId)).toBe(false);
    await expect(register.rebuild.rebuildCase('luton', caseId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a snapshot that another version wrote, or none, is folded anew from the events', async () => {
    const { db, register } = open();
    const { caseId } = await register.cases.mintCase(referral());
    const record = (events: CaseEvent[]) =>
      register.record.recordEvents({ authority: 'bradford', caseId, events, carriedOutAt });
    await record(sample.slice(0, 6));
    await db.updateTable('case_snapshots').set({ state: '{"stateVersion":0}' }).where('case_id', '=', caseId).execute();
    await record(sample.slice(6, 12));
    expect(await register.rebuild.rebuildCase('bradford', caseId)).toBe(false);
    await db.deleteFrom('case_snapshots').where('case_id', '=', caseId).execute();
    await record(sample.slice(12));
    expect(await register.rebuild.rebuildCase('bradford', caseId)).toBe(false);
  });
});
