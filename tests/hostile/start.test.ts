import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readDemoTokens } from '../../cli/demo/loadDemo.js';
import { findInstance } from '../../cli/embedded/dataFolder.js';
import { temporaryFolder } from '../support/temporaryFolder.js';
import { aReferral, createApiClient, refer, type ApiClient } from './support/http.js';
import { filesHolding, temporalTexts } from './support/scan.js';
import { startRollcall, type RollcallProcess } from './support/rollcallProcess.js';
import { eventually } from './support/topology.js';

/** Everything about one child, unlike anything else in the program, and unlike anything that occurs by itself. */
const SEEDED = {
  givenName: 'Zébulonia',
  familyName: "O'Thistlewick-Ngozi",
  address: '7 Persimmonette Mews',
  school: 'Wolverstrand Infants',
  parent: 'Gwendolynne Thistlewick',
  referrer: 'Barnabas Quillfeather',
  referrerPhone: '07700 900234',
  parentEmail: 'gwendolynne@thistle.example',
  note: 'Seen beside the marmalade shop',
};

const folder = temporaryFolder('hostile-start');
const data = join(folder.path, 'data');
const env = {
  ROLLCALL_DATA: data,
  ROLLCALL_PORT: '0',
  ROLLCALL_MAIL_SINK_PORT: '0',
  ROLLCALL_MAIL_SINK_WEB_PORT: '0',
  ROLLCALL_TEMPORAL_UI_PORT: 'off',
  ROLLCALL_LOG_LEVEL: 'trace',
};
const READY = /Stop with Ctrl-C/;
const STACK = /\n\s+at .+:\d+/;

let main: RollcallProcess;

