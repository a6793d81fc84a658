import { beforeAll, describe, expect, test } from '@jest/globals';
import { referral } from '../tests/support/register/referrals.js';
import { nextEpisodeHappenings, sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();
const at = '2026-12-21T10:12:00Z';
const nextYear = '2027-12-21T10:12:00Z';

const staff = [
  ['officer-a', ['officer'], ['north']],
  ['officer-b', ['officer'], ['south']],
  ['senior-n', ['senior'], ['north']],
  ['senior-s', ['senior'], ['south']],
  ['manager-m', ['manager'], []],
  ['dsl-d', ['dsl'], []],
] as const;

beforeAll(async () => {
  const { authorities, people } = open().register;
  await authorities.put({ authority: 'bradford', name: 'Bradford', settings: {}, deputy: 'manager-m' });
  for (const team of ['north', 'south']) await people.putTeam('bradford', team, team);
  for (const [person, roles, teams] of staff) {
    await people.put('bradford', { person, name: person, email: `${person}@council.example` });
    await people.setRoles('bradford', person, roles);
    await people.setTeams('bradford', person, teams);
  }
  await people.put('luton', { person: 'officer-a', name: 'Another', issuer: 'https://id.example', subject: '42' });
});

describe('people', () => {
  test('have roles and teams in their own authority only', async () => {
    const { people } = open().register;
    expect(await people.find('bradford', 'officer-a')).toMatchObject({ roles: ['officer'], teams: ['north'] });
    expect(await people.find('luton', 'officer-a')).toMatchObject({ name: 'Another', roles: [], teams: [] });
    expect(await people.find('luton', 'officer-b')).toBeNull();
    expect(await people.findBySubject('luton', 'https://id.example', '42')).toMatchObject({ person: 'officer-a' });
    expect(await people.findBySubject('bradford', 'https://id.example', '42')).toBeNull();
    expect(await people.list('bradford')).toHaveLength(staff.length);
  });

  test('a deputy of another authority is refused', async () => {
    const { people } = open().register;
    const absence = { person: 'officer-a', from: at, deputy: 'officer-b', recordedBy: 'officer-a' };
    await expect(people.recordAbsence('luton', absence)).rejects.toThrow();
  });
});

describe('a token', () => {
  test('speaks for its person with the roles of the moment; only its hash is kept', async () => {
    const { db, register } = open();
    const { text, token } = await register.tokens.issue(
      'bradford',
      { person: 'officer-a' },
      { label: 'x', expiresAt: nextYear },
    );
    expect(await register.tokens.verify(text, at)).toEqual({
      authority: 'bradford',
      token,
      person: 'officer-a',
      system: null,
      name: 'officer-a',
      roles: ['officer'],
      teams: ['north'],
    });
    const row = await db.selectFrom('tokens').selectAll().where('token', '=', token).executeTakeFirstOrThrow();
    expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
    const secret = text.split('_').slice(2).join('_');
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  test.each([
    ['an empty one', () => ''],
    ['another secret', (text: string) => text.slice(0, -2) + (text.endsWith('AA') ? 'BB' : 'AA')],
    ['another id', (text: string) => text.replace(/_[0-9a-f]{16}_/, '_0123456789abcdef_')],
    ['one with more behind it', (text: string) => `${text}x`],
    ['SQL', () => "rollcall_' or 1=1 --_x"],
  ])('is refused: %s', async (_what, change) => {
    const { tokens } = open().register;
    const { text } = await tokens.issue('bradford', { person: 'officer-a' }, { label: 'x', expiresAt: nextYear });
    expect(await tokens.verify(change(text), at)).toBeNull();
  });

  test('ends with its time, its revocation, or the person leaving', async () => {
    const { tokens, people } = open().register;
    const of = { label: 'x', expiresAt: nextYear };
    const { text, token } = await tokens.issue('bradford', { person: 'officer-b' }, of);
    expect(await tokens.verify(text, nextYear)).toBeNull();
    await people.put('bradford', { person: 'officer-b', name: 'officer-b', active: false });
    expect(await tokens.verify(text, at)).toBeNull();
    await people.put('bradford', { person: 'officer-b', name: 'officer-b', email: 'officer-b@council.example' });
    expect(await tokens.verify(text, at)).not.toBeNull();
    expect(await tokens.revoke('luton', token, at)).toBe(false);
    expect(await tokens.revoke('bradford', token, at)).toBe(true);
    expect(await tokens.revoke('bradford', token, at)).toBe(false);
    expect(await tokens.verify(text, at)).toBeNull();
    expect((await tokens.list('bradford')).find((row) => row.token === token)?.revokedAt).toBe(at);
  });

  test('may belong to a named system with roles of its own', async () => {
    const { tokens } = open().register;
    const owner = { system: 'school-software', roles: ['referrer' as const] };
    const { text } = await tokens.issue('luton', owner, { label: 'x', expiresAt: nextYear });
    expect(await tokens.verify(text, at)).toMatchObject({
      authority: 'luton',
      person: null,
      system: 'school-software',
      roles: ['referrer'],
    });
  });
});

describe('whom a message reaches', () => {
  async function caseOf(assignee: boolean): Promise<string> {
    const { register } = open();
    const { caseId } = await register.cases.mintCase(
      referral({
        contacts: [
          { role: 'parent', name: 'P', safeToContact: false },
          { role: 'parent', name: 'Q', phone: '07700 900123' },
        ],
      }),
    );
    const happenings = sampleHappenings.filter((one) => assignee || one.type !== 'assigned');
    await register.record.recordEvents({
      authority: 'bradford',
      caseId,
      events: stamped(happenings),
      carriedOutAt: at,
    });
    return caseId;
  }
  const ids = async (caseId: string, recipient: string, when = at, episode?: number) =>
    (
      await open().register.recipients.resolve({
        authority: 'bradford',
        caseId,
        recipient,
        at: when,
        ...(episode === undefined ? {} : { episode }),
      })
    ).map((one) => one.id);

  test('the assigned officer, and the senior officer of that officer’s team', async () => {
    const caseId = await caseOf(true);
    expect(await ids(caseId, 'officer')).toEqual(['officer-a']);
    expect(await ids(caseId, 'senior')).toEqual(['senior-n']);
    expect(await ids(caseId, 'manager')).toEqual(['manager-m']);
    expect(await ids(caseId, 'deputy')).toEqual(['manager-m']);
  });

  test('nobody assigned: the team', async () => {
    const caseId = await caseOf(false);
    expect(await ids(caseId, 'officer')).toEqual(['officer-a', 'officer-b']);
    expect(await ids(caseId, 'senior')).toEqual(['senior-n', 'senior-s']);
  });

  test('who is away is stood in for, along the chain and never in a circle', async () => {
    const { people, recipients } = open().register;
    const caseId = await caseOf(true);
    const away = (person: string, deputy: string | null, from: string, until: string) =>
      people.recordAbsence('bradford', { person, from, until, deputy, recordedBy: person });
    await away('officer-a', 'officer-b', '2027-02-01T00:00:00Z', '2027-02-08T00:00:00Z');
    const found = await recipients.resolve({
      authority: 'bradford',
      caseId,
      recipient: 'officer',
      at: '2027-02-02T09:00:00Z',
    });
    expect(found).toMatchObject([{ id: 'officer-b', standsInFor: 'officer-a' }]);
    expect(await ids(caseId, 'officer', '2027-02-08T00:00:00Z')).toEqual(['officer-a']);
    await away('officer-b', 'officer-a', '2027-02-05T00:00:00Z', '2027-02-08T00:00:00Z');
    expect(await ids(caseId, 'officer', '2027-02-06T09:00:00Z')).toEqual(['senior-n']);
    const dslAway = await away('dsl-d', null, '2027-03-01T00:00:00Z', '2027-03-08T00:00:00Z');
    expect(await ids(caseId, 'dsl', '2027-03-02T09:00:00Z')).toEqual(['dsl-d']);
    await people.endAbsence('bradford', dslAway, '2027-03-02T00:00:00Z');
    expect(await people.absencesAt('bradford', '2027-03-02T09:00:00Z')).toEqual([]);
  });

  test('contacts of the authority, partners, contacts of the case', async () => {
    const { authorities } = open().register;
    const caseId = await caseOf(true);
    const contact = { name: 'Front door', email: 'door@council.example', phone: null, secure: true };
    await authorities.putContact('bradford', 'safeguarding-contact', contact);
    await authorities.putPartner('bradford', 'health', { ...contact, name: 'Health', secure: false });
    await authorities.putPartner('bradford', 'closed', { ...contact, name: 'Closed', active: false });
    expect(await ids(caseId, 'safeguarding-contact')).toEqual(['safeguarding-contact']);
    expect(await ids(caseId, 'partner:health')).toEqual(['health']);
    expect(await ids(caseId, 'partner:closed')).toEqual([]);
    expect(await ids(caseId, 'police')).toEqual([]);
    expect(await ids(caseId, 'parent')).toEqual(['parent/1']);
    const elsewhere = { authority: 'luton', caseId, at };
    for (const recipient of ['safeguarding-contact', 'partner:health', 'parent', 'referrer', 'officer'])
      expect(await open().register.recipients.resolve({ ...elsewhere, recipient })).toEqual([]);
  });

  test('the referrer of the episode that the message belongs to', async () => {
    const { register } = open();
    const upn = 'K99';
    const child = { givenName: 'Kit', familyName: 'Marsh', upn };
    const { caseId } = await register.cases.mintCase(referral({ child }));
    const first = stamped(sampleHappenings);
    await register.cases.mintCase(
      referral({ child, referrer: { kind: 'public', name: 'Second', reply: null, verified: false } }),
    );
    await register.cases.mintCase(
      referral({ child, referrer: { kind: 'professional', name: 'Third', reply: null, verified: true } }),
    );
    const rest = stamped(nextEpisodeHappenings, first.length + 1, '2026-12-31T09:00:00Z');
    await register.record.recordEvents({
      authority: 'bradford',
      caseId,
      events: [...first, ...rest],
      carriedOutAt: at,
    });
    expect(await ids(caseId, 'referrer', at, 1)).toEqual(['1']);
    expect(await ids(caseId, 'referrer-2', at, 1)).toEqual(['2']);
    expect(await ids(caseId, 'referrer', at, 2)).toEqual(['3']);
    expect(await ids(caseId, 'referrer')).toEqual(['3']);
  });
});
