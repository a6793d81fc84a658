import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FACTS, factDefinition } from '../../domain/facts.js';
import { factsOf } from '../../domain/conditions.js';
import type { Condition } from '../../domain/policy.js';
import { FACT_TITLES } from '../factTitles.js';
import { YamlProblems } from '../yamlProblems.js';
import { layersOfText, loadedOf, loadPack, packNotes, shippedPacks } from './load.js';

const packs = shippedPacks().map(({ id, version }) => `${id}@${version}`);

/** Every condition of a compiled policy, wherever it stands. */
function conditionsIn(value: unknown): Condition[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = ['all', 'any', 'not', 'fact'].some((key) => Object.hasOwn(value, key)) ? [value as Condition] : [];
  return own.length > 0 ? own : Object.values(value).flatMap(conditionsIn);
}

describe.each(packs)('the pack %s', (name) => {
  const { policy, details } = loadPack(name);

  test('compiles to plain JSON of at most 32 KB', () => {
    const json = JSON.stringify(policy);
    expect(JSON.parse(json)).toStrictEqual(policy);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(32 * 1024);
  });

  test('carries no title, no source and no address: those are joined by rule id', () => {
    expect(JSON.stringify({ ...policy, title: '', scope: { ...policy.scope, rejections: [] } })).not.toMatch(
      /"title":"[^"]|"source"|"email":|\.example/,
    );
  });

  test('has a title and a source for every rule that it cites', () => {
    const cited = JSON.stringify(policy).match(/"[A-Z]{3}-[A-Za-z0-9-]+"/g) ?? [];
    for (const id of new Set(cited.map((each) => each.slice(1, -1))))
      expect([id, details[id]?.title, details[id]?.source]).toEqual([id, expect.any(String), expect.any(String)]);
  });

  test('speaks of facts of the closed list only, or of its own', () => {
    const facts = conditionsIn(policy).flatMap(factsOf);
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter((fact) => factDefinition(fact) === undefined && !(fact in policy.facts))).toEqual([]);
  });

  test('allows no outcome twice without a condition', () => {
    const plain = policy.outcomes.filter((rule) => rule.when === undefined).map((rule) => rule.outcome);
    expect(plain).toEqual([...new Set(plain)]);
  });
});

describe('the facts', () => {
  test('each has a title, and nothing else has one', () => {
    expect(Object.keys(FACT_TITLES)).toEqual(Object.keys(FACTS));
    expect(Object.keys(FACTS)).toHaveLength(82);
  });

  test('a name that every object has is no fact', () => {
    expect(factDefinition('constructor')).toBeUndefined();
    expect(factDefinition('__proto__')).toBeUndefined();
  });
});

describe('the packs that ship', () => {
  test('are found with every version; an example is marked as one', () => {
    const found = shippedPacks().map(({ id, version, example }) => [`${id}@${version}`, example]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['banes@1', false],
        ['bradford@1', false],
        ['derbyshire@1', false],
        ['derbyshire@2', true],
        ['luton@1', false],
      ]),
    );
  });
});

describe('the version of a pack', () => {
  test('is the one in force on the day of receipt', () => {
    expect(loadPack('bradford', '2026-12-21').policy.version).toBe('1');
    expect(() => loadPack('bradford', '2019-01-01')).toThrow('no version was in force on 2019-01-01');
  });

  test('that does not exist is refused with those that do', () => {
    expect(() => loadPack('bradford@9')).toThrow('there is no version 9: expected bradford@1');
    expect(() => loadPack('atlantis')).toThrow(/no pack has this name: expected .*bradford, .*luton/);
    expect(() => loadPack('national')).toThrow('no pack has this name');
    expect(() => loadPack('no-such-file.yaml')).toThrow('there is no such file');
  });
});