const instance = () => {
  const found = findInstance(data);
  if (found === undefined) throw new Error('Nothing runs on the folder');
  return found;
};
const apiOf = (): ApiClient => {
  const tokens = readDemoTokens(data);
  return createApiClient(instance().apiUrl, (id) => tokens.find((one) => one.id === id)?.token ?? '');
};
const Sunk = z.array(
  z.object({ kind: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string().nullable() }),
);
const sunk = () =>
  Sunk.parse(
    readFileSync(join(data, 'mail.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line)),
  );

beforeAll(async () => {
  main = await startRollcall(['start'], env, READY);
}, 150_000);
afterAll(async () => {
  await main.stop();
  folder.remove();
}, 60_000);

describe('many at once', () => {
  test('the same referral ten times at once is one case with one answer', async () => {
    const api = apiOf();
    const body = aReferral();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.post('/v1/referrals', body, { key: 'the-same-referral' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    // The first cases of the folder: there is nothing else in the list.
    const listed = await eventually(
      () => api.get('/v1/enquiries?limit=100'),
      ({ text }) => text.includes('"reference"'),
    );
    expect(listed.text.match(/"reference"/g)).toHaveLength(1);
    expect(listed.text).toContain(answers[0]?.body.case);
  }, 60_000);

  test('of two managers who decide at once one is told that the enquiry has ended', async () => {
    const api = apiOf();
    const caseId = await refer(api);
    const answers = await Promise.all(
      (['manager-m', 'manager-n'] as const).map((as, index) =>
        api.post(`/v1/enquiries/${caseId}/decideOutcome`, { outcome: ['died', 'duplicate'][index] }, { as }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const loser = answers.find(({ status }) => status === 422);
    expect(loser?.body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('ended') });
  }, 60_000);
});

test('a case from referral to decision leaves none of its names in log, Temporal, subjects or texts', async () => {
  const api = apiOf();
  const { givenName, familyName, address, school, parent, referrer, referrerPhone, parentEmail, note } = SEEDED;
  const caseId = await refer(api, {
    referrer: { kind: 'public', name: referrer, phone: referrerPhone },
    child: { givenName, familyName, dateOfBirth: '2013-07-09', school, addresses: [{ lines: address }] },
    contacts: [{ role: 'parent', name: parent, email: parentEmail }],
    facts: { cp_plan: true, social_worker: true },
  });
  const at = `/v1/enquiries/${caseId}`;
  const inputs: [string, object, string][] = [
    ['note', { text: note }, 'officer-a'],
    ['recordCheck', { check: 'BRA-C1', result: 'nothing_found', evidence: `${note}: ${givenName}` }, 'officer-a'],
    ['recordCheck', { check: 'BRA-NONE', result: 'nothing_found', note: givenName }, 'officer-a'],
    ['raiseConcern', { kind: 'abuse', immediate: true, note: `${givenName} was heard` }, 'officer-a'],
    ['acknowledgeConcern', { spokenTo: parent, note }, 'dsl-d'],
    ['resolveConcern', { reason: `${familyName}: seen` }, 'dsl-d'],
    ['decideOutcome', { outcome: 'died', note: `${givenName} ${familyName}` }, 'manager-m'],
  ];
  const statuses: number[] = [];
  for (const [name, body, as] of inputs) statuses.push((await api.post(`${at}/${name}`, body, { as })).status);
  expect(statuses).toEqual([200, 200, 404, 200, 200, 200, 200]);
  await api.get(`/v1/enquiries?q=${encodeURIComponent(familyName)}`);
  await api.post('/v1/referrals', { [givenName]: familyName });
  await eventually(sunk, (messages) => messages.some(({ kind }) => kind === 'text') && messages.length >= 4);

  const names = Object.values(SEEDED);
  const seenIn = (text: string) => names.filter((name) => text.includes(name));
  const messages = sunk();
  const outside = messages.map(({ kind, subject, text }) => (kind === 'text' ? (text ?? '') : subject)).join('\n');
  expect(outside).not.toBe('');
  expect(seenIn(outside)).toEqual([]);
  const told = messages.filter(({ text }) => seenIn(text ?? '').length > 0).flatMap(({ to }) => to);
  // Those that the policy marks as secure.
  expect(told.filter((to) => !['front-door@bradford.example', 'police@bradford.example'].includes(to))).toEqual([]);
  expect(told).toContain('front-door@bradford.example');

  const inTemporal = await temporalTexts(instance());
  expect(inTemporal.workflows).toBeGreaterThan(0);
  expect(inTemporal.text).toContain(caseId);
  expect(seenIn(inTemporal.text)).toEqual([]);
  // Whole files: logs of every part, Temporal's database, and what the folder says of itself.
  expect(readFileSync(join(data, 'rollcall.log'), 'utf8')).toContain('"route":"/v1/referrals"');
  const scanned = filesHolding(data, names, ['postgres/cluster', 'mail.jsonl']);
  expect(scanned.holding).toEqual([]);
  console.info(
    `No seeded name in ${inTemporal.workflows} histories (${inTemporal.text.length} characters) and ${scanned.files} files; ` +
      `${told.length} of ${messages.length} messages hold one, all to secure contacts`,
  );
}, 90_000);

test('a second start on the same folder says so and ends', async () => {
  const second = await startRollcall(['start'], env);
  expect(await second.exited).not.toBe(0);
  expect(second.output()).toContain('already runs');
  expect(second.output()).toContain('ROLLCALL_DATA=');
  expect(second.output()).not.toMatch(STACK);
}, 60_000);

test('after the main process was killed the next start just works, with its cases alive', async () => {
  const api = apiOf();
  const caseId = await refer(api);
  const noted = await api.post(`/v1/enquiries/${caseId}/note`, { text: 'before' });
  expect(noted.status).toBe(200);
  await main.kill();
  const began = Date.now();
  main = await startRollcall(['start'], env, READY);
  const tookMs = Date.now() - began;
  const again = apiOf();
  const live = await eventually(
    () => again.get(`/v1/enquiries/${caseId}?live=1&seq=${noted.body.seq}`),
    ({ text }) => text.includes('"available":true'),
  );
  expect(live.body).toMatchObject({ status: 'open' });
  const next = await again.post(`/v1/enquiries/${caseId}/note`, { text: 'after' });
  expect([next.status, next.body.seq]).toEqual([200, noted.body.seq + 1]);
  console.info(`Ready ${(tookMs / 1_000).toFixed(1)} s after the main process was killed`);
}, 150_000);

describe('what keeps it from starting is said once, with the remedy', () => {
  const failing = async (over: Record<string, string>): Promise<string> => {
    const run = await startRollcall(['start'], { ...env, ROLLCALL_DATA: join(folder.path, 'other'), ...over });
    expect(await run.exited).toBeGreaterThan(0);
    expect(run.output()).not.toMatch(STACK);
    return run.output();
  };

  test('a busy port', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const said = await failing({ ROLLCALL_PORT: String(port) });
    expect(said.split(`Port ${port} on 127.0.0.1 is in use`)).toHaveLength(2);
    expect(said).toContain('ROLLCALL_PORT=');
    await new Promise((resolve) => holder.close(resolve));
  }, 60_000);

  test('wrong settings, all of them together', async () => {
    const said = await failing({ ROLLCALL_PORT: 'banana', ROLLCALL_LOG_LEVEL: 'loud', ROLLCALL_PROT: '3000' });
    for (const variable of ['ROLLCALL_PORT', 'ROLLCALL_LOG_LEVEL', 'ROLLCALL_PROT']) expect(said).toContain(variable);
  }, 60_000);
});
