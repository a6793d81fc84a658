import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordOf } from './support/cases.js';
import { refer, type ApiClient } from './support/http.js';
import { arrivals, createMailServer, type MailServer } from './support/mailServer.js';
import { messagesOf } from './support/messages.js';
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
  const urgentOf = async (...cases: string[]) =>
    (await messagesOf(topology, cases)).filter(({ safeguarding }) => safeguarding);
  /** The Message-IDs of the conversations that a case's concern opened, all of them held at their end. */
  const raiseAndHold = async (caseId: string, hold: 'before' | 'after'): Promise<string[]> => {
    mail.hold = hold;
    const already = mail.held.length;
    expect((await api.post(`/v1/enquiries/${caseId}/raiseConcern`, concern)).status).toBe(200);
    const claimed = await eventually(
      () => urgentOf(caseId),
      (rows) => rows.length > 0 && rows.every(({ state }) => state === 'claimed'),
    );
    await eventually(
      () => mail.held.length,
      (held) => held >= already + claimed.length,
    );
    return mail.held.slice(already).map(({ messageId }) => messageId);
  };
  const idsNotTaken = await raiseAndHold(notTaken, 'before');
  const idsNotConfirmed = await raiseAndHold(notConfirmed, 'after');
  await worker.kill();
  const killedAt = Date.now();
  expect(await topology.register.ledger.possibleDuplicates(AUTHORITY)).toEqual({ messages: 0, sends: 0 });
  mail.hold = 'no';

  await topology.startWorker();
  const rows = await eventually(
    () => urgentOf(notTaken, notConfirmed),
    (all) => all.every(({ state }) => state === 'sent'),
    120_000,
  );
  const tookMs = Date.now() - killedAt;

  const counts = arrivals(mail.mails);
  expect(idsNotTaken.map((id) => counts.get(id))).toEqual(idsNotTaken.map(() => 1));
  expect(idsNotConfirmed.map((id) => counts.get(id))).toEqual(idsNotConfirmed.map(() => 2));
  expect(counts.size).toBe(idsNotTaken.length + idsNotConfirmed.length);
  const duplicates = await topology.register.ledger.possibleDuplicates(AUTHORITY);
  expect(duplicates).toEqual({ messages: rows.length, sends: rows.length });
  for (const caseId of [notTaken, notConfirmed])
    expect((await recordOf(topology, caseId)).filter(({ type }) => type === 'concernRaised')).toHaveLength(1);
  console.info(
    `${rows.length} safeguarding messages, ${mail.mails.length} arrivals, ${duplicates.sends} counted as possibly twice; ` +
      `all sent ${(tookMs / 1_000).toFixed(1)} s after the worker was killed`,
  );
}, 200_000);
