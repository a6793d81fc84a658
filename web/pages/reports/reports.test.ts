import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import supertest from 'supertest';
import {
  accepted,
  addCase,
  assigned,
  breached,
  closed,
  due,
  received,
} from '../../../tests/support/register/happened.js';
import { createDatabase } from '../../../register/index.js';
import { useWeb } from '../../testing/webHarness.js';

const web = useWeb({ worker: false, now: () => '2027-01-06T09:05:00Z' });
const ids: string[] = [];

beforeAll(async () => {
  const { register } = web().api;
  await register.people.putTeam('bradford', 'north', 'North');
  await register.people.setTeams('bradford', 'officer-a', ['north']);
  const child = (familyName: string, school: string, more = {}) => ({
    child: { givenName: 'Ada', familyName, school, dateOfBirth: '2015-05-04' },
    ...more,
  });
  // Six open ones of December: the first is late and has a school with a formula for a name.
  for (let n = 0; n < 6; n += 1)
    ids.push(
      await addCase(
        register,
        [
          received('2026-12-21T10:12:00Z'),
          accepted('2026-12-21T10:13:00Z'),
          assigned('2026-12-21T11:00:00Z', 'officer-a'),
          ...(n === 0
            ? [
                due('2026-12-21T10:13:00Z', '2026-12-30'),
                breached('2026-12-31T00:00:00Z', '2026-12-30', '2026-12-31T09:00:00Z'),
              ]
            : []),
        ],
        child(`Vandersloot${n}`, n === 0 ? '=1+1' : 'oak'),
      ),
    );
  // Two closed ones of November; one restricted and open of January.
  for (let n = 0; n < 2; n += 1)
    await addCase(register, [
      received('2026-11-03T10:00:00Z'),
      accepted('2026-11-03T10:01:00Z'),
      closed('2026-11-20T10:00:00Z'),
    ]);
  await addCase(register, [received('2027-01-04T10:00:00Z'), accepted('2027-01-04T10:01:00Z')], {
    ...child('Hidden', 'elm'),
    restricted: true,
  });
  await addCase(register, [received('2026-12-21T10:00:00Z')], { rehearsed: true });
  await addCase(register, [received('2026-12-21T10:00:00Z')], { authority: 'luton' });
});

