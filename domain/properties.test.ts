/** What holds for every case, whatever happens to it (properties P1 to P9), under the policies that ship. */
import { describe } from '@jest/globals';
import { loadPack, shippedPacks } from '../config/pack/load.js';
import { worldOf } from '../tests/support/domain/cases.js';
import { testProperties } from '../tests/support/domain/properties.js';

const packs = [...new Set(shippedPacks().map(({ id }) => id))];

describe.each(packs)('under the policy of %s', (pack) => {
  testProperties(loadPack(pack), worldOf(pack).calendars, 50);
});
