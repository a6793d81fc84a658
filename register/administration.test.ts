import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadPack } from '../config/pack/load.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import { migrationsOf, type StaffChange } from './index.js';

const open = useTestRegister();
const at = '2026-12-21T10:12:00Z';

const details = (over: Partial<StaffChange> = {}): StaffChange => ({
  ...{ name: 'Ash', email: 'ash@council.example', phone: null },
  ...{ roles: ['administrator'], teams: [], active: true },
  ...over,
});

beforeAll(async () => {
  const { people } = open().register;
  await people.putTeam('bradford', 'north', 'North');
});

describe('changes of staff', () => {
  test('keep how the identity provider knows somebody, and write roles and teams whole', async () => {
    const { staffChanges, people } = open().register;
    const subject = { issuer: 'https://id.example', subject: '42' };
    expect(await staffChanges.add('bradford', 'ash', details(), subject)).toBeNull();
    expect(await staffChanges.add('bradford', 'ash', details(), null)).toBe('taken');
    const change = details({ name: 'Ash B', roles: ['administrator', 'officer'], teams: ['north'] });
    expect(await staffChanges.change('bradford', 'ash', change)).toBeNull();
    expect(await people.findBySubject('bradford', 'https://id.example', '42')).toMatchObject({
      ...{ person: 'ash', name: 'Ash B', active: true },
      ...{ roles: ['administrator', 'officer'], teams: ['north'] },
    });
    expect(await staffChanges.change('luton', 'ash', details())).toBe('unknown');
  });

  test('never end the last administrator, also when two remove each other at once', async () => {
    const { staffChanges, people } = open().register;
    expect(await staffChanges.change('bradford', 'ash', details({ roles: ['officer'] }))).toBe('last_administrator');
    expect(await staffChanges.change('bradford', 'ash', details({ active: false }))).toBe('last_administrator');
    await staffChanges.add('bradford', 'birch', details({ name: 'Birch' }), null);
    const both = await Promise.all([
      staffChanges.change('bradford', 'ash', details({ roles: [] })),
      staffChanges.change('bradford', 'birch', details({ active: false })),
    ]);
    expect(both.filter((one) => one === null)).toHaveLength(1);
    expect(both.filter((one) => one === 'last_administrator')).toHaveLength(1);
    const left = (await people.list('bradford')).filter((one) => one.active && one.roles.includes('administrator'));
    expect(left).toHaveLength(1);
  });

  test('an ended membership ends the sessions', async () => {
    const { staffChanges, sessions } = open().register;
    await staffChanges.add('bradford', 'cedar', details({ roles: ['officer'] }), null);
    await sessions.begin('id-of-cedar', {
      ...{ authority: 'bradford', person: 'cedar', data: {} },
      expiresAt: '2099-01-01T00:00:00Z',
    });
    await staffChanges.change('bradford', 'cedar', details({ roles: ['officer'], active: false }));
    expect(await sessions.read('id-of-cedar', at)).toBeNull();
  });
});

describe('a version that waits for a manager', () => {
  test('is in force for nobody before it is adopted, and only of its own authority', async () => {
    const { packs, proposals } = open().register;
    const pack = (version: string, effectiveFrom: string) => ({
      ...{
        pack: 'bradford',
        version,
        sha256: version.repeat(64),
        effectiveFrom,
        details: {},
        source: 'pack: bradford',
      },
      compiled: loadPack('bradford').policy,
    });
    await packs.store('bradford', pack('1', '2026-01-01'));
    await packs.store('bradford', pack('2', '2026-09-01'));
    await proposals.put('bradford', { pack: 'bradford', version: '2', proposedBy: 'ash', proposedAt: at });
    const inForce = async () => (await packs.inForce('bradford', 'bradford', '2026-12-21'))?.version;
    expect(await inForce()).toBe('1');
    const adoption = { pack: 'bradford', version: '2', adoptedBy: 'manager-m', adoptedAt: at };
    expect(await proposals.adopt('luton', adoption)).toBe(false);
    expect(await inForce()).toBe('1');
    expect(await proposals.adopt('bradford', adoption)).toBe(true);
    expect(await proposals.adopt('bradford', adoption)).toBe(false);
    expect(await inForce()).toBe('2');
    expect(await proposals.list('bradford')).toMatchObject([{ version: '2', adoptedBy: 'manager-m' }]);
  });
});

test('a calendar tells its history, the newest first', async () => {
  const { calendars } = open().register;
  const data = { id: 'england', from: '2026-01-01', to: '2027-12-31', bankHolidays: [], closureDays: [] };
  for (const [reason, closureDays] of [
    ['first', []],
    ['second', ['2026-12-29']],
  ] as [string, string[]][])
    await calendars.store('bradford', {
      ...{ calendar: 'england', reason, storedBy: 'ash' },
      data: { ...data, closureDays },
    });
  expect(await calendars.history('bradford', 'england')).toMatchObject([
    { version: 2, reason: 'second', storedBy: 'ash' },
    { version: 1, reason: 'first' },
  ]);
  expect(await calendars.history('luton', 'england')).toEqual([]);
});

test('the migrations that were done are told with their time', async () => {
  const found = await migrationsOf(open().db);
  expect(found.length).toBeGreaterThan(2);
  expect(found.every(({ at: done }) => done !== null)).toBe(true);
});
