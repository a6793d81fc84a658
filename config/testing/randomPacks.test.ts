/** The properties P1 to P9 over random packs: what holds for every case holds under every policy that compiles. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { worldOf } from '../../tests/support/domain/cases.js';
import { testProperties } from '../../tests/support/domain/properties.js';
import { loadPack, type LoadedPack } from '../pack/load.js';
import { randomPack } from './randomPacks.js';

/** Compiles a document with the layers that ship, as a file of an author is. */
function compiled(document: object): LoadedPack {
  const folder = mkdtempSync(join(tmpdir(), 'random-pack-'));
  try {
    const file = join(folder, 'random.json');
    writeFileSync(file, JSON.stringify(document));
    return loadPack(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('every random pack compiles', () => {
  fc.assert(
    fc.property(randomPack, (document) => {
      expect(compiled(document).policy.id).toBe('random');
    }),
    { numRuns: 100 },
  );
});

/** The seed of this run: give it to see the same packs again, `RANDOM_PACKS=7 npm test -- config/testing`. */
const seed = Number(process.env['RANDOM_PACKS'] ?? Math.floor(Math.random() * 1e6));
const packs = fc.sample(randomPack, { seed, numRuns: 12 });

describe.each(packs.map((document, index) => [index, document] as const))(
  `under the random pack %i of seed ${seed}`,
  (_index, document) => {
    testProperties(compiled(document), worldOf('bradford').calendars, 12);
  },
);
