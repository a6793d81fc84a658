import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadWorking } from '../../config/calendars.js';
import { inventedYears, schoolYearFile } from '../../tests/support/calendar/inventedYears.js';
import { checkCalendars } from './checkCalendars.js';
import { refreshed } from './refreshBankHolidays.js';
import { calendarText, shownCalendar } from './showCalendar.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-calendar-'));
afterAll(() => rmSync(folder, { recursive: true }));

const config = join(import.meta.dirname, '../../config/calendars');
const r26 = join(config, 'r26.yaml');
const england = join(config, 'england.yaml');
const r26Text = readFileSync(r26, 'utf8');

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const hooks = new URL('../../tests/support/registerTypescript.js', import.meta.url).href;
const program = join(import.meta.dirname, '../rollcall.ts');

/** Not waited for with `spawnSync`: the server that it asks runs in this process. */
function rollcall(...given: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--no-warnings', '--import', hooks, program, ...given], (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const today = '2026-11-26';
/** What is wrong with a file, as `line:column message`. */
const problemsOf = (...files: string[]): string[] =>
  checkCalendars(files, { today }).flatMap(({ problems }) =>
    problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
  );

describe('rollcall calendar show', () => {
  test('draws the year in 80 columns, without colour, and counts 190 pupil days', () => {
    const lines = calendarText(shownCalendar(r26), false).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines).toEqual(
      expect.arrayContaining([
        'September 2026    20    October 2026      17    November 2026     20',
        '28 29 30                26~27~28~29~30~ .       23 24 25 26 27  .  .',
        '28#29-30-31-            25 26 27 28 29  .  .',
        '  12  pupils attend, 190',
        '  12* INSET day, 5',
        'spring     Tue 5 Jan 2027   to Thu 25 Mar 2027   53 pupil days',
        'in all                                          190 pupil days',
        'Bank holidays: gov.uk/bank-holidays, as at Mon 1 Jun 2026.',
      ]),
    );
    expect(lines.join('')).not.toContain('\u001b');
    expect(calendarText(shownCalendar(r26), true)).toContain('\u001b[36m 1*\u001b[0m');
  });

  test('draws bank holidays, and a leap day', () => {
    const text = calendarText(shownCalendar(england), false);
    expect(text).toContain('28#29 30 31');
    const leap = written('leap.yaml', schoolYearFile(inventedYears.findIndex(({ id }) => id === 'year-2027')));
    expect(calendarText(shownCalendar(leap), false)).toMatch(/ {3}28 29 {19}27 28 29 30 31$/m);
  });
});

