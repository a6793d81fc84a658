import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { liveOf, notesOf, recordOf } from './support/cases.js';
import { refer, type ApiClient } from './support/http.js';
import { arrivals, createMailServer, type MailServer } from './support/mailServer.js';
import { messagesOf, unmarkedDuplicates } from './support/messages.js';
import { startRollcall, type RollcallProcess } from './support/rollcallProcess.js';
import { AUTHORITY, eventually, openTopology, type Topology } from './support/topology.js';

let topology: Topology;
let mail: MailServer;
let api: ApiClient;
let worker: RollcallProcess;

beforeAll(async () => {
  mail = await createMailServer();
  await mail.start();
  topology = await openTopology(mail.url);
  const [started, apiStarted] = await Promise.all([topology.startWorker(), topology.startApi()]);
  worker = started;
  api = apiStarted.api;
}, 120_000);
afterAll(async () => {
  await topology.close();
  await mail.stop();
}, 60_000);

const several = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_none, index) => make(index)));
const note = (caseId: string, text: string) => api.post(`/v1/enquiries/${caseId}/note`, { text });
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

test('while the mail server is away messages are parked and listed; once it is back each arrives, under one Message-ID', async () => {
  await mail.stop();
  const referrer = { kind: 'school', name: 'Oak Primary', email: 'office@oak.example' };
  const cases = await several(6, () => refer(api, { referrer }));
  const [first = ''] = cases;
  const concern = { kind: 'abuse', immediate: false, note: 'heard through the wall' };
  expect((await api.post(`/v1/enquiries/${first}/raiseConcern`, concern)).status).toBe(200);
  await Promise.all(cases.map((caseId) => recordOf(topology, caseId)));

  const away = await eventually(
    () => messagesOf(topology, cases),
    (rows) =>
      rows.every(({ state }) => state !== 'due') &&
      rows.filter(({ rule, state }) => rule === 'SYS-ACK' && state === 'parked').length === cases.length,
  );
  expect(away.filter(({ state }) => state === 'sent')).toEqual([]);
  const listed = await api.get('/v1/messages?state=parked&limit=100');
  for (const row of away.filter(({ safeguarding }) => !safeguarding)) {
    expect(row.nextTryAt).not.toBeNull();
    expect(listed.text).toContain(`"id":"${row.caseId}.${row.seq}"`);
  }
  expect(mail.mails).toEqual([]);

  await mail.start();
  for (const { caseId, seq } of away) {
    const { status, body } = await api.post(`/v1/messages/${caseId}.${seq}/retry`, {});
    // A safeguarding message tries by itself every few seconds, and may have gone by now.
    expect(`${status} ${body.code}`).toMatch(/^(200 |422 invalid)$/);
  }
  await topology.client.schedule.getHandle('rollcall/retry-parked').trigger();
  const sent = await eventually(
    () => messagesOf(topology, cases),
    (rows) => rows.every(({ state }) => state === 'sent'),
  );
  expect(sent).toHaveLength(away.length);
  const counts = arrivals(mail.mails);
  const twice = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  const counted = await topology.register.ledger.possibleDuplicates(AUTHORITY);
  expect(twice).toBeLessThanOrEqual(counted.sends);
  expect(counts.size).toBe(sent.length);
  console.info(`${away.length} messages while mail was away, ${mail.mails.length} arrivals, ${twice} of them twice`);
}, 300_000);

test('while Temporal is dead every write says that nothing was saved, which is true; afterwards every case goes on', async () => {
  const cases = await several(4, () => refer(api));
  await Promise.all(cases.map((caseId) => recordOf(topology, caseId)));
  const before = await several(4, (index) => liveOf(topology, cases[index] ?? ''));

  await topology.temporal.kill();
  // The API believes an answer of the server for a second.
  await eventually(
    () => api.get('/health'),
    ({ status }) => status === 503,
  );
  const refused = await Promise.all([
    ...cases.map((caseId) => note(caseId, 'never saved')),
    api.post('/v1/referrals', { referrer: { kind: 'public' }, child: { givenName: 'Nobody' }, facts: {} }),
  ]);
  expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual(refused.map(() => '503 not_saved'));
  for (const caseId of cases) {
    expect((await api.get(`/v1/enquiries/${caseId}`)).status).toBe(200);
    expect(await topology.register.texts.ofCase(AUTHORITY, caseId)).toEqual([]);
  }

  await topology.temporal.start();
  const back = Date.now();
  const answers = await Promise.all(
    cases.map((caseId) =>
      eventually(
        () => note(caseId, 'saved'),
        ({ status }) => status === 200,
      ),
    ),
  );
  const againMs = Date.now() - back;
  for (const [index, caseId] of cases.entries()) {
    const events = await recordOf(topology, caseId);
    expect(await notesOf(topology, caseId, events)).toEqual(['saved']);
    expect(answers[index]?.body.seq).toBeGreaterThan(before[index]?.seq ?? 0);
  }
  const slowest = Math.max(...refused.map(({ tookMs }) => tookMs));
  console.info(
    `Refused within ${seconds(slowest)}; every case took its next input within ${seconds(againMs)} of the restart`,
  );
}, 300_000);

