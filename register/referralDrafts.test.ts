import { describe, expect, test } from '@jest/globals';
import { addSeconds } from '../domain/time.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const AT = '2026-12-21T10:12:00Z';
const DAY = 86_400;

describe('a referral that is being filled in', () => {
  test('is there for 28 days, for its own authority alone, and then disposed of', async () => {
    const { referralDrafts } = open().register;
    const draft = await referralDrafts.begin('bradford', { person: null, data: { a: 1 }, at: AT });
    expect((await referralDrafts.read('bradford', draft, AT))?.data).toEqual({ a: 1 });
    expect(await referralDrafts.read('luton', draft, AT)).toBeNull();
    const last = addSeconds(AT, 28 * DAY);
    expect(await referralDrafts.read('bradford', draft, addSeconds(last, -1))).not.toBeNull();
    expect(await referralDrafts.read('bradford', draft, last)).toBeNull();
    await referralDrafts.dispose(last);
    expect(await open().db.selectFrom('referral_drafts').selectAll().execute()).toEqual([]);
  });

  test('once sent says so, and its answers are gone; what comes after is not taken', async () => {
    const { referralDrafts } = open().register;
    const draft = await referralDrafts.begin('bradford', { person: 'a', data: { name: 'Quintessa' }, at: AT });
    const sent = { caseId: 'c1', reference: 'BCDFGHJK', at: AT };
    await referralDrafts.markSent('bradford', draft, sent);
    await referralDrafts.write('bradford', draft, { name: 'Other' });
    await referralDrafts.drop('bradford', draft);
    expect(await referralDrafts.read('bradford', draft, AT)).toMatchObject({ data: null, sent });
    expect(await referralDrafts.unsent('bradford', 'a', AT)).toEqual([]);
  });

  test('has one link at a time, and neither link nor code is kept as it is', async () => {
    const { referralDrafts } = open().register;
    const draft = await referralDrafts.begin('bradford', { person: null, data: {}, at: AT });
    const first = await referralDrafts.newLink('bradford', draft, 'mary@home.example');
    const second = await referralDrafts.newLink('bradford', draft, 'mary@home.example');
    expect(Buffer.from(second, 'base64url')).toHaveLength(32);
    expect(await referralDrafts.byLink('bradford', first, AT)).toBeNull();
    expect((await referralDrafts.byLink('bradford', second, AT))?.draft).toBe(draft);
    const code = await referralDrafts.newCode('bradford', draft, AT);
    expect(code).toMatch(/^\d{6}$/);
    const kept = JSON.stringify(await open().db.selectFrom('referral_drafts').selectAll().execute());
    expect(kept).not.toContain(second);
    expect(kept).not.toContain(`"${code}"`);
  });

  test('opens by the right code once, not after ten minutes and not after five wrong ones', async () => {
    const { referralDrafts } = open().register;
    const draft = await referralDrafts.begin('bradford', { person: null, data: {}, at: AT });
    const link = await referralDrafts.newLink('bradford', draft, 'mary@home.example');
    const late = await referralDrafts.newCode('bradford', draft, AT);
    expect(await referralDrafts.tryCode('bradford', draft, late, addSeconds(AT, 600))).toBe('over');
    const tried = await referralDrafts.newCode('bradford', draft, AT);
    const wrong = tried === '000000' ? '000001' : '000000';
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push(await referralDrafts.tryCode('bradford', draft, wrong, AT));
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'over']);
    expect(await referralDrafts.tryCode('bradford', draft, tried, AT)).toBe('over');
    const right = await referralDrafts.newCode('bradford', draft, AT);
    expect(await referralDrafts.tryCode('bradford', draft, right, AT)).toBe('right');
    expect(await referralDrafts.tryCode('bradford', draft, right, AT)).toBe('over');
    expect(await referralDrafts.byLink('bradford', link, AT)).toBeNull();
  });
});

test('a link to how a referral stands is asked for without using it, and ends after 28 days', async () => {
  const { referralLinks } = open().register;
  const token = await referralLinks.issue('bradford', { caseId: 'c1', referrer: 2 }, AT);
  expect(await referralLinks.isLive('bradford', token, AT)).toBe(true);
  expect(await referralLinks.isLive('luton', token, AT)).toBe(false);
  expect(await referralLinks.use('bradford', token, AT)).toEqual({ caseId: 'c1', referrer: 2 });
  expect(await referralLinks.use('bradford', token, addSeconds(AT, 28 * DAY))).toBeNull();
});

test('a file of many is its sender’s alone', async () => {
  const { referralFiles } = open().register;
  const file = await referralFiles.put('bradford', { person: 'a', form: 'BRA-F1', rows: [1], at: AT });
  await referralFiles.write('bradford', file, [2]);
  expect((await referralFiles.read('bradford', 'a', file, AT))?.rows).toEqual([2]);
  expect(await referralFiles.read('bradford', 'b', file, AT)).toBeNull();
  expect(await referralFiles.read('luton', 'a', file, AT)).toBeNull();
  expect(await referralFiles.read('bradford', 'a', file, addSeconds(AT, 7 * DAY))).toBeNull();
});