describe('rollcall calendar check', () => {
  test('finds nothing wrong with what ships', () => {
    expect(problemsOf(r26, england, join(config, 'london.yaml'))).toEqual([]);
    expect(checkCalendars([r26], { today })).toMatchObject([{ id: 'r26', pupilDays: 190, notes: [] }]);
  });

  test.each<[string, string, string, string[]]>([
    [
      'terms out of order',
      '  - { name: autumn, from: 2026-09-03, to: 2026-12-18 }\n  - { name: spring, from: 2027-01-05, to: 2027-03-25 }',
      '  - { name: spring, from: 2027-01-05, to: 2027-03-25 }\n  - { name: autumn, from: 2026-09-03, to: 2026-12-18 }',
      ['9:5 is out of order: expected it before the one that begins on 2027-01-05'],
    ],
    [
      'terms that overlap',
      'spring, from: 2027-01-05',
      'spring, from: 2026-12-18',
      ['9:5 overlaps the one before, which ends on 2026-12-18'],
    ],
    [
      'a day listed twice',
      '  - { from: 2027-06-25, why: INSET day }',
      '  - { from: 2027-06-25, why: INSET day }\n  - { from: 2027-06-25, why: INSET day }',
      ['22:5 is listed twice, 2027-06-25 to 2027-06-25: take one of them out'],
    ],
    [
      'a day without pupils on a weekend',
      'from: 2027-06-25, why',
      'from: 2027-06-26, why',
      ['21:5 INSET day lies on a weekend, when no pupils attend anyhow'],
    ],
    ['a half term outside every term', 'to: 2026-10-30, why: half term', 'to: 2026-10-30, why: holiday', []],
    [
      'a half term in the wrong place',
      'from: 2027-03-26, to: 2027-04-09, why: holiday',
      'from: 2027-03-26, to: 2027-04-09, why: half term',
      ['18:5 half term, 2027-03-26 to 2027-04-09, lies outside every term: check its dates'],
    ],
    [
      'weekdays that nothing explains',
      '  - { from: 2026-12-21, to: 2027-01-01, why: holiday }\n',
      '',
      ['12:3 expected a gap that says why 2026-12-21 to 2027-01-01 are days without pupils: no term covers them'],
    ],
    [
      'a bank holiday with pupils',
      '  - { from: 2027-05-03, why: bank holiday }\n',
      '',
      ['12:3 2027-05-03 is a bank holiday: expected a gap, { from: 2027-05-03, why: bank holiday }'],
    ],
    [
      'a date that does not exist',
      'from: 2027-06-25',
      'from: 2027-06-31',
      ['21:13 expected a date such as 2026-12-21'],
    ],
    [
      'a field that is misspelt',
      'title:',
      'titel:',
      ['2:1 is missing: expected text', '3:1 this field is not known here'],
    ],
  ])('%s', (_what, from, to, expected) => {
    expect(r26Text).toContain(from);
    const found = problemsOf(written('changed.yaml', r26Text.replace(from, to)));
    if (_what.startsWith('a field')) expect(found.some((line) => line.includes('not known here'))).toBe(true);
    else expect(found).toEqual(expected);
  });

  test('years that do not join, or overlap, and bank holidays that are missing for a year', () => {
    const next = (from: string): string =>
      written(
        'next.yaml',
        `id: r27\ntitle: t\nfrom: ${from}\nto: 2028-07-20\nterms: [{ name: all, from: 2027-09-03, to: 2028-07-20 }]\ngaps: [{ from: ${from}, to: 2027-09-02, why: holiday }]\n`,
      );
    expect(problemsOf(r26, next('2027-08-30'))).toContain(
      '3:7 does not join r26, which ends on 2027-07-21: expected 2027-07-22, with a gap for the holidays between',
    );
    expect(problemsOf(r26, next('2027-07-19'))).toContain(
      '3:7 overlaps r26, which ends on 2027-07-21: expected 2027-07-22',
    );
    expect(problemsOf(r26, next('2027-07-22')).join('\n')).toMatch(
      /4:5 the bank holidays \(england\) are known from 2026-01-01 to 2028-01-31 only: refresh them/,
    );
    const gone = written('england.yaml', readFileSync(england, 'utf8').replace('  - 2027-05-03\n', ''));
    expect(problemsOf(gone)).toEqual(['9:3 2027 has 7 bank holidays: expected 8 or more; refresh them']);
  });

  test('notes a year of other than 190 days, and bank holidays read long ago', () => {
    const changed = written('changed.yaml', r26Text.replace('  - { from: 2027-06-25, why: INSET day }\n', ''));
    expect(checkCalendars([changed], { today })[0]).toMatchObject({
      problems: [],
      notes: [{ message: 'pupils attend on 191 days: a maintained school meets on 190 (380 sessions)' }],
    });
    expect(checkCalendars([england], { today: '2027-07-01' })[0]?.notes.map(({ message }) => message)).toEqual([
      'read from gov.uk/bank-holidays on 2026-06-01, more than a year ago: refresh them',
      'ends on 2028-01-31: deadlines that reach beyond it cannot be computed',
    ]);
  });

  test('by the command: problems on standard error, exit 2, and the same as JSON', async () => {
    const spoilt = written('spoilt.yaml', r26Text.replace('2027-06-25', '2027-06-26'));
    const place = `${spoilt}:21:5: gaps[9]: INSET day lies on a weekend, when no pupils attend anyhow\n`;
    expect(await rollcall('calendar', 'check', 'r26', spoilt)).toMatchObject({
      status: 2,
      err: expect.stringContaining(place),
    });
    const json = await rollcall('calendar', 'check', '--json', 'r26');
    expect(json).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      sound: true,
      calendars: [{ id: 'r26', pupilDays: 190, problems: [] }],
    });
    const shown = await rollcall('calendar', 'show', '--json', 'r26');
    expect(JSON.parse(shown.out)).toMatchObject({ id: 'r26', pupilDays: 190, terms: [{ pupilDays: 71 }, {}, {}] });
    const none = await rollcall('calendar', 'show', 'nowhere');
    expect(none).toMatchObject({ status: 2, out: '' });
    expect(none.err).toBe(
      'nowhere:1:1: there is no such calendar: expected the path of a file, or england, london, r26\n',
    );
  });
});

