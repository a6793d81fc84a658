/** The invented sixth authority of docs/policy-author.md: the guide and the pack are held together, and every tool works on it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPack } from '../../config/pack/check/check.js';
import { diffPacks, diffText } from '../../config/pack/diff/diff.js';
import { explainPack } from '../../config/pack/explain/explain.js';
import { packageRoot } from '../packageRoot.js';
import { replay } from './replay.js';
import { scenariosOf, testScenario } from './testScenarios.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-author-'));
afterAll(() => rmSync(folder, { recursive: true }));

const guide = readFileSync(join(packageRoot, 'docs/policy-author.md'), 'utf8');
const pack = join(packageRoot, 'examples/policies/northmere.yaml');
const cases = join(packageRoot, 'examples/policies/northmere');
const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
const ofPack = blocks.filter((block) => !block.includes('\npolicy: '));

describe('the guide', () => {
  test('holds the whole pack, part by part, and one of its scenarios', () => {
    expect(ofPack.length).toBeGreaterThan(8);
    expect(parse(ofPack.join(''))).toEqual(parse(readFileSync(pack, 'utf8')));
    const [scenario] = blocks.filter((block) => block.includes('\npolicy: '));
    expect(scenario).toBe(readFileSync(join(cases, 'island.scenario.yaml'), 'utf8'));
  });

  test('cites what it writes down: each paragraph of the policy is the source of a rule', () => {
    const paragraphs = [...guide.matchAll(/^> \*\*(§\d)/gm)].map((match) => match[1]);
    const sources = new Set([...ofPack.join('').matchAll(/source: (§\d)/g)].map((match) => match[1]));
    expect(paragraphs).toHaveLength(8);
    expect(paragraphs.filter((paragraph) => !sources.has(paragraph))).toEqual([]);
  });
});

describe('the sixth authority', () => {
  test('has nothing but the readings that the guide names', () => {
    expect(checkPack(pack, '2026-11-26').map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'note NMR-D6',
      'note NMR-D2',
      'note NMR-O2',
    ]);
  });

  test('is told of the mistake that the guide makes on purpose', () => {
    const file = join(folder, 'mistake.yaml');
    const text = readFileSync(pack, 'utf8');
    expect(text).toContain('    byIdOnly: true\n');
    writeFileSync(file, text.replace('    byIdOnly: true\n', ''));
    const [mistake, ...rest] = checkPack(file, '2026-11-26').filter(({ severity }) => severity !== 'note');
    expect(rest).toEqual([]);
    expect(mistake).toMatchObject({ severity: 'warning', rule: 'NMR-O2', path: 'outcomes[1]' });
    expect(guide).toContain(`warning: NMR-O2 outcomes[1]: ${mistake?.what ?? ''}\n    ${mistake?.remedy ?? ''}\n`);
  });

  const scenarios = readdirSync(cases).filter((name) => name.endsWith('.scenario.yaml'));
  test('has its scenarios found beside it', () => {
    expect(scenarios.length).toBeGreaterThan(3);
    expect(scenariosOf([pack]).files).toHaveLength(scenarios.length);
  });
  test.each(scenarios)('%s goes as it expects', (name) => {
    expect(testScenario(join(cases, name))).toMatchObject({ result: 'met', problems: [] });
  });

  test('is explained with its hours, terms, weeks and numbers', () => {
    const rules = new Map(
      explainPack(pack, '2026-10-15').sections.flatMap(({ rules: all }) =>
        all.map((rule) => [rule.rule, rule] as const),
      ),
    );
    expect(rules.get('NMR-D1')?.dates[0]).toMatchObject({ to: '2026-10-16', at: '17:00' });
    expect(rules.get('NMR-D3')?.dates[0]).toMatchObject({ to: '2026-10-15', at: '14:00' });
    expect(rules.get('NMR-D4')?.dates[0]).toMatchObject({ to: '2026-12-18' });
    expect(
      rules
        .get('NMR-D5')
        ?.dates.map(({ to }) => to)
        .slice(0, 3),
    ).toEqual(['2026-10-22', '2026-10-29', '2026-11-05']);
    // Two working days before Fri 16 Oct is Wed 14 Oct, before the referral: no reminder.
    expect(rules.get('NMR-D1')?.dates.map(({ what }) => what)).not.toContain('reminder to the officer');
    expect(rules.get('reviewWeeks')).toMatchObject({ basis: 'policy', says: ['2 (set by this pack).'] });
    expect(rules.get('concernTaskMinutes')).toMatchObject({ basis: 'system default' });
    expect(rules.get('quiet hours')?.says[0]).toMatch(/never on Saturdays and Sundays/);
  });

  test('a second version is said in words, and replayed on its cases', () => {
    const second = join(folder, 'northmere-2.yaml');
    const text = readFileSync(pack, 'utf8')
      .replace('version: 1', 'version: 2')
      .replace('effectiveFrom: 2026-09-01', 'effectiveFrom: 2027-09-01')
      .replace('amount: 15\n    unit: working_day', 'amount: 3\n    unit: working_day');
    writeFileSync(second, text);
    expect(diffText(diffPacks(pack, second))).toMatch('  NMR-D2: 15 working days becomes three working days');
    const played = replay(pack, second, scenariosOf([cases]).files);
    expect(played.problems).toEqual([]);
    const differences = new Map(
      played.cases.map(({ file, differences: all }) => [file.replace(/.*\//, ''), all] as const),
    );
    // Received Tue 5 Jan 2027: three working days end on Fri 8 Jan; the last check was done on Mon 11 Jan.
    expect(differences.get('inactive.scenario.yaml')).toEqual(
      expect.arrayContaining([
        'deadline NMR-D2: due 2027-01-26, met becomes due 2027-01-08, breached',
        'a breach of NMR-D2 that there was not',
      ]),
    );
    expect(replay(pack, pack, scenariosOf([cases]).files).cases.flatMap(({ differences: all }) => all)).toEqual([]);
  });
});
