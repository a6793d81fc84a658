import { describe, expect, test } from '@jest/globals';
import { loadCalendars } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import type { StoredPack } from './index.js';

const open = useTestRegister();
const at = '2026-12-21T10:12:00Z';

describe('packs', () => {
  const { policy, details } = loadPack('bradford@1');
  const pack = (over: Partial<StoredPack> = {}): StoredPack => ({
    pack: 'bradford',
    version: '1',
    sha256: 'a'.repeat(64),
    effectiveFrom: '2026-01-01',
    compiled: policy,
    details,
    source: '# as written\n',
    ...over,
  });

  test('come back byte for byte, each in force from its day', async () => {
    const { packs } = open().register;
    await packs.store('bradford', pack());
    await packs.store('bradford', pack());
    await packs.store('bradford', pack({ version: '2', effectiveFrom: '2027-04-01', sha256: 'b'.repeat(64) }));
    const back = await packs.get('bradford', 'bradford', '1');
    expect(JSON.stringify(back?.compiled)).toBe(JSON.stringify(policy));
    expect(JSON.stringify(back?.details)).toBe(JSON.stringify(details));
    expect(back?.source).toBe('# as written\n');
    expect((await packs.inForce('bradford', 'bradford', '2027-03-31'))?.version).toBe('1');
    expect((await packs.inForce('bradford', 'bradford', '2027-04-01'))?.version).toBe('2');
    expect(await packs.inForce('bradford', 'bradford', '2025-12-31')).toBeNull();
    expect(await packs.get('luton', 'bradford', '1')).toBeNull();
    expect((await packs.list('bradford')).map((one) => one.version)).toEqual(['1', '2']);
  });

  test('never change', async () => {
    const { db, register } = open();
    await register.packs.store('luton', pack());
    await expect(register.packs.store('luton', pack({ sha256: 'c'.repeat(64) }))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(db.updateTable('packs').set({ source: '' }).execute()).rejects.toThrow(/append-only/);
    await expect(db.deleteFrom('packs').execute()).rejects.toThrow(/append-only/);
  });
});

describe('calendars', () => {
  test('get a new version when they change, and only then', async () => {
    const { db, register } = open();
    const { working } = loadCalendars();
    const store = (data: typeof working) =>
      register.calendars.store('bradford', {
        calendar: 'england',
        data,
        reason: 'published',
        storedBy: 'administrator-a',
      });
    const same = await Promise.all([1, 2, 3].map(() => store(working)));
    expect(same.map((one) => one.version)).toEqual([1, 1, 1]);
    expect(same.filter((one) => one.changed)).toHaveLength(1);
    const changed = { ...working, bankHolidays: [...working.bankHolidays, '2027-04-02'] };
    expect(await store(changed)).toEqual({ version: 2, changed: true });
    expect((await register.calendars.latest('bradford', 'england'))?.data).toEqual(changed);
    expect((await register.calendars.version('bradford', 'england', 1))?.data).toEqual(working);
    expect((await register.calendars.list('bradford')).map((one) => one.version)).toEqual([2]);
    expect(await register.calendars.latest('luton', 'england')).toBeNull();
    await expect(db.updateTable('calendars').set({ reason: '' }).execute()).rejects.toThrow(/append-only/);
  });
});

describe('the audit', () => {
  test('tells who did what, the newest first, and cannot be changed', async () => {
    const { db, register } = open();
    const write = (action: string, allowed = true) =>
      register.audit.write('bradford', {
        at,
        person: 'officer-a',
        role: 'officer',
        action,
        object: { kind: 'case', id: 'case-1' },
        route: '/v1/enquiries/{id}',
        requestId: 'r-1',
        allowed,
        detail: { rows: 3 },
      });
    await write('enquiry.view');
    await write('recordCheck');
    await write('decideOutcome', false);
    const actions = async (filter = {}) => (await register.audit.search('bradford', filter)).map((row) => row.action);
    expect(await actions()).toEqual(['decideOutcome', 'recordCheck', 'enquiry.view']);
    expect(await actions({ allowed: false })).toEqual(['decideOutcome']);
    expect(await actions({ objectKind: 'case', objectId: 'case-1', action: 'recordCheck' })).toEqual(['recordCheck']);
    const [newest] = await register.audit.search('bradford', { limit: 1 });
    expect(await actions({ before: newest?.auditId ?? 0 })).toEqual(['recordCheck', 'enquiry.view']);
    expect(await register.audit.search('luton')).toEqual([]);
    await expect(db.updateTable('audit').set({ person: null }).execute()).rejects.toThrow(/append-only: update/);
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow(/append-only: delete/);
  });
});

describe('an authority', () => {
  test('keeps its settings to itself', async () => {
    const { authorities } = open().register;
    await authorities.putSetting('bradford', 'digest', { on: true, __proto: 'x' }, 'administrator-a', at);
    await authorities.putSetting('bradford', 'digest', { on: false }, 'administrator-a', at);
    expect(await authorities.setting('bradford', 'digest')).toEqual({ on: false });
    expect(await authorities.setting('luton', 'digest')).toBeUndefined();
    expect((await authorities.list()).map((one) => one.authority)).toEqual(['bradford', 'luton']);
    const contact = { name: null, email: 'door@council.example', phone: null, secure: true };
    await authorities.putContact('bradford', 'police', contact);
    expect(await authorities.contacts('bradford')).toEqual([{ role: 'police', webhook: null, ...contact }]);
    expect(await authorities.contacts('luton')).toEqual([]);
    expect(await authorities.partners('luton')).toEqual([]);
  });
});
