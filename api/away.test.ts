import { randomUUID } from 'node:crypto';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import supertest from 'supertest';
import { createDatabase } from '../register/index.js';
import { aReferral, reply, SEEDED, useApi } from '../tests/support/api/apiHarness.js';
import { testDataConverter } from '../tests/support/enquiries/harness.js';
import { testTemporalAddress } from '../tests/support/temporal.js';

const api = useApi();

describe('while Temporal is away', () => {
  let connection: Connection;
  beforeAll(() => {
    connection = Connection.lazy({ address: '127.0.0.1:9' });
  });
  afterAll(() => connection.close());

  test('reads work, and writes say within seconds that nothing was saved, which is true', async () => {
    const { another, token, refer, db, register } = api();
    const caseId = await refer();
    const { app } = another({ temporal: new Client({ connection, dataConverter: testDataConverter }) });
    const as = `Bearer ${token('officer')}`;
    const read = await reply(supertest(app).get(`/v1/enquiries/${caseId}?live=1&seq=1`).set('Authorization', as));
    expect(read.body).toMatchObject({
      case: caseId,
      status: 'open',
      live: { available: false, why: expect.any(String) },
    });
    const began = Date.now();
    const body = aReferral();
    const key = randomUUID();
    const refused = await reply(
      supertest(app).post('/v1/referrals').set('Authorization', as).set('Idempotency-Key', key).send(body),
    );
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.body).toMatchObject({ status: 503, code: 'not_saved' });
    expect(
      await db.selectFrom('subjects').selectAll().where('given_name', '=', body.child.givenName).execute(),
    ).toEqual([]);
    expect(await db.selectFrom('cases').selectAll().where('state', '=', 'reserved').execute()).toEqual([]);
    const note = await reply(
      supertest(app).post(`/v1/enquiries/${caseId}/note`).set('Authorization', as).send({ text: 'Lost?' }),
    );
    expect(note.body.code).toBe('not_saved');
    expect(await register.texts.ofCase('bradford', caseId)).toEqual([]);
    expect((await reply(supertest(app).get('/health'))).status).toBe(503);
    const again = await api().post('officer', '/v1/referrals', body, key);
    expect(again.status).toBe(201);
  });
});