const lines = (text: string): string[][] =>
  text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('the report of cases', () => {
  test('shows by a filter exactly what the file holds, and the audit says what left', async () => {
    const { api, as } = web();
    const manager = await as('manager');
    const path =
      '/reports?from-day=1&from-month=12&from-year=2026&to-day=31&to-month=12&to-year=2026&team=north&status=open';
    const { $, status } = await manager.get(path);
    expect(status).toBe(200);
    expect($('h2').text()).toContain('Cases found: 6');
    expect($('main tbody tr')).toHaveLength(6);
    // A page says days in words, a file in figures.
    expect($('main tbody tr').first().text()).toContain('Monday 21 December 2026');
    expect($('main tbody tr').first().text()).not.toContain('2026-12-21');
    expect($('#from-day').attr('value')).toBe('1');
    expect($('input[name=status][value=open]').attr('checked')).toBeDefined();
    const link = $('a[download]').first().attr('href') ?? '';
    expect(link).toBe('/reports/export?report=cases&format=csv&from=2026-12-01&to=2026-12-31&team=north&status=open');
    const file = await manager.get(link);
    expect(file.headers['content-disposition']).toContain('cases-bradford-2027-01-06.csv');
    const [heads, ...rows] = lines(file.text);
    expect(heads?.slice(0, 4)).toEqual(['Reference', 'Episode', 'Status', 'Stage']);
    expect(rows.map((row) => row[0])).toEqual(
      $('main tbody th')
        .toArray()
        .map((cell) => $(cell).text()),
    );
    const late = rows.find((row) => row.includes("'=1+1"));
    expect(late).toBeDefined();
    expect(late?.slice(2, 6)).toEqual(['Open', 'Enquiries', '2026-12-21', '2026-12-21']);
    expect(late).toContain('2026-12-30');
    expect(file.text).not.toContain('Vandersloot');
    const [entry] = await api.register.audit.search('bradford', { action: 'report.export', limit: 1 });
    expect(entry?.detail).toEqual({
      ...{ report: 'cases', format: 'csv', from: '2026-12-01', to: '2026-12-31', team: 'north', status: 'open' },
      ...{ round: false, rows: 6 },
    });
  });

  test('is a workbook with the same rows and no formula', async () => {
    const { app, as } = web();
    const manager = await as('manager');
    const cookie = [...manager.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const answer = await supertest(app)
      .get('/reports/export?report=cases&format=xlsx')
      .set({ 'X-Forwarded-Proto': 'https', Cookie: cookie.join('; ') })
      .responseType('blob');
    expect(answer.headers['content-type']).toContain('spreadsheetml');
    const parts = unzipped(Buffer.from(answer.body as Uint8Array));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    // Days are days to a spreadsheet: 2026-11-03 is the 46,329th of its own count.
    expect(sheet).toContain('<v>46329</v>');
    // Nine cases and the headings; a formula would be an <f>.
    expect(sheet.match(/<row /g)).toHaveLength(10);
    expect(sheet).not.toContain('<f>');
    expect([...parts.values()].join('')).toContain("<t>'=1+1</t>");
  });

  test('leaves rehearsed cases out, and of a restricted one says that it is there', async () => {
    const { as } = web();
    const senior = await (await as('senior')).get('/reports');
    expect(senior.$('h2').text()).toContain('Cases found: 9');
    expect(senior.$('main').text()).toContain('moved in time with demonstration data: 1.');
    const row = senior.$('main tbody tr').last();
    expect(
      row
        .children()
        .toArray()
        .map((cell) => senior.$(cell).text())
        .filter((text) => text !== ''),
    ).toEqual(['Restricted', 'Open', 'Enquiries']);
    const manager = await (await as('manager')).get('/reports');
    expect(manager.$('main tbody tr').last().text()).toContain('elm');
    const luton = await (await as('manager', 'luton')).get('/reports');
    expect(luton.$('h2').text()).toContain('Cases found: 1');
  });

  test('says at its field what is wrong, and keeps what was typed', async () => {
    const { $, status } = await (
      await web().as('manager')
    ).get('/reports?from-day=31&from-month=2&from-year=2026&to-day=&to-month=&to-year=');
    expect(status).toBe(200);
    expect($('title').text()).toMatch(/^Error: /);
    expect($('.govuk-error-summary a').attr('href')).toBe('#from-day');
    expect($('#from-month').attr('value')).toBe('2');
    expect($('main table')).toHaveLength(0);
    const backwards = await (
      await web().as('manager')
    ).get('/reports?from-day=2&from-month=2&from-year=2026&to-day=1&to-month=2&to-year=2026');
    expect(backwards.$('.govuk-error-summary').text()).toContain('The latest day is before the earliest');
  });

  test('as figures says no small number where it is told so, in the file too', async () => {
    const manager = await (await web().as('manager')).get('/reports?what=figures');
    const rowsOf = ({ $ }: typeof manager) =>
      $('main tbody tr')
        .toArray()
        .map((row) =>
          $(row)
            .children()
            .toArray()
            .map((cell) => $(cell).text()),
        );
    expect(rowsOf(manager)).toEqual([
      ['All cases', '', '9'],
      ['Status', 'Closed', '2'],
      ['Status', 'Open', '7'],
      ['Stage of open cases', 'Enquiries', '7'],
      ['Month of receipt', 'November 2026', '2'],
      ['Month of receipt', 'December 2026', '6'],
      ['Month of receipt', 'January 2027', '1'],
    ]);
    const browser = await web().as('manager');
    const rounded = await browser.get('/reports?what=figures&round=true');
    expect(rowsOf(rounded)).toEqual([
      ['All cases', '', 'about 10'],
      ['Status', 'Closed', 'fewer than 5'],
      // Alone, the small one would follow from the total.
      ['Status', 'Open', 'not said'],
      ['Stage of open cases', 'Enquiries', '7'],
      ['Month of receipt', 'November 2026', 'fewer than 5'],
      ['Month of receipt', 'December 2026', '6'],
      ['Month of receipt', 'January 2027', 'fewer than 5'],
    ]);
    const file = await browser.get(rounded.$('a[download]').first().attr('href') ?? '');
    const said = lines(file.text).slice(1);
    expect(said.map(([group, , cases]) => [group, cases])).toEqual(
      rowsOf(rounded).map(([group, , cases]) => [group, cases]),
    );
    // In a file a month is in figures, so that it can be sorted.
    expect(said.slice(-3).map(([, month]) => month)).toEqual(['2026-11', '2026-12', '2027-01']);
  });

  test('for paper says what was asked for and when', async () => {
    const { $, status } = await (
      await web().as('manager')
    ).get('/reports?view=print&from-day=1&from-month=12&from-year=2026&team=north&status=open&status=closed');
    expect(status).toBe(200);
    expect($('main form')).toHaveLength(0);
    const asked = $('.govuk-summary-list__row')
      .toArray()
      .map((row) => $(row).text().replaceAll(/\s+/g, ' ').trim());
    expect(asked).toEqual([
      'Received from (earliest) Tuesday 1 December 2026',
      'Received to (latest) Any day',
      'Team of the officer North',
      'Status Open, Closed',
      'Made at 9:05am on Wednesday 6 January 2027',
    ]);
    expect($('main tbody tr')).toHaveLength(6);
  });

  test('is for senior officers, managers and auditors, and a file is asked for in its own words only', async () => {
    const { as } = web();
    expect((await (await as('officer')).get('/reports')).status).toBe(403);
    expect((await (await as('auditor')).get('/reports/export')).status).toBe(200);
    expect((await (await as('manager')).get('/reports/export?report=names')).status).toBe(400);
  });
});

describe('other reports', () => {
  test('the national return on a day of choice, with its file', async () => {
    const manager = await web().as('manager');
    const { $ } = await manager.get('/reports/return?census-day=31&census-month=12&census-year=2026');
    expect($('h2').first().text()).toBe('On Thursday 31 December 2026');
    // Six of December were open at the end of that day; the two of November had been closed.
    expect($('.govuk-summary-list__value').first().text().trim()).toBe('6');
    const file = await manager.get($('a[download]').first().attr('href') ?? '');
    expect(lines(file.text)[1]).toEqual(['Children on the census day', 'Total', '2026-12-31', '', '6']);
    const ahead = await manager.get('/reports/return?census-day=1&census-month=1&census-year=2028');
    expect(ahead.$('.govuk-error-summary').text()).toContain('The census day must be today or in the past');
  });

  test('missed deadlines by rule and month, in the rule’s own words', async () => {
    const manager = await web().as('manager');
    const { $ } = await manager.get('/reports/breaches');
    const cells = $('main tbody tr')
      .children()
      .toArray()
      .map((cell) => $(cell).text());
    expect([cells[0], cells[1], ...cells.slice(4)]).toEqual(['December 2026', 'BRA-D1', '1', '0', '0']);
    expect(cells[2]).not.toBe('BRA-D1');
    const rounded = await manager.get('/reports/breaches?round=true');
    expect(rounded.$('main tbody tr').text()).toContain('fewer than 5');
  });

  test('data quality: what is missing from how many, and what nobody has worked on', async () => {
    const { as } = web();
    const { $ } = await (await as('manager')).get('/reports/data-quality');
    const counts = Object.fromEntries(
      $('table')
        .first()
        .find('tbody tr')
        .toArray()
        .map((row) => [$(row).find('th').text(), $(row).find('td').first().text()]),
    );
    // Of the open ones the rehearsed one has no date of birth, no school and, as the restricted one, no officer.
    expect(counts).toMatchObject({ Name: '0', 'Date of birth': '1', School: '1', Officer: '2', UPN: '8', Sex: '8' });
    expect($('#stale').text()).toBe('Open cases that nobody has worked on for 28 days (0)');
    const fortnight = await (await as('senior')).get('/reports/data-quality?days=14');
    // Since 23 December 9:05: the six of 21 December and the rehearsed one.
    expect(fortnight.$('#stale').text()).toBe('Open cases that nobody has worked on for 14 days (7)');
    expect(fortnight.text).not.toContain('Hidden');
  });

  test.each(['cases', 'figures', 'return', 'breaches'])(
    'each column of the file of %s is explained',
    async (report) => {
      const manager = await web().as('manager');
      const { $ } = await manager.get('/reports/columns');
      const file = await manager.get(`/reports/export?report=${report}`);
      expect(
        $(`#columns-${report}`)
          .closest('table')
          .find('tbody th')
          .toArray()
          .map((cell) => $(cell).text()),
      ).toEqual(lines(file.text)[0]);
    },
  );
});

describe('a report of very many cases', () => {
  const COPIES = 10_200;
  beforeAll(async () => {
    // As the register is filled: without the limits of requests.
    const db = createDatabase({ url: web().api.url, poolSize: 1 });
    for (const table of ['cases', 'worklist'])
      await sql
        .raw(
          `insert into ${table} select r.* from ${table} t cross join generate_series(1, ${COPIES}) n
           cross join lateral jsonb_populate_record(t, jsonb_build_object('case_id', t.case_id || '-copy-' || n)
             ${table === 'cases' ? "|| jsonb_build_object('reference', t.reference || n)" : ''}) r
           where t.authority = 'luton'`,
        )
        .execute(db);
    await sql`analyze`.execute(db);
    await db.destroy();
  }, 60_000);

  test('leaves whole as CSV, each case once, and is not made a workbook of', async () => {
    const { api, as } = web();
    const manager = await as('manager', 'luton');
    const { $ } = await manager.get('/reports');
    expect($('h2').text()).toContain(`Cases found: ${COPIES + 1}`);
    expect($('main tbody tr')).toHaveLength(50);
    const links = $('a[download]')
      .toArray()
      .map((link) => $(link).text());
    expect(links).toEqual(['Download as CSV']);
    expect($('main').text()).toContain('more than an Excel file is made for');
    const file = await manager.get($('a[download]').attr('href') ?? '');
    const references = lines(file.text)
      .slice(1)
      .map(([reference]) => reference);
    expect(references).toHaveLength(COPIES + 1);
    expect(new Set(references).size).toBe(COPIES + 1);
    const [entry] = await api.register.audit.search('luton', { action: 'report.export', limit: 1 });
    expect(entry?.detail).toMatchObject({ report: 'cases', format: 'csv', rows: COPIES + 1 });
    expect((await manager.get('/reports/export?report=cases&format=xlsx')).status).toBe(400);
  });
});

/** The texts of a zip's parts, by its central directory. */
function unzipped(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size, nameLength, more, comment, local] = [
      ...[zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)],
      ...[zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)],
    ] as [number, number, number, number, number, number];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + size);
    parts.set(name, (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
    at += 46 + nameLength + more + comment;
  }
  return parts;
}
