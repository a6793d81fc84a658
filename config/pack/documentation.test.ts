import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FACTS } from '../../domain/facts.js';
import { loadTemplates } from '../messages.js';
import { loadPack } from './load.js';
import { packSchema } from './schema.js';
import { ITEM_STEPS, ROLES_OF_RECIPIENTS, STEPS } from './vocabulary.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/policy-language.md'), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? '').join('');

describe('the page on the policy language', () => {
  test('holds one whole pack that compiles', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pack-')), 'anytown.yaml');
    writeFileSync(path, examples);
    expect(loadPack(path).policy).toMatchObject({ id: 'anytown', version: '1', triage: { level: 'high' } });
  });

  test('has an example of every section but the national ones', () => {
    const shown = new Set([...examples.matchAll(/^(\w+):/gm)].map((match) => match[1]));
    const national = ['grounds', 'constants', 'returns', 'supersededWording', 'example'];
    expect(Object.keys(packSchema.shape).filter((key) => !shown.has(key) && !national.includes(key))).toEqual([]);
  });

  test('names templates that there are', () => {
    const [, sentence = ''] =
      /`template` is the id of a template in `config\/messages\/`: (.*?)\. With/.exec(page) ?? [];
    const named = [...sentence.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !loadTemplates().has(name))).toEqual([]);
  });

  test('lists every fact, role and step', () => {
    const words = [
      ...Object.keys(FACTS),
      ...ROLES_OF_RECIPIENTS,
      ...STEPS,
      ...ITEM_STEPS.map((step) => `${step}:<id>`),
    ];
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});
