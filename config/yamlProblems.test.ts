import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkYaml, parseYaml, readYaml, type Problem } from './yamlProblems.js';

const schema = z.strictObject({
  name: z.string(),
  size: z.number(),
  mode: z.enum(['after', 'inclusive']),
  parts: z.array(z.union([z.string(), z.strictObject({ any: z.array(z.string()) })])),
});

function problems(text: string): Problem[] {
  const checked = checkYaml(parseYaml(text, 'test.yaml'), schema);
  return checked.ok ? [] : checked.problems;
}

describe('a file that people write', () => {
  test('is accepted where it fits', () => {
    expect(problems('name: a\nsize: 1\nmode: after\nparts: [b, { any: [c] }]\n')).toEqual([]);
  });

  test('is refused with every problem at once, each with line, column and path', () => {
    expect(problems('name: 3\nmode: before\nparts:\n  - any: [1]\n  - { all: [c] }\nother: x\n')).toEqual([
      { file: 'test.yaml', line: 1, column: 1, path: 'size', message: 'is missing: expected a number' },
      { file: 'test.yaml', line: 1, column: 7, path: 'name', message: 'expected text' },
      { file: 'test.yaml', line: 2, column: 7, path: 'mode', message: 'expected "after" or "inclusive"' },
      { file: 'test.yaml', line: 4, column: 11, path: 'parts[0].any[0]', message: 'expected text' },
      { file: 'test.yaml', line: 5, column: 5, path: 'parts[1].any', message: 'is missing: expected a list' },
      { file: 'test.yaml', line: 5, column: 7, path: 'parts[1].all', message: 'this field is not known here' },
      { file: 'test.yaml', line: 6, column: 1, path: 'other', message: 'this field is not known here' },
    ]);
  });

  test('says what is wrong with the text itself', () => {
    expect(problems('name: a\nname: b\n')).toMatchObject([{ line: 2, column: 1, message: 'Map keys must be unique' }]);
    expect(problems('name: [a\n')).not.toEqual([]);
  });

  test('knows no prototype keys and no endless aliases', () => {
    const text = '__proto__: { name: x }\nname: a\nsize: 1\nmode: after\nparts: []\n';
    expect(problems(text)).toMatchObject([{ line: 1, column: 1, message: 'this field is not known here' }]);
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map(
        (c, i) =>
          `${c}: &${c} [${Array(9)
            .fill(`*${'abcdefg'.charAt(i)}`)
            .join(',')}]`,
      ),
    ];
    expect(problems(bomb.join('\n'))).not.toEqual([]);
  });

  test('says in words what a machine says in its own', () => {
    const told = (text: string) =>
      parseYaml(text, 'test.yaml').problems.map(({ line, message }) => `${line} ${message}`);
    const deep = '1 lists or maps are nested too deeply: expected 60 levels or fewer';
    expect(told('['.repeat(100_000))).toEqual([deep]);
    expect(told('['.repeat(2000) + ']'.repeat(2000))).toEqual([deep]);
    expect(told(`${'{ a: '.repeat(61)}1${' }'.repeat(61)}`)).toEqual([deep]);
    expect(told(`${'{ a: '.repeat(60)}1${' }'.repeat(60)}`)).toEqual([]);
    expect(told('a: &a [*a]')).toEqual([deep]);
    expect(told('a: 1\n---\nb: 2\n')).toEqual(['2 expected one document in a file: "---" begins a second one']);
    expect(told('a: *b\n')).toEqual([expect.stringContaining('1 Unresolved alias')]);
    expect(told('}\n'.repeat(100))).toHaveLength(20);
  });

  test('is at most a megabyte', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'yaml-')), 'large.yaml');
    writeFileSync(file, `a: ${'x'.repeat(1_000_000)}\n`);
    expect(readYaml(file).problems).toMatchObject([{ message: 'this file is too large: expected 1 MB or less' }]);
  });

  test('says so where it cannot be read', () => {
    expect(readYaml(tmpdir()).problems).toMatchObject([{ message: 'this file cannot be read' }]);
    expect(readYaml('/nowhere/at-all.yaml').problems).toMatchObject([{ message: 'this file cannot be read' }]);
  });
});