test('while PostgreSQL is dead inputs still reach their cases; afterwards all is recorded in order, without a gap', async () => {
  const cases = await several(3, () => refer(api));
  await Promise.all(cases.map((caseId) => recordOf(topology, caseId)));
  expect((await api.get('/v1/tasks')).status).toBe(200);

  await topology.postgres.kill();
  const words = ['first', 'second', 'third'];
  let slowest = 0;
  for (const text of words) {
    const answers = await Promise.all(cases.map((caseId) => note(caseId, text)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    slowest = Math.max(slowest, ...answers.map(({ tookMs }) => tookMs));
  }
  expect((await api.get(`/v1/enquiries/${cases[0] ?? ''}`)).body.code).toBe('unavailable');

  await topology.postgres.start();
  const back = Date.now();
  for (const caseId of cases) {
    // The patient write waits at most 60 s between two tries of at most 30 s each.
    const events = await recordOf(topology, caseId, 150_000);
    await eventually(
      () => notesOf(topology, caseId, events),
      (noted) => JSON.stringify(noted) === JSON.stringify(words),
    );
  }
  console.info(
    `Slowest input without a register ${seconds(slowest)}; all recorded ${seconds(Date.now() - back)} after its restart`,
  );
}, 300_000);

test('with all data of Temporal lost, the cases are rebuilt from the register as they were', async () => {
  const open = await several(3, () => refer(api));
  const [noted = '', concerned = '', closed = ''] = open;
  expect((await note(noted, 'kept')).status).toBe(200);
  const concern = { kind: 'abuse', immediate: false, note: 'heard' };
  expect((await api.post(`/v1/enquiries/${concerned}/raiseConcern`, concern)).status).toBe(200);
  const decided = await api.post(`/v1/enquiries/${closed}/decideOutcome`, { outcome: 'died' }, { as: 'manager-m' });
  expect(decided.status).toBe(200);
  await eventually(
    () => liveOf(topology, closed),
    ({ resting }) => resting,
  );
  for (const caseId of open) await recordOf(topology, caseId);
  await eventually(
    () => messagesOf(topology, open),
    (rows) => rows.every(({ state }) => state === 'sent' || state === 'overtaken'),
  );
  const before = await several(3, (index) => liveOf(topology, open[index] ?? ''));
  // A message that could not leave: after the loss its row in the ledger is all there is of it.
  await mail.stop();
  const arrived = mail.mails.length;
  const referrer = { kind: 'school', name: 'Oak Primary', email: 'office@oak.example' };
  const waiting = await refer(api, { referrer });
  const [parked] = await eventually(
    () => messagesOf(topology, [waiting]),
    (rows) => rows.length > 0 && rows.every(({ state }) => state === 'parked'),
  );
  await recordOf(topology, waiting);

  await worker.kill();
  await topology.temporal.kill();
  for (const file of ['temporal.db', 'temporal.db-wal', 'temporal.db-shm'])
    rmSync(join(topology.temporalDir, file), { force: true });
  await topology.temporal.start();
  worker = await topology.startWorker();
  const reconcile = await startRollcall(['reconcile'], topology.env);
  expect(`${await reconcile.exited} ${reconcile.output()}`).toMatch(/^0 /);

  const after = await several(3, (index) =>
    eventually(
      () => liveOf(topology, open[index] ?? ''),
      () => true,
    ),
  );
  for (const [index, live] of after.entries()) {
    expect(live.state).toEqual(before[index]?.state);
    expect(live.nextWake).toEqual(before[index]?.nextWake);
    expect(live.resting).toBe(before[index]?.resting);
  }
  // No case that the register knows is without its run, from the earlier tests as well.
  const known = await topology.register.reconcile.openCaseIds(AUTHORITY);
  for (const caseId of known) expect((await liveOf(topology, caseId)).seq).toBeGreaterThan(0);
  const next = await eventually(
    () => note(noted, 'goes on'),
    ({ status }) => status === 200,
  );
  expect(next.body.seq).toBe((before[0]?.seq ?? 0) + 1);
  const events = await recordOf(topology, noted);
  expect(await notesOf(topology, noted, events)).toEqual(['kept', 'goes on']);

  await mail.start();
  expect((await api.post(`/v1/messages/${waiting}.${parked?.seq ?? 0}/retry`, {})).status).toBe(200);
  await topology.client.schedule.getHandle('rollcall/retry-parked').trigger();
  await eventually(
    () => messagesOf(topology, [waiting]),
    (rows) => rows.every(({ state }) => state === 'sent'),
  );
  // Nothing that had gone went again.
  expect(mail.mails.slice(arrived).map(({ to }) => to)).toEqual(['office@oak.example']);
  console.info(`${known.length} open cases without a run, rebuilt: ${reconcile.output().replaceAll(/\s+/g, ' ')}`);
}, 300_000);

test('in all of this no message went twice under two Message-IDs', () => {
  expect(unmarkedDuplicates(mail.mails)).toEqual([]);
});
