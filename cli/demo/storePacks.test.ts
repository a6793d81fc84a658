import { describe, expect, test } from '@jest/globals';
import { createWorlds } from '../../api/services/worlds.js';
import { shippedPacks } from '../../config/pack/load.js';
import { policyName } from '../../domain/policy.js';
import { useTestRegister } from '../../tests/support/register/testRegister.js';
import { storePacks } from './loadDemo.js';

const open = useTestRegister();
const authorities = [...new Set(shippedPacks().map(({ id }) => id))];

describe.each(authorities)('an installation of %s', (authority) => {
  const inForce = async (at: string) => {
    const policy = await createWorlds(open().register).inForce(authority, at);
    return policy === null ? null : policyName(policy.compiled);
  };

  test('takes referrals under its own policy from the first start', async () => {
    const { register } = open();
    await register.authorities.put({ authority, name: authority, settings: {}, deputy: null });
    await storePacks(register, authority, authority);
    await storePacks(register, authority, authority);
    expect(await inForce('2026-12-21T10:12:00Z')).toBe(`${authority}@1`);
    expect((await register.packs.inForce(authority, authority, '2026-12-21'))?.source).toMatch(`pack: ${authority}`);
  });

  test('never takes an example for its policy', async () => {
    expect(await inForce('2027-04-02T10:00:00Z')).toBe(`${authority}@1`);
  });
});
