import { describe, expect, test } from '@jest/globals';
import { addSeconds } from '../domain/time.js';
import { referral } from '../tests/support/register/referrals.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import type { KeptDocument } from './index.js';

const open = useTestRegister();
const AT = '2026-11-26T09:00:00Z';
const DAY = 86_400;

describe('a draft', () => {
  const path = '/cases/x/outcome';
  const save = (person: string, savedAt: string, of = path) =>
    open().register.drafts.save('bradford', person, of, { fields: { note: `by ${person}` }, savedAt });

  test('is read by its writer alone, at its path, in its authority', async () => {
    await save('officer-a', AT);
    const { drafts } = open().register;
    expect(await drafts.read('bradford', 'officer-a', path, AT)).toEqual({
      fields: { note: 'by officer-a' },
      savedAt: AT,
    });
    expect(await drafts.read('bradford', 'officer-b', path, AT)).toBeNull();
    expect(await drafts.read('luton', 'officer-a', path, AT)).toBeNull();
    expect(await drafts.read('bradford', 'officer-a', `${path}/`, AT)).toBeNull();
    await drafts.drop('bradford', 'officer-a', path);
    expect(await drafts.read('bradford', 'officer-a', path, AT)).toBeNull();
  });

  test('is gone after 28 days: not shown any more, and disposed of when anybody of the authority keeps another', async () => {
    await save('officer-c', AT);
    const { drafts } = open().register;
    expect(await drafts.read('bradford', 'officer-c', path, addSeconds(AT, 28 * DAY - 1))).not.toBeNull();
    expect(await drafts.read('bradford', 'officer-c', path, addSeconds(AT, 28 * DAY))).toBeNull();
    await save('officer-d', addSeconds(AT, 28 * DAY));
    const rows = await open()
      .db.selectFrom('form_drafts')
      .select('person')
      .where('authority', '=', 'bradford')
      .execute();
    expect(rows.map(({ person }) => person)).toEqual(['officer-d']);
  });

  test('makes room for a newer one where somebody has a hundred', async () => {
    for (let number = 0; number < 102; number += 1)
      await save('officer-e', addSeconds(AT, 29 * DAY + number), `/cases/${number}/x`);
    const rows = await open().db.selectFrom('form_drafts').select('path').where('person', '=', 'officer-e').execute();
    expect(rows).toHaveLength(100);
    expect(rows.map((row) => row.path)).not.toContain('/cases/0/x');
  });
});

test('a file is found under its own case and authority alone, and is kept once', async () => {
  const { cases, documents } = open().register;
  const { caseId } = await cases.mintCase(referral({ child: { givenName: 'A', familyName: 'Filed' } }));
  const { caseId: other } = await cases.mintCase(referral({ child: { givenName: 'B', familyName: 'Other' } }));
  const { authority } = referral();
  const body = Buffer.from([0, 255, 1, 254]);
  const document: KeptDocument = {
    ...{ document: 'f'.repeat(32), name: 'x.pdf', kind: 'pdf', bytes: 4, sha256: '0'.repeat(64), rule: null },
    ...{ scanned: false, addedBy: 'officer-a', addedAt: AT },
  };
  await documents.put(authority, caseId, document, body);
  await documents.put(authority, caseId, { ...document, name: 'y.pdf' }, Buffer.from('other'));
  expect(await documents.read(authority, caseId, document.document)).toEqual({ ...document, body });
  expect(await documents.read(authority, other, document.document)).toBeNull();
  expect(await documents.read('luton', caseId, document.document)).toBeNull();
  expect(await documents.count(authority, caseId)).toBe(1);
  await documents.drop(authority, other, [document.document]);
  expect(await documents.count(authority, caseId)).toBe(1);
  await documents.drop(authority, caseId, [document.document]);
  expect(await documents.ofCase(authority, caseId)).toEqual([]);
});
