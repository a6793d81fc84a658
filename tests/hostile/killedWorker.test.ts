import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordOf } from './support/cases.js';
import { refer, type ApiClient } from './support/http.js';
import { arrivals, createMailServer, type MailServer } from './support/mailServer.js';
import { AUTHORITY, eventually, openTopology, type Topology } from './support/topology.js';

let topology: Topology;
let mail: MailServer;
let api: ApiClient;

beforeAll(async () => {
  mail = await createMailServer();
  await mail.start();
  topology = await openTopology(mail.url);
  ({ api } = await topology.startApi());
}, 120_000);
afterAll(async () => {
  await topology.close();
  await mail.stop();
}, 60_000);

test('a worker killed between claim and confirmation loses no message, and a message that went twice is counted', async () => {
  const worker = await topology.startWorker();
  const concern = { kind: 'abuse', immediate: true, note: 'heard through the wall' };
  const notTaken = await refer(api);
  const notConfirmed = await refer(api);
  for (const [hold, caseId] of [
    ['before', notTaken],
    ['after', notConfirmed],
  ] as const) {
    mail.hold = hold;
    const already = mail.held.length;
    expect((await api.post(`/v1/enquiries/${caseId}/raiseConcern`, concern)).status).toBe(200);
    await eventually(
      () => mail.held.length,
      (held) => held > already,
    );
  }
  const open = await topology.register.ledger.possibleDuplicates(AUTHORITY);
  await worker.kill();
  expect(open).toEqual({ messages: 0, sends: 0 });
  const killedAt = Date.now();
  mail.hold = 'no';
  const heldIds = mail.held.map(({ messageId }) => messageId);
  expect(heldIds).toHaveLength(2);

  await topology.startWorker();
  const urgent = async () => {
    const rows = await Promise.all(
      [notTaken, notConfirmed].map((caseId) => topology.register.messages.ofCase(AUTHORITY, caseId)),
    );
    return rows.flat().filter((row) => row.safeguarding);
  };
  const rows = await eventually(urgent, (all) => all.length > 0 && all.every(({ state }) => state === 'sent'), 120_000);
  const tookMs = Date.now() - killedAt;

  const counts = arrivals(mail.mails);
  expect(heldIds.map((id) => counts.get(id))).toEqual([1, 2]);
  expect([...counts].filter(([id, count]) => count > 1 && !heldIds.includes(id))).toEqual([]);
  const duplicates = await topology.register.ledger.possibleDuplicates(AUTHORITY);
  expect(duplicates).toEqual({ messages: 2, sends: 2 });
  expect(rows.filter(({ uncertainSends }) => uncertainSends > 0)).toHaveLength(2);
  for (const caseId of [notTaken, notConfirmed])
    expect((await recordOf(topology, caseId)).filter(({ type }) => type === 'concernRaised')).toHaveLength(1);
  console.info(
    `${rows.length} safeguarding messages, ${mail.mails.length} arrivals, ${duplicates.sends} counted as possibly twice; ` +
      `all sent ${(tookMs / 1_000).toFixed(1)} s after the worker was killed`,
  );
}, 200_000);
