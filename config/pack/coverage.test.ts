import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { shippedFolder } from '../shippedFiles.js';
import { readYaml } from '../yamlProblems.js';
import { packSchema } from './schema.js';

/** The rows of `docs/policy-coverage.md`: the id, and the sections that it names. */
const rows = readFileSync(join(import.meta.dirname, '../../docs/policy-coverage.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]{3}-/.test(line))
  .map((line) => {
    const cells = line.split(' | ');
    const id = (cells[0] ?? '').slice(2);
    const shipped = /^(BRA|LUT|NAT|SYS)-/.test(id);
    return { id, shipped, sections: (cells[shipped ? 2 : 1] ?? '').match(/[a-z]+(\.[a-z]+)?/gi) ?? [] };
  });

/** The sections of the shipped packs in which each rule stands: `checks`, `scope.rejections`. */
const held = new Map<string, Set<string>>();
function collect(value: unknown, section: string): void {
  if (Array.isArray(value)) value.forEach((each) => collect(each, section));
  else if (typeof value === 'object' && value !== null) {
    if ('id' in value && typeof value.id === 'string' && /^[A-Z]/.test(value.id))
      held.set(value.id, (held.get(value.id) ?? new Set()).add(section));
    for (const [key, inner] of Object.entries(value))
      if (key !== 'fields')
        collect(inner, section === '' ? key : section.includes('.') ? section : nested(section, key));
  }
}
/** Lists inside a section that hold rules of their own. */
const nested = (section: string, key: string): string =>
  ['rejections', 'autoReject', 'criteria', 'values', 'routes', 'handovers', 'bands', 'reasons'].includes(key)
    ? `${section}.${key}`
    : section;
for (const name of ['bradford', 'luton', 'national', 'system'])
  collect(readYaml(join(shippedFolder('policies'), `${name}.yaml`)).value, '');

describe('the coverage of the policies', () => {
  test('names about six hundred rules, each once', () => {
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.length).toBeGreaterThan(590);
  });

  test('each rule of Bradford, Luton, the law and the defaults stands where its row says', () => {
    for (const { id, shipped, sections } of rows)
      if (shipped) expect([id, ...sections].sort()).toEqual([id, ...(held.get(id) ?? ['nowhere'])].sort());
  });

  test('no rule of the shipped packs is without a row', () => {
    const known = new Set(rows.map(({ id }) => id));
    expect([...held.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  test('each row names a part of the language', () => {
    const language = Object.keys(packSchema.shape);
    for (const { id, sections } of rows) {
      expect([id, sections.length]).not.toEqual([id, 0]);
      for (const section of sections) expect(language).toContain(section.split('.')[0]);
    }
  });
});
