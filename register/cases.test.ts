import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { referral } from '../tests/support/register/referrals.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const far = '2999-01-01T00:00:00Z';

const countCases = async (): Promise<number> =>
  (
    await open()
      .db.selectFrom('cases')
      .select(sql<number>`count(*)`.as('n'))
      .executeTakeFirstOrThrow()
  ).n;

describe('minting a case', () => {
  test('ten at once under one key make one case and get one answer', async () => {
    const { register } = open();
    const before = await countCases();
    const request = referral();
    const answers = await Promise.all(Array.from({ length: 10 }, () => register.cases.mintCase(request)));
    expect(new Set(answers.map((answer) => answer.caseId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(await countCases()).toBe(before + 1);
  });

  test('ten at once with one UPN make one case with ten referrers', async () => {
    const { db, register } = open();
    const before = await countCases();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        register.cases.mintCase(
          referral({ child: { givenName: `N${index}`, familyName: 'X', upn: index % 2 === 0 ? 'a 123' : 'A123' } }),
        ),
      ),
    );
    expect(new Set(answers.map((answer) => answer.caseId)).size).toBe(1);
    expect(answers.filter((answer) => answer.kind === 'new')).toHaveLength(1);
    expect(answers.map((answer) => answer.referrer).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await countCases()).toBe(before + 1);
    const subjects = await db
      .selectFrom('subjects')
      .select('case_id')
      .where('case_id', '=', answers[0]?.caseId ?? '')
      .execute();
    expect(subjects).toHaveLength(1);
  });

  test('ten at once of one child without a UPN make ten cases, nine of which see an earlier one', async () => {
    const { register } = open();
    const child = { givenName: 'Zoë', familyName: "O'Neill", dateOfBirth: '2013-02-03' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => register.cases.mintCase(referral({ child }))));
    expect(new Set(answers.map((answer) => answer.caseId)).size).toBe(10);
    expect(answers.map((answer) => answer.similar.length).sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(answers.flatMap((answer) => answer.similar).every((other) => other.likeness === 'same')).toBe(true);
  });

  test('the same key with another request is refused', async () => {
    const { register } = open();
    const request = referral();
    await register.cases.mintCase(request);
    await expect(register.cases.mintCase({ ...request, requestHash: 'another' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('one key and one UPN in two authorities are two cases', async () => {
    const { register } = open();
    const request = referral({ child: { givenName: 'Sam', familyName: 'Field', upn: 'B777' } });
    const here = await register.cases.mintCase(request);
    const there = await register.cases.mintCase({ ...request, authority: 'luton' });
    expect(there).toMatchObject({ kind: 'new', repeated: false, similar: [] });
    expect(there.caseId).not.toBe(here.caseId);
    expect(await register.cases.findCase('luton', here.caseId)).toBeNull();
    expect(await register.cases.findByReference('luton', here.reference)).toBeNull();
    expect((await register.cases.findByUpn('luton', ' b777 '))?.caseId).toBe(there.caseId);
  });

  test('a reference has eight letters and digits that cannot be mistaken', async () => {
    const { register } = open();
    const { reference } = await register.cases.mintCase(referral());
    expect(reference).toMatch(/^[BCDFGHJKLMNPQRTVWXY34679]{8}$/);
    expect(await register.cases.findByReference('bradford', reference.toLowerCase())).not.toBeNull();
  });

  test.each([
    ['SQL', "Robert'); DROP TABLE cases;--"],
    ['one word, right to left', 'محمد'],
    ['accents and an apostrophe', 'Siân O’Brien-Łukasz'],
    ['prototype keys', '__proto__'],
    ['template signs', '{{constructor}} ${7*7} <b>&amp;%s\\'],
    ['an emoji and a half of one', '👩‍👧'],
    ['line ends', 'two\r\nlines\tand a tab'],
  ])('keeps %s unchanged', async (_what, text) => {
    const { db, register } = open();
    const { caseId } = await register.cases.mintCase(
      referral({
        child: {
          givenName: text,
          familyName: null,
          addresses: [{ kind: 'last_known', lines: text }],
          more: JSON.parse('{"__proto__":{"polluted":true},"constructor":"x"}') as Record<string, string>,
        },
        contacts: [{ role: 'parent', name: text, address: text }],
      }),
    );
    const child = await db.selectFrom('subjects').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow();
    expect(child.given_name).toBe(text);
    expect(JSON.stringify(child.more)).toBe('{"__proto__":{"polluted":true},"constructor":"x"}');
    const address = await db
      .selectFrom('subject_addresses')
      .selectAll()
      .where('case_id', '=', caseId)
      .executeTakeFirst();
    expect(address?.lines).toBe(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a reservation', () => {
  test('is listed until the case has started', async () => {
    const { register } = open();
    const request = referral();
    const { caseId } = await register.cases.mintCase(request);
    const listed = async () =>
      (await register.cases.reservationsBefore('bradford', far, 1_000)).filter((row) => row.caseId === caseId);
    expect(await listed()).toEqual([{ caseId, createdAt: expect.any(String), keys: [request.idempotencyKey] }]);
    await register.cases.confirmStarted('bradford', caseId, '2026-12-21T10:12:01Z');
    expect(await listed()).toEqual([]);
    expect(await register.cases.dropReservation('bradford', request.idempotencyKey)).toBe('kept');
    expect(await register.cases.findCase('bradford', caseId)).not.toBeNull();
  });

  test('dropped takes its people along, and the key may try again', async () => {
    const { db, register } = open();
    const request = referral({ contacts: [{ role: 'parent', phone: '07700 900123' }] });
    const { caseId } = await register.cases.mintCase(request);
    expect(await register.cases.dropReservation('luton', request.idempotencyKey)).toBe('kept');
    expect(await register.cases.dropReservation('bradford', request.idempotencyKey)).toBe('dropped');
    for (const table of ['cases', 'subjects', 'referrers', 'case_contacts', 'referral_keys'] as const)
      expect(await db.selectFrom(table).select('case_id').where('case_id', '=', caseId).execute()).toEqual([]);
    expect(await register.cases.mintCase(request)).toMatchObject({ kind: 'new', repeated: false });
  });

  test('that another referral has joined keeps the case and loses one referrer', async () => {
    const { db, register } = open();
    const child = { givenName: 'Ida', familyName: 'Lamb', upn: 'C42' };
    const first = referral({ child });
    const { caseId } = await register.cases.mintCase(first);
    await register.cases.mintCase(referral({ child }));
    expect(await register.cases.dropReservation('bradford', first.idempotencyKey)).toBe('referrerOnly');
    const left = await db.selectFrom('referrers').select('referrer').where('case_id', '=', caseId).execute();
    expect(left).toEqual([{ referrer: 2 }]);
  });
});

describe("a child's details", () => {
  test('are put right, and the child is found by the new name', async () => {
    const { db, register } = open();
    const { caseId } = await register.cases.mintCase(
      referral({ child: { givenName: 'Jhon', familyName: 'Quill', school: 'Oak', upn: 'Q1' } }),
    );
    await register.children.correct('bradford', caseId, { givenName: 'John', dateOfBirth: '2014-01-02', upn: 'q 2' });
    await register.children.addAddress('bradford', caseId, { kind: 'new', lines: '2 Mill Lane', withheld: true });
    await register.children.addContacts('bradford', caseId, [{ role: 'parent', name: 'Ann' }]);
    await register.children.addContacts('bradford', caseId, [{ role: 'parent', name: 'Ann' }]);
    const found = await register.enquiries.read('bradford', caseId);
    expect(found?.child).toMatchObject({
      given_name: 'John',
      family_name: 'Quill',
      school: 'Oak',
      date_of_birth: '2014-01-02',
    });
    expect(found?.addresses).toMatchObject([{ position: 0, lines: '2 Mill Lane', withheld: true }]);
    expect(found?.contacts).toHaveLength(1);
    expect((await register.search.find('bradford', 'quill john')).map((hit) => hit.caseId)).toEqual([caseId]);
    expect(await register.search.find('bradford', 'jhon quill')).toEqual([]);
    expect((await register.cases.findByUpn('bradford', 'Q2'))?.caseId).toBe(caseId);
    const words = await db.selectFrom('subject_words').select('word').where('case_id', '=', caseId).execute();
    expect(words.map((row) => row.word).sort()).toEqual(['john', 'quill']);
  });

  test('cannot take the UPN of another case, nor be reached from another authority', async () => {
    const { register } = open();
    await register.cases.mintCase(referral({ child: { givenName: 'A', upn: 'T1' } }));
    const { caseId } = await register.cases.mintCase(referral({ child: { givenName: 'B' } }));
    await expect(register.children.correct('bradford', caseId, { upn: 'T1' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(register.children.correct('luton', caseId, { sex: 'f' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
