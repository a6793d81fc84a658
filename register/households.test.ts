import { describe, expect, test } from '@jest/globals';
import { referral } from '../tests/support/register/referrals.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';

const open = useTestRegister();

const mint = async (givenName: string): Promise<string> =>
  (await open().register.cases.mintCase(referral({ child: { givenName, familyName: 'Vandersloot' } }))).caseId;
const members = async (authority: string, caseId: string): Promise<string[] | undefined> =>
  (await open().register.households.of(authority, caseId))?.cases.map((one) => one.caseId).sort();

describe('a household', () => {
  const { authority } = referral();

  test('links cases of siblings, with their names and how they stand', async () => {
    const [a, b] = [await mint('Ann'), await mint('Ben')];
    expect(await open().register.households.of(authority, a)).toBeNull();
    const linked = await open().register.households.link(authority, [a, b, a]);
    expect(linked.cases.map(({ givenName, status }) => [givenName, status]).sort()).toEqual([
      ['Ann', null],
      ['Ben', null],
    ]);
    expect(await members(authority, b)).toEqual([a, b].sort());
    expect((await open().register.enquiries.read(authority, a))?.household.map((one) => one.caseId)).toEqual([b]);
  });

  test('becomes one with another where a case of each is linked', async () => {
    const [a, b, c, d] = [await mint('A'), await mint('B'), await mint('C'), await mint('D')];
    await open().register.households.link(authority, [a, b]);
    await open().register.households.link(authority, [c, d]);
    await open().register.households.link(authority, [b, c]);
    expect(await members(authority, a)).toEqual([a, b, c, d].sort());
  });

  test('is left, and ends with the last but one', async () => {
    const [a, b, c] = [await mint('A'), await mint('B'), await mint('C')];
    await open().register.households.link(authority, [a, b, c]);
    await open().register.households.leave(authority, a);
    expect(await members(authority, a)).toBeUndefined();
    expect(await members(authority, b)).toEqual([b, c].sort());
    await open().register.households.leave(authority, b);
    expect(await members(authority, c)).toBeUndefined();
  });

  test('is of one authority', async () => {
    const [a, b] = [await mint('A'), await mint('B')];
    await expect(open().register.households.link('another', [a, b])).rejects.toThrow('An enquiry of the household');
    await expect(open().register.households.of('another', a)).rejects.toThrow('The enquiry');
    expect(await members(authority, a)).toBeUndefined();
  });
});
