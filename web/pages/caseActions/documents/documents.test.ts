import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { aJpeg, aPdf, aPng, segment } from '../../../../tests/support/files.js';
import { sendFiles } from '../../../testing/sendFiles.js';
import { useWeb, type Browser } from '../../../testing/webHarness.js';

const web = useWeb();
const SECRET = 'GPS 53.79N Vandersloot';

const withFiles = async (files: readonly { name: string; body: Buffer }[]) => {
  const { api, as, app } = web();
  const caseId = await api.refer();
  const officer = await as('officer');
  const sent = await sendFiles(app, officer, `/cases/${caseId}/documents`, {}, files);
  return { api, as, app, caseId, officer, sent };
};
const linkIn = async (browser: Browser, caseId: string): Promise<string> =>
  (await browser.get(`/cases/${caseId}/documents`)).$('main tbody a').first().attr('href') ?? '';

const download = (browser: Browser, path: string) => {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return supertest(web().app).get(path).set({ 'X-Forwarded-Proto': 'https', Cookie: cookie }).buffer(true);
};

describe('the documents of a case', () => {
  test('are listed with what they are and who added them, the empty list says so', async () => {
    const { api, as } = web();
    const empty = await api.refer();
    expect((await (await as('officer')).get(`/cases/${empty}/documents`)).$('main').text()).toContain(
      'There is no file yet',
    );
    const { officer, sent } = await withFiles([
      { name: 'a <b>name</b> of more than forty characters, and of several words.pdf', body: aPdf() },
      { name: 'door.png', body: aPng() },
    ]);
    expect(sent.status).toBe(303);
    const { $ } = await officer.follow(sent);
    expect($('.moj-alert').text()).toContain('The files were added.');
    expect($('main tbody tr')).toHaveLength(2);
    expect($('main tbody').text()).toContain('A officer');
    expect($('main b')).toHaveLength(0);
  });

  test('are sent as attachments, cleaned, not to be kept or guessed at, and each time is in the audit', async () => {
    const exif = segment(0xe1, Buffer.from(`Exif\0\0MM\0*\0\0\0\x08\0\0${SECRET}`, 'latin1'));
    const { api, officer, caseId } = await withFiles([{ name: 'door "x".jpg', body: aJpeg([exif]) }]);
    const path = await linkIn(officer, caseId);
    expect(path).toMatch(/^\/cases\/[0-9a-f-]{36}\/documents\/[0-9a-f]{32}$/);
    const answer = await download(officer, path);
    const headers: Readonly<Record<string, string>> = answer.headers;
    expect(headers['content-type']).toBe('image/jpeg');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="door x\.jpg"/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const body: unknown = answer.body;
    expect(Buffer.isBuffer(body) && body.equals(aJpeg())).toBe(true);
    const [entry] = await api.register.audit.search('bradford', { person: 'officer-a', limit: 1 });
    expect(entry).toMatchObject({
      action: 'documents.download',
      object: { kind: 'document', id: path.slice(-32) },
      allowed: true,
    });
    expect(api.logs()).not.toContain('door');
  });

  test('are closed to another authority, to another case, and to roles that read no cases', async () => {
    const { api, as, caseId, officer } = await withFiles([{ name: 'a.pdf', body: aPdf() }]);
    const path = await linkIn(officer, caseId);
    expect((await (await as('officer', 'luton')).get(path)).status).toBe(404);
    for (const role of ['administrator', 'referrer', 'partner', 'trainer', 'nobody'] as const)
      expect((await (await as(role)).get(path)).status).toBe(403);
    const other = await api.refer();
    const elsewhere = await officer.get(path.replace(caseId, other));
    expect(elsewhere.status).toBe(303);
    expect((await officer.follow(elsewhere)).$('.moj-alert').text()).toContain('no such document');
  });

  test('of a restricted case open for named people only', async () => {
    const { api, as, caseId, officer } = await withFiles([{ name: 'a.pdf', body: aPdf() }]);
    const path = await linkIn(officer, caseId);
    await api.register.cases.setRestricted('bradford', caseId, true);
    expect((await officer.get(path)).status).toBe(404);
    const dsl = await as('dsl');
    expect(await linkIn(dsl, caseId)).toBe(path);
    expect((await download(dsl, path)).status).toBe(200);
  });

  test('an auditor may read and not add', async () => {
    const { api, as, app, caseId } = await withFiles([{ name: 'a.pdf', body: aPdf() }]);
    const auditor = await as('auditor');
    const page = await auditor.get(`/cases/${caseId}/documents`);
    expect(page.$('main form')).toHaveLength(0);
    const token = String(page.$('header input[name=_csrf], .app-header input[name=_csrf]').attr('value'));
    const sent = await sendFiles(app, auditor, `/cases/${caseId}/documents`, { _csrf: token }, [
      { name: 'b.pdf', body: aPdf() },
    ]);
    expect(sent.status).toBe(403);
    expect(await api.register.documents.ofCase('bradford', caseId)).toHaveLength(1);
  });

  test('a stranger’s files are let through to nowhere, and a stranger is asked to sign in', async () => {
    const { caseId, officer, app } = await withFiles([]);
    const signedOut = web().stranger();
    const path = `/cases/${caseId}/documents`;
    const large = Array.from({ length: 3 }, (_one, number) => ({
      name: `${number}.pdf`,
      body: Buffer.alloc(9_000_000),
    }));
    const { status, text } = await sendFiles(app, signedOut, path, {}, large, { from: '/' });
    expect(status).toBe(403);
    expect(text).toContain('You are signed out');
    expect((await officer.get(path)).$('main').text()).toContain('There is no file yet');
  });

  test.each([
    ['nothing', [], 'Choose a file'],
    [
      'a page called picture.png',
      [{ name: 'picture.png', body: Buffer.from('<!doctype html><p>') }],
      'neither PDF, JPEG nor PNG',
    ],
    ['an empty file', [{ name: 'a.pdf', body: Buffer.alloc(0) }], 'empty'],
    ['half a picture', [{ name: 'a.png', body: aPng().subarray(0, 30) }], 'cannot be read'],
  ])('%s is refused at the field', async (_name, files, says) => {
    const { sent, api, caseId } = await withFiles(files);
    expect(sent.status).toBe(422);
    expect(sent.$('#files-error').text()).toContain(says);
    expect(await api.register.documents.ofCase('bradford', caseId)).toEqual([]);
  });

  test('too large, too many, or with more text beside them than a form may hold: nothing is kept', async () => {
    const { app, api, officer, caseId } = await withFiles([]);
    const path = `/cases/${caseId}/documents`;
    const send = async (fields: Record<string, string>, files: { name: string; body: Buffer }[]) =>
      (await sendFiles(app, officer, path, fields, files)).status;
    expect(await send({}, [{ name: 'a.pdf', body: Buffer.concat([aPdf(), Buffer.alloc(10_000_001)]) }])).toBe(413);
    expect(
      await send(
        {},
        Array.from({ length: 6 }, () => ({ name: 'a.pdf', body: aPdf() })),
      ),
    ).toBe(413);
    const much = Object.fromEntries(Array.from({ length: 40 }, (_one, number) => [`f${number}`, 'x'.repeat(9_000)]));
    expect(await send(much, [{ name: 'a.pdf', body: aPdf() }])).toBe(413);
    expect(await api.register.documents.ofCase('bradford', caseId)).toEqual([]);
  });

  test('with a scanner, what it says counts; while it is away nothing is kept', async () => {
    const { api, another } = web();
    const caseId = await api.refer();
    const verdicts: (boolean | Error)[] = [false, new Error('away'), true];
    const scanning = another({
      services: {
        scanner: () => {
          const verdict = verdicts.shift() ?? true;
          return verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict);
        },
      },
    });
    const officer = await scanning.as('officer');
    const path = `/cases/${caseId}/documents`;
    const send = () => sendFiles(scanning.app, officer, path, {}, [{ name: 'a.pdf', body: aPdf() }]);
    expect((await send()).$('#files-error').text()).toContain('harmful');
    expect((await send()).$('#files-error').text()).toContain('cannot be reached');
    expect(await api.register.documents.ofCase('bradford', caseId)).toEqual([]);
    expect((await send()).status).toBe(303);
    expect(await api.register.documents.ofCase('bradford', caseId)).toMatchObject([{ scanned: true }]);
  });
});
