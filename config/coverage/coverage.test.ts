import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readLayers, shippedPacks } from '../pack/load.js';
import { packSchema } from '../pack/schema.js';
import { coverage, coverageOf, coveragePage } from './coverage.js';
import { ruleLists } from './ruleList.js';

const all = coverage();

describe('the closed list of rules', () => {
  test('names six hundred rules, each once and under the prefix of its pack', () => {
    const ids = all.flatMap(({ list }) => [...list.rules.keys()]);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toHaveLength(576);
    for (const { list } of all)
      for (const id of list.rules.keys()) expect([id, id.startsWith(`${list.prefix}-`)]).toEqual([id, true]);
  });

  test('has a list for every authority whose pack ships', () => {
    const listed = new Set(ruleLists().map(({ pack }) => pack));
    const shipped = shippedPacks()
      .filter(({ example }) => !example)
      .map(({ id }) => id);
    expect(shipped.filter((id) => !listed.has(id))).toEqual([]);
  });
});

describe('the coverage of the policies', () => {
  test('every rule of a pack that ships has a home', () => {
    expect(all.flatMap(({ homeless }) => homeless)).toEqual([]);
  });

  test('no pack holds a rule that the list does not have', () => {
    expect(all.flatMap(({ unlisted }) => unlisted)).toEqual([]);
  });

  test('the law, the defaults and two authorities ship', () => {
    const shipped = all.filter(({ files }) => files.length > 0).map(({ list }) => list.pack);
    expect(shipped).toEqual(expect.arrayContaining(['bradford', 'luton', 'national', 'system']));
  });

  test('each rule is held by a part of the language', () => {
    const language = Object.keys(packSchema.shape);
    for (const { places } of all)
      for (const [id, held] of places)
        for (const { section } of held)
          expect([id, section, language.includes(section.split('.')[0] ?? '')]).toEqual([id, section, true]);
  });

  test('the page is as the packs are: run `rollcall policy coverage --write`', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/policy-coverage.md'), 'utf8');
    expect(page).toBe(coveragePage(all));
  });
});

describe('a pack that drops a rule', () => {
  const luton = all.find(({ list }) => list.pack === 'luton');
  const [file = ''] = luton?.files ?? [];
  const list = luton?.list ?? { pack: '', title: '', prefix: '', rules: new Map<string, string>() };

  test('is told which', () => {
    const [top, ...below] = readLayers(file);
    const short = { ...top, pack: { ...top.pack, deadlines: top.pack.deadlines.filter(({ id }) => id !== 'LUT-D3') } };
    expect(coverageOf(list, [[file, [short, ...below]]]).homeless).toEqual([{ file, id: 'LUT-D3' }]);
  });

  test('is told of a rule that nobody knows', () => {
    const [top, ...below] = readLayers(file);
    const [first] = top.pack.guidance;
    const more = { ...top, pack: { ...top.pack, guidance: first === undefined ? [] : [{ ...first, id: 'LUT-Z9' }] } };
    expect(coverageOf(list, [[file, [more, ...below]]]).unlisted).toEqual([{ file, id: 'LUT-Z9' }]);
  });

  test('counts in none of its rules before it ships, and the page says so', () => {
    const none = coverageOf(list, []);
    expect(none.homeless).toEqual([]);
    expect(coveragePage([none])).toContain('The pack `luton` does not ship yet');
  });
});
