import { createServer, connect, type Socket, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import { createDatabase, createRegister, type Database } from './index.js';
import { referral } from '../tests/support/register/referrals.js';
import { sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';

const open = useTestRegister();

/** A way to the database that can be made to hang: what is sent stays where it is, and nobody is told. */
interface Way {
  url: string;
  hang(): void;
  resume(): void;
  close(): Promise<void>;
}

async function wayTo(url: string): Promise<Way> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let hanging = false;
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      if (hanging) socket.pause();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => client.write(data));
    if (hanging) for (const socket of [client, upstream]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  return {
    url: through.href,
    hang: () => {
      hanging = true;
      for (const socket of sockets) socket.pause();
    },
    resume: () => {
      hanging = false;
      for (const socket of sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function throughHangingWay(): Promise<{ way: Way; db: Database }> {
  const way = await wayTo(open().url);
  const db = createDatabase({ url: way.url, poolSize: 2, statementTimeoutMs: 500, connectTimeoutMs: 500 });
  closing.push(async () => {
    await way.close();
    await db.destroy();
  });
  return { way, db };
}

async function failsWithin(ms: number, run: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await expect(run()).rejects.toThrow();
  expect(performance.now() - start).toBeLessThan(ms);
}

describe('a database that hangs', () => {
  test('is given up within a second or so, in the middle of a statement and when connecting', async () => {
    const { way, db } = await throughHangingWay();
    await sql`select 1`.execute(db);
    way.hang();
    await failsWithin(1_500, () => sql`select 1`.execute(db));
    await failsWithin(1_500, () => sql`select 1`.execute(db));
    way.resume();
    expect((await sql<{ n: number }>`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  });

  test('leaves nothing half done and serves again afterwards', async () => {
    const { way, db } = await throughHangingWay();
    const { register } = open();
    const { caseId } = await register.cases.mintCase(referral());
    const events = stamped(sampleHappenings);
    const through = createRegister(db);
    const record = () =>
      through.record.recordEvents({ authority: 'bradford', caseId, events, carriedOutAt: '2026-12-21T10:12:03Z' });
    await failsWithin(3_000, () =>
      db.transaction().execute(async (tx) => {
        await tx.updateTable('cases').set({ household: 'half done' }).where('case_id', '=', caseId).execute();
        way.hang();
        await tx.selectFrom('cases').select('case_id').execute();
      }),
    );
    await failsWithin(3_000, record);
    way.resume();
    expect(await record()).toMatchObject({ kind: 'recorded', seq: events.length });
    expect((await register.cases.findCase('bradford', caseId))?.household).toBeNull();
  });

  test('a statement that takes too long is ended by the server, and the connection goes on', async () => {
    const { db } = await throughHangingWay();
    await failsWithin(1_500, () => sql`select pg_sleep(5)`.execute(db));
    expect((await sql<{ n: number }>`select 2 as n`.execute(db)).rows).toEqual([{ n: 2 }]);
  });
});

describe('values', () => {
  test('dates stay text, instants come in UTC to the second, counts are numbers', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select date '2026-03-29' as day, timestamptz '2026-03-29 01:30:00.75+01' as at, 42::int8 as n,
        timestamptz '2026-10-25 12:00:00+05:30' as far`.execute(open().db);
    expect(rows[0]).toEqual({ day: '2026-03-29', at: '2026-03-29T00:30:00Z', n: 42, far: '2026-10-25T06:30:00Z' });
  });

  test('a count beyond what can be counted exactly is an error', async () => {
    await expect(sql`select 9007199254740993::int8 as n`.execute(open().db)).rejects.toThrow(/counted exactly/);
  });
});