describe('the layers', () => {
  test('a local rule stands in for the national one that it names', () => {
    const ids = (name: string) => loadPack(name).policy.deadlines.map(({ id }) => id);
    expect(ids('luton')).toEqual(expect.arrayContaining(['LUT-D4', 'LUT-D6', 'NAT-ABS10']));
    expect(ids('luton')).not.toContain('NAT-CTF15');
    expect(ids('bradford')).toEqual(expect.arrayContaining(['NAT-CTF15', 'NAT-R13-NEW']));
  });

  test('law that is not in force does nothing and is still shown', () => {
    const { policy, details } = loadPack('bradford');
    expect(JSON.stringify(policy)).not.toMatch(/NAT-CONSENT|NAT-CNIS15/);
    expect(details['NAT-CONSENT']).toMatchObject({ commenced: false });
  });

  test('only a pack can allow that a child is not traced', () => {
    const untraced = (name: string) => loadPack(name).policy.outcomes.filter((rule) => rule.outcome === 'not_traced');
    expect(untraced('bradford')).toEqual([{ id: 'BRA-O4', outcome: 'not_traced', effect: 'inactive' }]);
    expect(untraced('luton')).toEqual([]);
  });

  test('every standard outcome but that one has a rule', () => {
    const outcomes = new Set(loadPack('luton').policy.outcomes.map((rule) => rule.outcome));
    expect([...outcomes].sort()).toEqual([
      'died',
      'duplicate',
      'in_education',
      'located_no_place',
      'moved_abroad',
      'moved_authority',
      'not_compulsory_age',
      'on_roll_not_attending',
    ]);
  });

  test('a pack widens the default police route and never narrows it', () => {
    const police = loadPack('bradford').policy.concerns.routes.filter((route) => route.to === 'police');
    expect(police).toEqual([
      {
        rule: 'BRA-N2',
        to: 'police',
        template: 'concern-police',
        when: {
          any: [
            { fact: 'crime_suspected', is: true },
            { fact: 'imminent_harm', is: true },
          ],
        },
        kinds: ['crime', 'exploitation', 'trafficking', 'forced_marriage', 'fgm'],
        immediate: true,
      },
    ]);
  });

  test('every rule of the system that the core cites has a title', () => {
    const { details } = loadPack('bradford');
    const folder = join(import.meta.dirname, '../../domain');
    const cited = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\b(SYS|NAT)-[A-Z][A-Z0-9-]*\b/g) ?? []);
    expect([...new Set(cited)].filter((id) => details[id] === undefined)).toEqual([]);
  });
});

describe('details', () => {
  test('join guidance and readings to the rule they belong to', () => {
    const { details } = loadPack('bradford');
    expect(details['BRA-D2']).toMatchObject({ kind: 'deadlines', modality: 'MUST', guidance: ['BRA-N3'] });
    expect(details['BRA-D1']?.readings).toHaveLength(2);
    expect(details['NAT-S437']?.guidance).toEqual(['NAT-SERVE']);
  });

  test('cite the fields of a form', () => {
    expect(loadPack('luton').details['LUT-F2/parents']?.title).toBe(
      'Full names of parents and carers, with first names',
    );
  });
});

test('what was not read in a published source says so, wherever its source is shown', () => {
  const { details } = loadPack('bradford');
  expect(details['NAT-S438']).toMatchObject({
    confirmed: false,
    source: 'Education Act 1996 s438 (check before relying on it)',
  });
  expect(details['NAT-S437']).toMatchObject({ source: 'Education Act 1996 s437(1)' });
});

describe('notes to the author', () => {
  const notes = packNotes('bradford', '2026-12-21');
  const about = (kind: string) => notes.filter((note) => note.kind === kind).map((note) => note.about);

  test('name superseded law, on the day that is asked', () => {
    expect(about('superseded')).toEqual(['cme-2016', 'wtisa-2022', 'kcsie-2022', 'registration-2006', 'wtsc-2018']);
    expect(notes[0]?.note).toBe(
      'Children missing education, September 2016 no longer stands since 2024-08-19; now Children missing education, 8 September 2025',
    );
    expect(packNotes('bradford', '2023-01-01').filter((note) => note.kind === 'superseded')).toEqual([]);
  });

  test('name words and numbers that the law has given up, beside the rule that uses them', () => {
    const luton = packNotes('luton', '2026-12-21').filter((note) => note.kind === 'superseded');
    expect(luton).toContainEqual({
      about: 'LUT-SC1',
      kind: 'superseded',
      note: '"four weeks or more" was given up on 2016-09-05 (NAT-CME-4W); the guidance in force names no such period',
    });
    expect(luton).toContainEqual({
      about: 'LUT-D3',
      kind: 'superseded',
      note: 'regulation 8(1)(f) is of the regulations of 2006; now SI 2024/208 reg 9(1)(h) (NAT-R9-H)',
    });
  });

  test('name every reading, and what the text leaves open', () => {
    expect(about('reading')).toEqual(expect.arrayContaining(['BRA-D1', 'BRA-C13']));
    expect(about('question')).toEqual(['BRA-R1', 'BRA-R2']);
  });
});

describe('a pack that is held as text', () => {
  test('is the same as its file', () => {
    const [shipped] = shippedPacks().filter(({ id }) => id === 'bradford');
    const text = readFileSync(shipped?.file ?? '', 'utf8');
    expect(loadedOf(layersOfText(text, 'sent.yaml'))).toEqual(loadPack('bradford@1'));
  });

  test('says everything that is wrong at once, with line and column under the name it was given', () => {
    const text = 'pack: bradford\nversion: 9\ntitle: [no\n';
    expect(() => layersOfText(text, 'sent.yaml')).toThrow(YamlProblems);
    expect(() => layersOfText('pack: bradford\nnonsense: 1\n', 'sent.yaml')).toThrow(
      /sent\.yaml:\d+:\d+: [\s\S]*sent\.yaml:/,
    );
  });
});
