import { describe, expect, test } from '@jest/globals';
import { loadPack, packNotes } from './load.js';
import { ruleIds } from './references.js';

const { pack, policy, details } = loadPack('bromley');

/** The rules of the text, family by family: `T1` with its parts a to i. */
const FAMILIES = `SC1 SC2 SC3 a-f SC4 a-f SC5 a-d F1 F2 F3 F4 F5 T1 a-i T2 a-m T3 T4 T5 N1 N2
  D1 D2 D3 D4 D5 D6 D7 D8 D9 CS 1-14 CL 1-17 O1 O2 O3 O4 O5 O6 O7
  X1 X2 X3 a-e X4 X5 X6 X7 X8 X9 X10 X11 X12 X13 M1 R1 R2 R3 G1 G2 G3 G4 P1 P2 Y1`;

function idsOf(families: string): string[] {
  const ids: string[] = [];
  let family = '';
  for (const word of families.split(/\s+/)) {
    const [, first, last] = /^(\w+)-(\w+)$/.exec(word) ?? [];
    if (first === undefined || last === undefined) {
      family = word;
      ids.push(`BRO-${word}`);
    } else if (/\d/.test(first)) {
      for (let n = Number(first); n <= Number(last); n += 1) ids.push(`BRO-${family}${n}`);
    } else {
      for (let c = first.charCodeAt(0); c <= last.charCodeAt(0); c += 1)
        ids.push(`BRO-${family}${String.fromCharCode(c)}`);
    }
  }
  return ids;
}

describe('the pack of Bromley', () => {
  test('holds every rule of the text, each with its source', () => {
    const held = new Set(ruleIds(pack));
    const expected = idsOf(FAMILIES);
    expect(expected).toHaveLength(133);
    expect(expected).toEqual(expect.arrayContaining(['BRO-T1i', 'BRO-CL17', 'BRO-X3e', 'BRO-Y1']));
    expect(expected.filter((id) => !held.has(id))).toEqual([]);
    for (const id of expected) expect([id, details[id]?.source]).toEqual([id, expect.stringMatching(/\S/)]);
  });

  test('reads each contradiction of the text, and says which law no longer stands', () => {
    const readings = new Set(pack.interpretations.map(({ rule }) => rule));
    for (const rule of ['BRO-D3', 'BRO-D4', 'BRO-D9', 'BRO-G1', 'BRO-SC2', 'BRO-X1', 'BRO-O7', 'BRO-P2'])
      expect([rule, readings.has(rule)]).toEqual([rule, true]);
    const superseded = packNotes('bromley', '2026-11-03').filter(({ kind }) => kind === 'superseded');
    const cited = superseded.map(({ about }) => about).filter((about) => !about.startsWith('BRO-'));
    expect(cited.sort()).toEqual(['cme-2015', 'dpa-1998', 'registration-2006']);
  });

  test('one minimum period holds outcome 3 and the advice on removal', () => {
    expect(policy.earliest.filter(({ id }) => id === 'BRO-D5').map(({ action }) => action)).toEqual([
      'outcome:BRO-O3',
      'roll_removal',
    ]);
  });
});
