import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCsv } from '../../../../api/reads/readCsv.js';
import { unlikeName } from '../../../../tests/support/children.js';
import { send } from '../../../testing/referralForm.js';
import { useWeb, type Browser, type PageReply } from '../../../testing/webHarness.js';

const web = useWeb();
let school: Browser;
beforeAll(async () => {
  school = await web().as('referrer');
});

const upload = (text: string | Buffer, browser = school): Promise<PageReply> =>
  browser.upload('/referrals/file', { field: 'file', name: 'many.csv', body: Buffer.from(text) });

async function loaded(text: string): Promise<{ path: string; page: PageReply }> {
  const sent = await upload(text);
  if (sent.location === undefined)
    throw new Error(`${sent.status} ${sent.$('.govuk-error-summary').text().replaceAll(/\s+/g, ' ')}`);
  return { path: sent.location, page: await school.follow(sent) };
}

const rowsOn = ({ $ }: PageReply): string[] =>
  $('tbody tr')
    .toArray()
    .map((row) => $(row).text().replaceAll(/\s+/g, ' ').trim());

const table = (body: string): string[][] => {
  const read = readCsv(Buffer.from(body));
  return 'rows' in read ? read.rows : [];
};

async function caseCount(): Promise<number> {
  const { rows } = await web().api.register.worklist.list('bradford', { filter: {}, sort: 'due', limit: 100 });
  return rows.length;
}

