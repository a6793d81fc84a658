import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { shippedFolder } from '../../config/shippedFiles.js';
import { ROLES, type Role } from '../../domain/inputs.js';
import type { Page } from '../page.js';
import { examplePath } from '../testing/exampleParameters.js';
import { pseudoLanguage, unsaid } from '../testing/pseudoLanguage.js';
import { fillIn } from '../testing/referralForm.js';
import { useWeb, type Browser, type WebHarness } from '../testing/webHarness.js';

const web = useWeb();

/** They end the session of whoever opens them, or lead to the identity provider. */
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'signedOut']);

/** Every text in a folder of data, as it is written there. */
function textsIn(folder: 'policies' | 'calendars'): string[] {
  const within = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(within)
        : [];
  return readdirSync(shippedFolder(folder))
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => within(parse(readFileSync(join(shippedFolder(folder), file), 'utf8'))));
}

const CHILD = { givenName: 'Wilhelmina', familyName: 'Quarrington', dateOfBirth: '2015-05-04' };
const PEOPLE = [...ROLES, 'manager-b', 'nobody'];
/** What the people of this test are called and wrote, and the ids of what they look at. */
const GIVEN = [
  ...PEOPLE.flatMap((name) => [name, `A ${name}`]),
  ...[CHILD.givenName, CHILD.familyName, `${CHILD.givenName} ${CHILD.familyName}`],
  ...[
    'A professional',
    'bradford',
    'Oak Primary',
    'team',
    'r26',
    'acknowledgement',
    'noted by hand',
    'Ask the landlord',
    'X1',
  ],
];
/** Ids of rules, policies, cases and tokens, and addresses of mail. */
const IDS =
  /\b[A-Z]{2,5}-[A-Z0-9-]+\b|\b[a-z]+@\d+\b|\S+@\S+\.example|\b[A-Z0-9]{8}\b|\b[0-9a-f]{16}\b|\bconcern-\d+\b/g;

const plainly = (text: string): string =>
  text
    .replaceAll(IDS, ' ')
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
    .toLowerCase();
const known = [...new Set([...textsIn('policies'), ...textsIn('calendars'), ...GIVEN].map(plainly))].sort(
  (a, b) => b.length - a.length,
);
const words = new Set(known);
const sentences = known.filter((text) => text.includes(' '));

/** Whether a pack or a person gave it: as a whole, or in texts of several words with nothing but signs between. */
function isGiven(stretch: string): boolean {
  let left = plainly(stretch);
  for (const text of sentences) if (left.includes(text)) left = left.replaceAll(text, '|');
  return left.split(/[^\p{L}\p{N}'’&/ -]+/u).every((part) => !/\p{L}{2}/u.test(part) || words.has(part.trim()));
}

/** What is left of a page that no language, pack or person gave. */
const leftOf = (html: string): string[] => [...new Set(unsaid(html).filter((stretch) => !isGiven(stretch)))];

type Finding = Record<string, string[]>;

describe('in a language that is not English', () => {
  const pages = (): Page[] =>
    web()
      .areas.flatMap((area): Page[] => [...area.pages])
      .filter(({ id }) => !OF_THE_SESSION.has(id));
  let spoken: ReturnType<WebHarness['another']>;
  const open = async (role: Role | 'nobody' | null): Promise<Browser> =>
    role === null ? spoken.stranger() : await spoken.as(role);
  let caseId = '';

  beforeAll(async () => {
    const { api, another } = web();
    spoken = another({ web: { languages: [pseudoLanguage()] } });
    caseId = await api.refer({
      child: { ...CHILD, school: 'Oak Primary' },
      facts: { cp_plan: true, ehcp: true, last_attended: '2026-11-13' },
    });
    const send = async (role: Role, input: string, body: object): Promise<void> => {
      const { status, text } = await api.post(role, `/v1/enquiries/${caseId}/${input}`, body);
      if (status >= 300) throw new Error(`${input}: ${status} ${text}`);
    };
    const note = 'noted by hand';
    await send('manager', 'assign', { to: 'officer-a' });
    await send('officer', 'recordCheck', { check: 'BRA-C1', result: 'nothing_found', note });
    await send('officer', 'recordCheck', { check: 'BRA-C10', result: 'no_reply', note });
    await send('officer', 'askPartner', { check: 'BRA-C5' });
    await send('officer', 'addCheck', { check: 'X1', title: 'Ask the landlord', reason: note });
    await send('officer', 'markNotApplicable', { check: 'BRA-C3', reason: note });
    await send('officer', 'recordFact', { fact: 'last_attended', value: '2026-11-12' });
    await send('officer', 'recordFact', { fact: 'attendance_percent', value: 80 });
    await send('officer', 'recordAttendance', { date: '2026-11-20', code: 'N' });
    await send('officer', 'raiseConcern', { kind: 'neglect', immediate: true, note });
    await send('officer', 'proposeOutcome', { outcome: 'BRA-O1', note });
    await send('officer', 'note', { text: note });
  });

  test('no page has a word that was not asked for by its key', async () => {
    const left: Finding = {};
    for (const page of pages()) {
      const browser = await open(page.may.roles?.[0] ?? null);
      const { status, text } = await browser.get(examplePath(page, { case: caseId }));
      const found = status >= 500 ? [`answered ${status}`] : leftOf(text);
      if (found.length > 0) left[page.id] = found;
    }
    expect(left).toEqual({});
  }, 300_000);

  test('nor has one whose form was sent empty', async () => {
    const left: Finding = {};
    for (const page of pages().filter(({ form }) => form !== null)) {
      const browser = await open(page.form?.may.roles?.[0] ?? null);
      const path = examplePath(page, { case: caseId });
      const { $ } = await browser.get(path);
      const token = String($('input[name=_csrf]').first().attr('value'));
      const { status, text } = await browser.post(path, { _csrf: token });
      const found = status >= 500 ? [`answered ${status}`] : leftOf(text);
      if (found.length > 0) left[page.id] = found;
    }
    expect(left).toEqual({});
  }, 300_000);

  test('nor have refusals and pages for what went wrong', async () => {
    const left: Finding = {};
    for (const page of pages().filter(({ may }) => may.roles !== null)) {
      const { status, text } = await (await open('nobody')).get(examplePath(page, { case: caseId }));
      expect({ page: page.id, status }).toEqual({ page: page.id, status: 403 });
      if (leftOf(text).length > 0) left[page.id] = leftOf(text);
    }
    const manager = await open('manager');
    left.nowhere = leftOf((await manager.get('/nowhere')).text);
    const closed = await manager.submit(`/cases/${caseId}/outcome`, {
      outcome: 'BRA-O1',
      how: 'decide',
      note: 'noted by hand',
    });
    expect(closed.status).toBe(409);
    left.closed = leftOf(closed.text);
    const officer = await open('officer');
    const done = await officer.submit(`/cases/${caseId}/note`, { text: 'noted by hand' });
    left.done = leftOf((await officer.follow(done)).text);
    expect(left).toEqual({ nowhere: [], closed: [], done: [] });
  }, 300_000);

  test('nor have the steps of a referral', async () => {
    const left: Finding = {};
    const browser = await open(null);
    const { draft, steps, check } = await fillIn(browser, {
      who: { who: 'professional' },
      contact: { name: 'A professional', organisation: 'Oak Primary', email: 'office@oak.example', reply: 'email' },
    });
    for (const step of steps) {
      const { text } = await browser.get(`/refer/form/${draft}/${step}`);
      if (leftOf(text).length > 0) left[step] = leftOf(text);
    }
    expect({ ...left, check: leftOf(check.text) }).toEqual({ check: [] });
  });
});
