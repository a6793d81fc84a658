import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadPack, packNotes } from './load.js';
import { ruleIds } from './references.js';

const { pack, policy, details } = loadPack('bromley');
const coverage = readFileSync(join(import.meta.dirname, '../../docs/policy-coverage.md'), 'utf8');
const expected = [...coverage.matchAll(/^\| (BRO-[A-Za-z0-9]+) \|/gm)].map((match) => match[1] ?? '');

describe('the pack of Bromley', () => {
  test('holds every rule of the text, each with its source', () => {
    const held = new Set(ruleIds(pack));
    expect(expected.length).toBeGreaterThan(130);
    expect(expected.filter((id) => !held.has(id))).toEqual([]);
    for (const id of expected) expect([id, details[id]?.source]).toEqual([id, expect.stringMatching(/\S/)]);
  });

  test('reads each contradiction of the text, and says which law no longer stands', () => {
    const readings = new Set(pack.interpretations.map(({ rule }) => rule));
    for (const rule of ['BRO-D3', 'BRO-D4', 'BRO-D9', 'BRO-G1', 'BRO-SC2', 'BRO-X1', 'BRO-O7', 'BRO-P2'])
      expect([rule, readings.has(rule)]).toEqual([rule, true]);
    const superseded = packNotes('bromley', '2026-11-03').filter(({ kind }) => kind === 'superseded');
    expect(superseded.map(({ about }) => about).sort()).toEqual(['cme-2015', 'dpa-1998', 'registration-2006']);
  });

  test('one minimum period holds outcome 3 and the advice on removal', () => {
    expect(policy.earliest.filter(({ id }) => id === 'BRO-D5').map(({ action }) => action)).toEqual([
      'outcome:BRO-O3',
      'roll_removal',
    ]);
  });
});
