import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { english } from '../language/english.js';
import { languageOf } from '../language/language.js';
import { shippedFolder } from '../shippedFiles.js';
import { coreSentence } from './coreSentences.js';

const told = languageOf(
  'cy',
  new Map(
    [...english().keys()].map((key) => [
      key,
      english()
        .unfilled(key)
        .replaceAll(/(^|\})([^{}]+)/g, '$1⟦$2⟧'),
    ]),
  ),
);

describe('a sentence of the core', () => {
  test.each([
    ['a reason is needed', '⟦a reason is needed⟧'],
    ['no open check BRA-C1 on this case', '⟦no open check ⟧BRA-C1⟦ on this case⟧'],
    ['no pupils attend on 2026-12-25: school holiday', /^⟦no pupils attend on ⟧⟦Friday⟧.*⟦: ⟧school holiday$/],
    ['what the policy says stays', 'what the policy says stays'],
  ])('%s', (text, said) => {
    expect(coreSentence(text, told)).toMatch(typeof said === 'string' ? said : said);
  });

  test('in English is as it was', () => {
    expect(coreSentence('BRA-C1 is already done', english())).toBe('BRA-C1 is already done');
  });
});

/** The core's refusals as its source has them, each field of a template as `x`. */
function refusals(): string[] {
  const folder = join(shippedFolder('language'), '../../domain/case');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /refuse\(\s*[^'`,]*'[a-z_]+'[^'`,]*,\s*(?:'([^']*)'|`([^`]*)`)/g,
      ),
    ])
    .map(([, plain, template]) => plain ?? (template ?? '').replaceAll(/\$\{[^}]*\}/g, 'x'));
}

test('every refusal of the core has its words', () => {
  const found = refusals();
  expect(found.length).toBeGreaterThan(40);
  expect(found.filter((text) => !coreSentence(text, told).includes('⟦'))).toEqual([]);
});
