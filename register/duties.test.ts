import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadCalendars } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import { Conflict, NotFound, type DutyWorld } from './index.js';

const open = useTestRegister();
const { policy, service } = loadPack('luton');
const world: DutyWorld = {
  duties: service.duties,
  effectiveFrom: policy.effectiveFrom,
  calendars: loadCalendars({ school: 'r26' }),
  defaults: policy.defaults,
};
const actor = { by: 'manager-a', role: 'manager', at: '2026-12-21T10:12:00Z' };
const review = (at: string, over: Partial<DutyWorld> = {}, authority = 'luton') =>
  open().register.duties.review(authority, { ...world, ...over }, at);

beforeAll(() => review('2026-11-27T00:05:00Z'));

describe('occurrences of duties', () => {
  test('are opened once, however many look at the same time, each authority for itself', async () => {
    const { duties } = open().register;
    // On 27 November: the monthly report of 1 December, and the termly meetings by the last day of term, 18 December.
    expect((await duties.occurrences('luton')).map(({ rule, due, state }) => [rule, due, state])).toEqual([
      ['LUT-R3', '2026-12-01', 'open'],
      ['NAT-WT-LA', '2026-12-18', 'open'],
    ]);
    const again = await Promise.all([1, 2, 3].map(() => review('2026-12-04T00:05:00Z')));
    expect(again.reduce((sum, one) => sum + one.opened + one.late, 0)).toBe(2);
    expect(await duties.occurrences('bradford')).toEqual([]);
  });

  test('are done with a note; entered late but done in time they are late no longer, and both stay in the record', async () => {
    const { duties } = open().register;
    const done = { state: 'done' as const, doneOn: '2026-12-01', note: 'Sent to the service', evidence: 'Minute 4' };
    const ended = await duties.end('luton', { rule: 'LUT-R3', occurrence: '2026-12-01' }, done, actor);
    expect(ended).toMatchObject({ state: 'done', lateAt: null, endedBy: 'manager-a', note: 'Sent to the service' });
    expect((await duties.history('luton', 'LUT-R3')).map(({ type }) => type)).toEqual([
      // One look opened January's and found December's late.
      ...['opened', 'opened', 'late', 'done', 'lateWithdrawn'],
    ]);
    await expect(duties.end('luton', { rule: 'LUT-R3', occurrence: '2026-12-01' }, done, actor)).rejects.toThrow(
      Conflict,
    );
    await expect(duties.end('luton', { rule: 'LUT-R3', occurrence: '1999' }, done, actor)).rejects.toThrow(NotFound);
    await expect(duties.end('bradford', { rule: 'LUT-R3' }, done, actor)).rejects.toThrow(NotFound);
  });

  test('without a name the one due first ends; what was done late stays late', async () => {
    const { duties } = open().register;
    await review('2027-01-05T00:05:00Z');
    const how = { state: 'done' as const, doneOn: '2027-01-05', note: 'Sent', evidence: null };
    const ended = await duties.end('luton', { rule: 'LUT-R3' }, how, { ...actor, at: '2027-01-05T09:00:00Z' });
    expect(ended).toMatchObject({ occurrence: '2027-01-01', lateAt: '2027-01-05T00:05:00Z' });
    const held = await duties.end(
      'luton',
      { rule: 'NAT-WT-LA' },
      { state: 'not_needed', reason: 'Joined with spring' },
      actor,
    );
    expect(held).toMatchObject({ occurrence: 'autumn 2026', state: 'not_needed', note: 'Joined with spring' });
  });

  test('an authority’s own plan changes what is open, and what it withdraws can open again', async () => {
    const { duties } = open().register;
    const plan = (await duties.plans('luton')).find(({ rule }) => rule === 'LUT-R3');
    if (plan === undefined) throw new Error('No plan');
    const open5 = { ...plan, anchor: '2027-02-05', anchorIsDue: true, knownFrom: '2027-01-10' };
    await duties.setPlan('luton', open5, { ...actor, at: '2027-01-10T10:00:00Z' });
    expect(await review('2027-01-10T10:00:00Z')).toMatchObject({ opened: 1, withdrawn: 1 });
    const states = async () =>
      (await duties.occurrences('luton', 'LUT-R3')).filter(({ state }) => state === 'open').map(({ due }) => due);
    expect(await states()).toEqual(['2027-02-05']);
    await duties.setPlan('luton', plan, { ...actor, at: '2027-01-11T10:00:00Z' });
    await review('2027-01-11T10:00:00Z');
    expect(await states()).toEqual(['2027-02-01']);
    const types = (await duties.history('luton', 'LUT-R3')).map(({ type }) => type).slice(-6);
    expect([...types].sort()).toEqual(['opened', 'opened', 'planned', 'planned', 'withdrawn', 'withdrawn']);
  });

  test('a rule that changes counts from the day it is seen: nothing is owed for the time before', async () => {
    const changed = world.duties.map((duty) =>
      duty.id === 'LUT-R4' ? { ...duty, frequency: { amount: 1, unit: 'week' as const } } : duty,
    );
    // Weekly from 1 September 2020, a Tuesday. The Tuesdays since November are not owed.
    const looked = await review('2027-01-13T00:05:00Z', { duties: changed });
    expect(looked).toMatchObject({ opened: 1, late: 0 });
    const due = (await open().register.duties.occurrences('luton', 'LUT-R4')).map((one) => one.due);
    expect(due).toEqual(['2027-01-19']);
    expect(await review('2027-01-13T00:06:00Z')).toMatchObject({ withdrawn: 1 });
  });

  test('what happened can only be added to', async () => {
    const { db } = open();
    await expect(db.updateTable('duty_events').set({ by: 'nobody' }).execute()).rejects.toThrow(/append-only/);
    await expect(db.deleteFrom('duty_events').execute()).rejects.toThrow(/append-only/);
  });
});