/** As published: a moved May Day, nothing of 2026, whole to the end of 2028. */
const LIST = {
  'england-and-wales': {
    division: 'england-and-wales',
    events: [
      ['2027-01-01', 'New Year’s Day'],
      ['2027-03-26', 'Good Friday'],
      ['2027-03-29', 'Easter Monday'],
      ['2027-05-07', 'Early May bank holiday (moved)'],
      ['2027-05-31', 'Spring bank holiday'],
      ['2027-08-30', 'Summer bank holiday'],
      ['2027-12-27', 'Christmas Day'],
      ['2027-12-28', 'Boxing Day'],
      ['2028-01-03', 'New Year’s Day'],
      ['2028-12-25', 'Christmas Day'],
      ['2028-12-26', 'Boxing Day'],
    ].map(([date, title]) => ({ title, date, notes: date === '2027-12-28' ? 'Substitute day' : '', bunting: true })),
  },
  scotland: { division: 'scotland', events: [] },
};

describe('rollcall calendar refresh-bank-holidays', () => {
  let server: Server;
  let address = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/bank-holidays.json' ? 200 : 503;
      response.end(JSON.stringify(LIST));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    address = `http://127.0.0.1:${bound !== null && typeof bound === 'object' ? bound.port : 0}`;
  });
  afterAll(() => {
    server.close();
  });

  const own = (): string => {
    const file = join(folder, 'own.yaml');
    copyFileSync(england, file);
    return file;
  };

  test('from a file: adds, removes and keeps, says so, and never loses a past year', async () => {
    const calendar = own();
    const before = loadWorking(calendar);
    const run = await rollcall(
      ...['calendar', 'refresh-bank-holidays', '--json'],
      ...['--calendar', calendar, '--file', written('list.json', JSON.stringify(LIST))],
    );
    expect(run).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({
      written: true,
      added: [{ date: '2027-05-07' }, { date: '2028-12-25' }, { date: '2028-12-26' }],
      removed: ['2027-05-03'],
      to: { was: '2028-01-31', is: '2028-12-31' },
    });
    const after = loadWorking(calendar);
    expect(after.bankHolidays.filter((day) => day < '2027')).toEqual(before.bankHolidays.filter((day) => day < '2027'));
    expect(after.bankHolidays).toContain('2028-12-26');
    expect(after.bankHolidays).not.toContain('2027-05-03');
    const text = readFileSync(calendar, 'utf8');
    expect(text).toMatch(/^# Bank holidays of England and Wales/);
    expect(text).toContain('  - 2026-12-28 # substitute for Boxing Day\n');
    expect(text).toContain('  - 2027-05-07 # Early May bank holiday (moved)\n');
    expect(text).toMatch(/^retrievedFrom: .*list\.json$/m);
    const again = await rollcall(
      'calendar',
      'refresh-bank-holidays',
      '--calendar',
      calendar,
      '--file',
      join(folder, 'list.json'),
    );
    expect(again.out).toContain('0 added, 0 removed, 8 kept');
  });

  test('a day that has passed stays, though the list has moved it', () => {
    const calendar = own();
    const published = LIST['england-and-wales'].events.map(({ date = '', title = '', notes }) => ({
      date,
      title,
      notes,
    }));
    const late = refreshed(calendar, published, { from: 'list.json', today: '2027-06-01' });
    expect(late.removed).toEqual([]);
    expect(late.kept).toContainEqual({ date: '2027-05-03', why: 'past' });
    const short = refreshed(calendar, published.slice(0, 5), { from: 'list.json', today });
    expect(short.to).toBeNull();
    expect(short.kept).toContainEqual({ date: '2028-01-03', why: 'beyond the list' });
  });

  test('from an address; a server that fails, and a list that is none, change nothing', async () => {
    const calendar = own();
    const text = readFileSync(calendar, 'utf8');
    const refresh = (file: string, ...more: string[]) =>
      rollcall('calendar', 'refresh-bank-holidays', '--calendar', calendar, '--file', file, ...more);
    const dry = await refresh(`${address}/bank-holidays.json`, '--dry-run');
    expect(dry).toMatchObject({ status: 0, err: '' });
    expect(dry.out).toContain('removed  Mon 3 May 2027: the list no longer has it');
    expect(await refresh(`${address}/gone`)).toMatchObject({
      status: 1,
      err: `${address}/gone answered 503; nothing was changed.\n`,
    });
    const bad = written(
      'bad.json',
      JSON.stringify({ 'england-and-wales': { division: 'scotland', events: [] } }, null, 1),
    );
    const refused = await refresh(bad);
    expect(refused.status).toBe(2);
    expect(refused.err.trim().split('\n')).toEqual([
      `${bad}:3:15: england-and-wales.division: expected "england-and-wales"`,
      `${bad}:4:13: england-and-wales.events: must not be empty`,
    ]);
    expect(readFileSync(calendar, 'utf8')).toBe(text);
  });
});
