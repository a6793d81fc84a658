import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import supertest from 'supertest';
import { z } from 'zod';
import type { Happening } from '../domain/events.js';
import { ROLES, type Role } from '../domain/inputs.js';
import { createDatabase } from '../register/index.js';
import { reply, SEEDED, useApi } from '../tests/support/api/apiHarness.js';
import { referral } from '../tests/support/register/referrals.js';
import { sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';

const api = useApi({ worker: false, now: () => '2027-02-01T09:30:00Z' });
const get = (path: string, role: Role = 'manager') =>
  reply(
    supertest(api().app)
      .get(`/v1/reports/${path}`)
      .set('Authorization', `Bearer ${api().token(role)}`),
  );
const heading = z.object({ id: z.string(), title: z.string(), children: z.number() });
const returnShape = z.looseObject({
  censusDay: z.string(),
  onCensusDay: z.number(),
  breakdowns: z.object({
    reason: z.array(heading),
    duration: z.array(heading),
    sex: z.array(heading),
    yearGroup: z.array(heading),
  }),
});

beforeAll(async () => {
  const { register } = api();
  const reason: Happening = { type: 'factRecorded', fact: 'return_reason', value: 'NAT-RETURN-Q1' };
  for (const more of [[reason], []]) {
    const { caseId } = await register.cases.mintCase(
      referral({ child: { givenName: SEEDED[0], familyName: SEEDED[1], sex: 'F' } }),
    );
    const events = stamped([...sampleHappenings, ...more]);
    await register.record.recordEvents({ authority: 'bradford', caseId, events, carriedOutAt: '2026-12-21T10:12:00Z' });
  }
});

describe('reports', () => {
  test('of the national return: every reason and band of the law, those with nobody as well', async () => {
    const { onCensusDay, censusDay, breakdowns } = returnShape.parse((await get('return')).body);
    // The last census day that has been.
    expect([censusDay, onCensusDay]).toEqual(['2027-01-21', 2]);
    expect(breakdowns.reason).toHaveLength(20);
    expect(breakdowns.duration).toHaveLength(8);
    for (const each of [breakdowns.reason, breakdowns.duration, breakdowns.sex, breakdowns.yearGroup])
      expect(each.reduce((sum, { children }) => sum + children, 0)).toBe(2);
    expect(breakdowns.reason.filter(({ children }) => children > 0)).toEqual([
      { id: 'NAT-RETURN-Q1', title: 'believed moved to another country', children: 1 },
      { id: 'NAT-RETURN-Q10', title: 'not recorded', children: 1 },
    ]);
    expect((await get('return?census=2027-02-02')).body.errors).toEqual([
      { field: 'census', message: 'lies after today' },
    ]);
    expect((await get('return?census=2027-02-30')).status).toBe(400);
  });

  test('as a spreadsheet, with the same figures', async () => {
    const answer = await get('return?census=2027-01-21&format=csv', 'auditor');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="return-bradford-2027-01-21.csv"');
    const lines = answer.text.split('\r\n');
    expect(lines.slice(0, 3)).toEqual([
      'measure,breakdown,id,title,children',
      'census day,total,2027-01-21,number on the census day,2',
      'previous year,total,2025-09-01 to 2026-08-31,number at any point in the previous school year,0',
    ]);
    expect(lines).toContain('census day,reason,NAT-RETURN-Q1,believed moved to another country,1');
    for (const name of SEEDED) expect(answer.text).not.toContain(name);
  });

  test('of breaches, with each rule’s title and source', async () => {
    const { body } = await get('breaches?from=2026-12-01&to=2026-12-31');
    expect(body['breaches']).toEqual([
      expect.objectContaining({ month: '2026-12', rule: 'BRA-D2', breached: 2, withdrawn: 0, doneLate: 0 }),
    ]);
    expect((await get('breaches?from=2026-12-01&to=2026-11-30')).body.errors).toEqual([
      { field: 'to', message: 'lies before from' },
    ]);
    expect((await get('breaches?format=csv')).text).toMatch(
      /^month,rule,title,source,breached,withdrawn,done late\r\n2026-12,BRA-D2,/,
    );
  });

  test('of where enquiries stand, and each look is in the audit with its number of rows', async () => {
    const { text } = await get('enquiries?format=csv');
    expect(text.split('\r\n')).toContain('late,late,2');
    expect(text.split('\r\n')).toContain('status,open,2');
    const [entry] = await api().register.audit.search('bradford', { action: 'report.enquiries', limit: 1 });
    expect(entry?.detail).toEqual({ rows: text.trim().split('\r\n').length - 1 });
  });

  test('are for the senior officer, the manager and the auditor', async () => {
    for (const path of ['return', 'breaches', 'enquiries'])
      for (const role of ROLES)
        expect([path, role, (await get(path, role)).status]).toEqual([
          path,
          role,
          ['senior', 'manager', 'auditor'].includes(role) ? 200 : 403,
        ]);
  });
});

describe('a report that takes longer than a look-up may', () => {
  /** Nobody can read the list for so long. */
  const locked = (ms: number) =>
    api()
      .db.transaction()
      .execute(async (tx) => {
        await sql`lock table worklist in access exclusive mode`.execute(tx);
        await delay(ms);
      });

  const ask = (app: ReturnType<typeof api>['app'], path: string) =>
    reply(
      supertest(app)
        .get(path)
        .set('Authorization', `Bearer ${api().token('manager')}`),
    );

  test('is waited for on connections of its own', async () => {
    const reportsDb = createDatabase({ url: api().url, poolSize: 2, statementTimeoutMs: 10_000 });
    try {
      const { app } = api().another({ reportsDb });
      const held = locked(2_000);
      await delay(100);
      expect((await ask(app, '/v1/reports/enquiries')).status).toBe(200);
      await held;
    } finally {
      await reportsDb.destroy();
    }
  });

  test('while a look-up still gives up within its second', async () => {
    const held = locked(2_000);
    await delay(100);
    const began = Date.now();
    const list = await ask(api().app, '/v1/enquiries');
    expect([list.status, list.body.code]).toEqual([503, 'unavailable']);
    expect(Date.now() - began).toBeLessThan(1_900);
    await held;
  });
});
