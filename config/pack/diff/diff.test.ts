import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { shippedFolder } from '../../shippedFiles.js';
import { diffPacks, diffText } from './diff.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bradford = readFileSync(join(shippedFolder('policies'), 'bradford.yaml'), 'utf8');

/** Bradford with some of its text changed. */
function changed(...changes: [string, string][]): string {
  const file = join(folder, 'changed.yaml');
  writeFileSync(
    file,
    changes.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, bradford),
  );
  return file;
}
const words = (...changes: [string, string][]) =>
  diffPacks('bradford', changed(...changes)).changes.map((change) => [
    change.rule,
    change.section,
    change.kind,
    ...change.words,
  ]);

describe('what two versions change', () => {
  test('nothing, where nothing changes', () => {
    expect(diffPacks('bradford', changed()).changes).toEqual([]);
    expect(diffText(diffPacks('bradford', 'bradford'))).toBe('From bradford@1 to bradford@1: nothing changes.');
    // A name alone is the version in force on the day, not one that has not come yet.
    expect(diffPacks('derbyshire', 'derbyshire@2', '2026-11-26')).toMatchObject({
      from: 'derbyshire@1',
      to: 'derbyshire@2',
    });
  });

  test('a period, in words', () => {
    expect(words(['amount: 5\n    unit: working_day', 'amount: 10\n    unit: working_day'])).toEqual([
      ['BRA-D1', 'deadlines', 'changed', 'five working days becomes ten working days'],
    ]);
    expect(
      diffText(diffPacks('bradford', changed(['amount: 5\n    unit: working_day', 'amount: 3\n    unit: week']))),
    ).toBe(
      'From bradford@1 to bradford@1: 1 changed, 0 added, 0 removed.\n\ndeadlines\n  BRA-D1: five working days becomes three weeks',
    );
  });

  test('a named condition, and each rule that uses it', () => {
    expect(words(['looked_after, social_worker, csc_historic] }', 'looked_after] }'])).toEqual([
      ['marker', 'conditions', 'changed', expect.stringMatching(/ or csc historic becomes .* or looked after$/)],
      ['BRA-T1', 'triage', 'changed', expect.stringMatching(/^applies where: safeguarding concern or .* becomes /)],
      ['BRA-D1', 'deadlines', 'changed', expect.stringMatching(/^applies where: /)],
      ['BRA-D2', 'deadlines', 'changed', expect.stringMatching(/^applies where: /)],
    ]);
  });

  test('what is added and removed, lists, tests of gates, numbers of the system, texts', () => {
    expect(
      words(
        ['  - id: BRA-C4\n', '  - id: BRA-C99\n'],
        ['BRA-C3, BRA-C4, BRA-C5', 'BRA-C3, BRA-C5'],
        ['      - evidence: [safeguarding_concern, cp_plan,', '      - evidence: [cp_plan,'],
        ['owner: { initial: officer }', 'owner: { initial: ewo }\ndefaults: { reviewWeeks: 2 }'],
        ['    to: [school]', '    to: [school, parent]'],
        ['to: { amount: 8, unit: week }', 'to: { amount: 10, unit: week }'],
        ['title: Local databases', 'title: Databases'],
      ),
    ).toEqual([
      [
        'BRA-D1',
        'deadlines',
        'changed',
        'met when: BRA-C1, BRA-C2, BRA-C3, BRA-C4, BRA-C5 are done becomes BRA-C1, BRA-C2, BRA-C3, BRA-C5 are done',
      ],
      ['BRA-C1', 'checks', 'changed', 'title: Local databases becomes Databases'],
      ['BRA-C4', 'checks', 'removed'],
      ['BRA-C99', 'checks', 'added'],
      [
        'BRA-O4',
        'gates',
        'changed',
        expect.stringMatching(/^tests: shut while there is evidence: cp plan, .* is new$/),
        expect.stringMatching(/^tests: no longer shut while/),
      ],
      ['BRA-N7', 'messages', 'changed', 'to: parent is new'],
      ['owner', 'owner', 'changed', 'initial: officer becomes ewo'],
      ['BRA-L1', 'expected', 'changed', 'to: eight weeks becomes ten weeks'],
      ['defaults', 'defaults', 'added'],
    ]);
  });

  test('two authorities', () => {
    const { changes } = diffPacks('bradford', 'luton');
    expect(changes).toContainEqual(expect.objectContaining({ rule: 'BRA-D1', kind: 'removed', section: 'deadlines' }));
    expect(changes).toContainEqual(expect.objectContaining({ rule: 'LUT-D1', kind: 'added', section: 'earliest' }));
    expect(changes).toContainEqual(
      expect.objectContaining({ rule: 'LUT-SC1', words: expect.arrayContaining(['BRA-SC2 becomes LUT-SC1']) }),
    );
  });
});