/** Stands between the API and a server, and can stop passing anything on without closing. */
function createPipe(target: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  let hanging = false;
  const server: Server = createServer((client) => {
    const upstream = connect(target);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!hanging) to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  return {
    listen: () =>
      new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      }),
    hang: (value: boolean) => {
      hanging = value;
      // What was on the way is lost, so the connections of the hang cannot be used again.
      if (!value) for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('while PostgreSQL hangs', () => {
  test('a concern is taken within 5 seconds, once, and its words are in the record when PostgreSQL is back', async () => {
    const { another, token, refer, url, register } = api();
    const caseId = await refer();
    const through = new URL(url);
    const pipe = createPipe({ host: through.hostname, port: Number(through.port) });
    through.hostname = '127.0.0.1';
    through.port = String(await pipe.listen());
    const db = createDatabase({ url: through.href, poolSize: 4, statementTimeoutMs: 900, connectTimeoutMs: 900 });
    const { app, services } = another({ db });
    const as = `Bearer ${token('officer')}`;
    expect((await reply(supertest(app).get('/v1/tasks').set('Authorization', as))).status).toBe(200);

    pipe.hang(true);
    const key = randomUUID();
    const raise = () =>
      reply(
        supertest(app)
          .post(`/v1/enquiries/${caseId}/raiseConcern`)
          .set('Authorization', as)
          .set('Idempotency-Key', key)
          .send({ kind: 'abuse', immediate: true, note: 'Heard through the wall' }),
      );
    const began = Date.now();
    const raised = await raise();
    expect(raised.status).toBe(200);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect((await raise()).text).toBe(raised.text);
    const unknown = await reply(
      supertest(app)
        .get('/v1/tasks')
        .set('Authorization', `Bearer ${token('senior')}`),
    );
    expect([unknown.status, unknown.body.code]).toEqual([503, 'unavailable']);
    expect((await reply(supertest(app).get(`/v1/enquiries/${caseId}`).set('Authorization', as))).body.code).toBe(
      'unavailable',
    );
    const referred = await reply(supertest(app).post('/v1/referrals').set('Authorization', as).send(aReferral()));
    expect(referred.body.code).toBe('not_saved');

    pipe.hang(false);
    for (let tries = 0; tries < 100 && services.deferred.waiting() > 0; tries += 1) await delay(100);
    const texts = await register.texts.ofCase('bradford', caseId);
    expect(texts.map(({ body }) => body)).toEqual(['Heard through the wall']);
    const events = await register.record.eventsOf('bradford', caseId);
    expect(events.filter((event) => event.type === 'concernRaised')).toEqual([
      expect.objectContaining({ note: texts[0]?.textId }),
    ]);
    const audit = await register.audit.search('bradford', { action: 'raiseConcern', objectId: caseId });
    expect(audit).toHaveLength(2);
    expect((await raise()).text).toBe(raised.text);
    await db.destroy();
    pipe.close();
  });
});

describe('while the server of the cases hangs', () => {
  test('it is said that nobody knows whether it was saved, and the same request counts once', async () => {
    const { another, token, refer, register } = api();
    const caseId = await refer();
    const [host = '', port = ''] = testTemporalAddress().split(':');
    const pipe = createPipe({ host, port: Number(port) });
    const connection = await Connection.connect({ address: `127.0.0.1:${await pipe.listen()}` });
    const { app } = another({ temporal: new Client({ connection, dataConverter: testDataConverter }), writeMs: 1_000 });
    const key = randomUUID();
    const note = (to: typeof app) =>
      reply(
        supertest(to)
          .post(`/v1/enquiries/${caseId}/note`)
          .set('Authorization', `Bearer ${token('officer')}`)
          .set('Idempotency-Key', key)
          .send({ text: 'Only once' }),
      );
    const first = note(app);
    // The check that the server is there has passed; its answer to the input gets lost.
    await reply(
      supertest(app)
        .get(`/v1/enquiries/${caseId}?live=1`)
        .set('Authorization', `Bearer ${token('officer')}`),
    );
    expect([200, 503]).toContain((await first).status);
    pipe.hang(true);
    const lost = await note(app);
    expect(['not_confirmed', 'not_saved', undefined]).toContain(lost.body.code);
    expect((await note(api().app)).status).toBe(200);
    const texts = await register.texts.ofCase('bradford', caseId);
    expect(texts.map(({ body }) => body)).toEqual(['Only once']);
    pipe.close();
    await connection.close();
  });
});

describe('the log of a run', () => {
  test('holds no name, no body, no query and no token', async () => {
    const { post, get, token, logs } = api();
    const [givenName, familyName, lines, email, phone] = SEEDED;
    const sent = await post('officer', '/v1/referrals', {
      referrer: { kind: 'public', name: `${givenName} Senior`, email },
      child: { givenName, familyName, dateOfBirth: '2013-07-09', addresses: [{ lines }] },
      contacts: [{ role: 'parent', name: familyName, phone }],
      facts: {},
    });
    expect(sent.status).toBe(201);
    await post('officer', `/v1/enquiries/${sent.body.case}/note`, { text: `${givenName} was seen` });
    await get('officer', `/v1/enquiries?officer=${familyName}`);
    await post('officer', '/v1/referrals', { [givenName]: familyName, referrer: email });
    await get('officer', `/v1/${givenName}`);
    const written = logs();
    expect(written).toContain('"route":"/v1/referrals"');
    expect(written).toContain('"actor":"officer-a"');
    for (const secret of [...SEEDED, '2013-07-09', 'was seen', token('officer'), sent.body.case, 'officer='])
      expect(written).not.toContain(secret);
  });
});
