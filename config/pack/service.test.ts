import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { YamlProblems } from '../yamlProblems.js';
import { loadPack, serviceOfSource, shippedPacks } from './load.js';

const HEAD = `pack: test
version: 1
title: A test
effectiveFrom: 2026-09-01
extends: national
scope: { id: TST-SC1, title: Scope, source: §1, in: csa }
duties:
`;
function load(duties: string) {
  const path = join(mkdtempSync(join(tmpdir(), 'pack-')), 'test.yaml');
  writeFileSync(path, HEAD + duties);
  return loadPack(path);
}
function problems(duties: string): string[] {
  try {
    load(duties);
    return [];
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('the duties of a pack', () => {
  test('stand before those of the law; what is replaced or not in force is left out', () => {
    const { service } = load(`
  - { id: TST-M1, title: Meeting, source: §9, kind: meeting, frequency: monthly_in_term, for: senior, replaces: [NAT-WT-LA] }
  - { id: TST-R1, title: Report, source: §9, kind: report, frequency: null, audience: [board] }
  - { id: TST-R2, title: Later, source: §9, kind: report, frequency: termly, commenced: false }
`);
    expect(service.duties.slice(0, 2)).toEqual([
      {
        id: 'TST-M1',
        title: 'Meeting',
        source: '§9',
        kind: 'meeting',
        frequency: 'monthly_in_term',
        for: 'senior',
        audience: [],
      },
      {
        id: 'TST-R1',
        title: 'Report',
        source: '§9',
        kind: 'report',
        frequency: null,
        for: 'manager',
        audience: ['board'],
      },
    ]);
    const ids = service.duties.map(({ id }) => id);
    expect(ids).toContain('NAT-RETURN');
    expect(ids).not.toContain('NAT-WT-LA');
    expect(ids).not.toContain('TST-R2');
  });

  test('are the same from a pack that is held as it was written', () => {
    for (const { id, version, file } of shippedPacks())
      expect(serviceOfSource(readFileSync(file, 'utf8'))).toEqual(loadPack(`${id}@${version}`).service);
    expect(serviceOfSource('{ not a pack').duties.map(({ id }) => id)).toContain('NAT-RETURN');
  });

  test('that could never fall due, or are for nobody, are refused', () => {
    expect(
      problems(`
  - { id: TST-R1, title: R, source: §9, kind: report, frequency: { amount: 0, unit: month } }
  - { id: TST-R2, title: R, source: §9, kind: report, frequency: { amount: 1, unit: hour } }
`),
    ).toEqual([
      'duties[0].frequency.amount: expected 1 or more',
      'duties[1].frequency.unit: expected days, weeks, months, terms or years',
    ]);
    expect(problems(`  - { id: TST-R1, title: R, source: §9, kind: report, frequency: termly, for: mayor }\n`)).toEqual(
      ['duties[0].for: "mayor" is no role or contact of this pack or of the layers under it'],
    );
  });
});
