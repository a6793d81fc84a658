import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hooks = new URL('../../tests/support/registerTypescript.js', import.meta.url).href;
const program = join(import.meta.dirname, '../rollcall.ts');
const examples = join(import.meta.dirname, '../../examples');

function rollcall(...given: string[]) {
  const run = spawnSync(process.execPath, ['--no-warnings', '--import', hooks, program, ...given], {
    encoding: 'utf8',
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

const christmas = join(examples, 'bradford-christmas.yaml');
const malformed = join(folder, 'malformed.yaml');
writeFileSync(malformed, 'policy: bradford\ncolour: red\n');

describe('rollcall simulate', () => {
  test('prints one object, field by field, the same bytes each time', () => {
    const first = rollcall('simulate', '--json', christmas);
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(rollcall('simulate', '--json', christmas).out).toBe(first.out);
    expect(first.out.split('\n')).toHaveLength(2);
    const shown: unknown = JSON.parse(first.out);
    expect(typeof shown === 'object' && shown !== null ? Object.keys(shown) : []).toEqual(
      'policy status stage risk category episode owner restricted facts deadlines earliest checks gates tasks messages expected problems refused events'.split(
        ' ',
      ),
    );
    expect(shown).toMatchObject({
      policy: 'bradford@1',
      expected: { from: '2027-02-01', to: '2027-02-15' },
      deadlines: [
        { rule: 'BRA-D1', title: 'Initial enquiries for a prioritised child', state: 'met', source: '§8' },
        { rule: 'BRA-D2', state: 'breached' },
      ],
    });
    expect(first.out).not.toMatch(/Aisha|Oak Primary/);
  });

  test('shows the case as it stood', () => {
    const before = rollcall('simulate', '--json', '--at', '2026-12-30T12:00', christmas);
    expect(JSON.parse(before.out)).toMatchObject({
      deadlines: [
        { rule: 'BRA-D1', state: 'open' },
        { rule: 'BRA-D2', state: 'open' },
      ],
    });
    expect(rollcall('simulate', '--at', '2026-12-01', christmas).status).toBe(2);
  });

  test('says what is malformed and plays the others', () => {
    const run = rollcall('simulate', '--json', malformed, christmas, join(folder, 'none.yaml'));
    expect(run.status).toBe(2);
    expect(run.out.split('\n')).toHaveLength(2);
    expect(run.err.trim().split('\n')).toEqual([
      expect.stringMatching(/malformed\.yaml:1:1: referral: is missing/),
      expect.stringMatching(/malformed\.yaml:2:1: colour: this field is not known here/),
      expect.stringMatching(/none\.yaml:1:1: this file cannot be read/),
    ]);
  });

  test('prints a timeline for people: a line an event, with its rule, in words, and the reason for each date', () => {
    const { out } = rollcall('simulate', christmas);
    const lines = out.split('\n');
    expect(lines[0]).toBe(`${christmas}: bradford@1, open, enquiries, priority, as it stands on Wed 6 Jan 2027 23:59`);
    expect(lines).toContain(
      'Mon 21 Dec 2026 10:12  BRA-D1        Due Wed 30 Dec 2026, 5 working days after the referral was received, Mon 21 Dec 2026; ' +
        'not counted: Fri 25 Dec bank holiday, Mon 28 Dec bank holiday: Initial enquiries for a prioritised child',
    );
    expect(lines).toContain(
      'Thu 31 Dec 2026 10:00  BRA-C3        Nothing found on Tue 29 Dec 2026 15:00, entered late: school2school Lost Pupil Database [officer-a]',
    );
    expect(lines).toContain('    BRA-O4        cp_plan is set (subject of a child protection plan)');
    const shown: unknown = JSON.parse(rollcall('simulate', '--json', christmas).out);
    const events = shown !== null && typeof shown === 'object' && 'events' in shown ? shown.events : [];
    const dated = lines.slice(2, lines.indexOf('', 2)).filter((line) => !line.includes('Line in the daily mail'));
    expect(dated).toHaveLength(Array.isArray(events) ? events.length : -1);
    expect(out).not.toMatch(/\d{4}-\d\d-\d\d/);
  });
});

describe('rollcall dates', () => {
  const dates = (...given: string[]) => rollcall('dates', ...given, '--json');

  test('counts as a policy does', () => {
    const run = dates('--from', '2026-12-21', '--add', '5', '--unit', 'working_day', '--mode', 'after');
    expect(JSON.parse(run.out)).toEqual({
      from: '2026-12-21',
      amount: 5,
      unit: 'working_day',
      mode: 'after',
      result: '2026-12-30',
      skipped: [
        { date: '2026-12-25', why: 'bank holiday' },
        { date: '2026-12-28', why: 'bank holiday' },
      ],
    });
  });

  test('names the calendar that ends, and what is wrong with what was given', () => {
    const beyond = dates('--from', '2027-07-15', '--add', '20', '--unit', 'school_day', '--mode', 'inclusive');
    expect(beyond).toMatchObject({ status: 2, out: '' });
    expect(beyond.err).toMatch('The calendar r26 is not loaded for 2027-07-22');
    expect(dates('--from', '2027-02-30', '--add', '1', '--unit', 'week', '--mode', 'after').status).toBe(2);
    expect(dates('--from', '2027-02-01', '--add', '1', '--unit', 'fortnight', '--mode', 'after').status).toBe(2);
    expect(dates('--from', '2199-12-31', '--add', '10001', '--unit', 'month', '--mode', 'after').status).toBe(2);
    const far = dates('--from', '2199-12-31', '--add', '10000', '--unit', 'month', '--mode', 'after');
    expect(JSON.parse(far.out)).toMatchObject({ result: '3033-04-30' });
    expect(rollcall('nothing').status).toBe(2);
  });
});