describe('a file of many', () => {
  test('with words that every object has is told like any other that does not fit', async () => {
    const words = ['constructor', '__proto__', 'toString', 'valueOf'];
    const { page } = await loaded(
      [
        'givenName;familyName;dateOfBirth;onRoll',
        ...words.map((word) => `${word};${unlikeName()};4/5/2015;${word}`),
      ].join('\r\n'),
    );
    expect(page.status).toBe(200);
    expect(rowsOn(page)).toHaveLength(words.length);
    for (const row of rowsOn(page)) expect(row).toContain('onRoll: Choose one of the answers');
    const { status, $ } = await upload('__proto__;constructor;givenName\r\na;b;c\r\n');
    expect(status).toBe(422);
    expect($('.govuk-error-summary').text()).toContain('constructor');
  });

  test('is checked row by row before anything is sent; the good ones go, the others come back with what is wrong', async () => {
    const [first, second, third] = [unlikeName(), unlikeName(), unlikeName()];
    const text = [
      'givenName;familyName;dateOfBirth;onRoll;lastAttended;address;concern',
      `Zoë;${first};4/5/2015;no;2026-09-01;"1 Example Street\nBradford; UK";`,
      `=cmd|'/c calc'!A1;${second};31/2/2015;perhaps;;;`,
      ';;;;;;',
      `O'Example;${third};2014-01-09;;9/1/2013;;no`,
      `Ann;${unlikeName()};;Y;;;`,
    ].join('\r\n');
    const before = await caseCount();
    const { path, page } = await loaded(`\ufeff${text}`);
    expect(await caseCount()).toBe(before);
    const rows = rowsOn(page);
    expect(rows[0]).toMatch(new RegExp(`^2 Zoë ${first} Ready`));
    expect(rows[1]).toMatch(/^3 .* To mend dateOfBirth: Enter a real date.*onRoll: Choose one of the answers/);
    expect(rows[2]).toMatch(/^5 O'Example \w+ To mend lastAttended: This day lies before the date of birth/);
    expect(rows[3]).toMatch(/^6 Ann \w+ Ready/);
    expect(page.$('main form button').text()).toContain('Send what is ready (2)');
    const left = await school.get(`${path}/not-sent`);
    expect(left.headers['content-disposition']).toBe('attachment; filename=not-sent.csv');
    expect(left.text).toContain(`'=cmd|`);
    const [headings = [], ...others] = table(left.text);
    expect(headings.at(-1)).toBe('reason');
    expect(others.map((row) => row.at(-1))).toEqual([
      'Ready, and not sent yet',
      expect.stringContaining('dateOfBirth: Enter a real date'),
      expect.stringContaining('lastAttended'),
      'Ready, and not sent yet',
    ]);
    const sent = await send(school, path, {});
    const after = await school.follow(sent);
    expect(rowsOn(after)[0]).toMatch(/Sent Reference [A-Z0-9]{8}\./);
    expect(rowsOn(after)[1]).toContain('To mend');
    expect(after.$('main form')).toHaveLength(0);
    const reference = /Reference ([A-Z0-9]{8})/.exec(rowsOn(after)[0] ?? '')?.[1] ?? '';
    const row = await web().api.register.cases.findByReference('bradford', reference);
    const enquiry = await web().api.register.enquiries.read('bradford', row?.caseId ?? '');
    expect(enquiry?.child).toMatchObject({ given_name: 'Zoë', family_name: first, date_of_birth: '2015-05-04' });
    expect(enquiry?.addresses).toMatchObject([{ lines: '1 Example Street\nBradford; UK' }]);
    expect(enquiry?.referrers).toMatchObject([
      { kind: 'school', email: 'referrer-a@bradford.example', verified: true },
    ]);
    expect(enquiry?.state?.facts).toMatchObject({ on_roll: { value: false } });
    expect(enquiry?.state?.facts.safeguarding_concern).toBeUndefined();
  });

  test('mended and loaded again counts what was sent once, and what a row says twice once', async () => {
    const [one, two] = [unlikeName(), unlikeName()];
    const head = 'givenName,familyName,dateOfBirth\n';
    const first = await loaded(`${head}Ann,${one},2015-05-04\nBen,${two},nonsense\nAnn,${one},4/5/2015\n`);
    expect(rowsOn(first.page)[2]).toContain('This row is the same as row 2. Remove one of them');
    const sent = await school.follow(await send(school, first.path, {}));
    const reference = /Reference ([A-Z0-9]{8})/.exec(rowsOn(sent)[0] ?? '')?.[1] ?? '?';
    const left = await school.get(`${first.path}/not-sent`);
    const mended = `${head}Ann,${one},2015-05-04\n${table(left.text)
      .slice(1, 2)
      .map((row) => row.slice(0, 3).join(',').replace('nonsense', '2016-01-02'))
      .join('\n')}`;
    const again = await loaded(mended);
    const both = await school.follow(await send(school, again.path, {}));
    expect(rowsOn(both)[0]).toContain(reference);
    expect(rowsOn(both)[1]).toMatch(/^3 Ben .* Sent/);
    const hits = (await web().api.register.search.find('bradford', one)).length;
    expect(hits).toBe(1);
  });

  test.each([
    ['a workbook', Buffer.from('PK\u0003\u0004'), 'Save it as "CSV UTF-8"'],
    ['another encoding', Buffer.from('familyName\nZo\xeb\n', 'latin1'), 'not in UTF-8'],
    ['an open quote', Buffer.from('familyName\n"Lee\n'), 'quotation mark'],
    ['unknown columns', Buffer.from('familyName,shoeSize\nLee,4\n'), 'shoeSize'],
    ['a column twice', Buffer.from('familyName,familyName\nLee,Lee\n'), 'there twice: familyName'],
    ['no rows', Buffer.from('familyName\n'), 'no rows'],
    ['too many rows', Buffer.from(`familyName\n${'Lee\n'.repeat(201)}`), '201 rows'],
    ['nothing', Buffer.alloc(0), 'Choose a file'],
  ])('that has %s is refused with what to do', async (_name, body, told) => {
    const { status, $ } = await upload(body);
    expect(status).toBe(422);
    expect($('.govuk-error-summary').text()).toContain(told);
    expect($('.govuk-error-summary a').attr('href')).toBe('#file');
  });

  test('larger than allowed is refused', async () => {
    expect((await upload(Buffer.alloc(1_000_001, 'a'))).status).toBe(413);
  });

  test('starts with an empty one whose columns are those of the policy’s form, and which loads', async () => {
    const template = await school.get('/referrals/file/template');
    expect(template.headers['content-disposition']).toBe('attachment; filename=BRA-F1.csv');
    expect(template.text.startsWith('\ufeffgivenName,familyName,dateOfBirth,')).toBe(true);
    const columns = table(template.text)[0] ?? [];
    const { $ } = await school.get('/referrals/file');
    expect(
      $('tbody code')
        .toArray()
        .map((code) => $(code).text()),
    ).toEqual(columns);
    const filled = columns.map((column) => (column === 'familyName' ? unlikeName() : '')).join(',');
    const { page } = await loaded(`${columns.join(',')}\n${filled}\n`);
    expect(rowsOn(page)[0]).toContain('Ready');
  });

  test('is nobody else’s to see or send, and an officer has no such page', async () => {
    const { path } = await loaded(`familyName\n${unlikeName()}\n`);
    for (const stranger of [await web().as('administrator'), await web().as('referrer', 'luton')])
      for (const at of [path, `${path}/not-sent`]) {
        const { status, location } = await stranger.get(at);
        expect([status, location]).toEqual([303, '/referrals/file']);
      }
    expect((await (await web().as('officer')).get(path)).status).toBe(403);
    expect((await (await web().as('administrator')).get('/referrals/file')).status).toBe(200);
  });

  test('shows markup of a cell as text', async () => {
    const { page } = await loaded('familyName\n<script>alert(1)</script>\n');
    expect(page.$('tbody script')).toHaveLength(0);
    expect(page.$('tbody').text()).toContain('<script>alert(1)</script>');
  });
});
