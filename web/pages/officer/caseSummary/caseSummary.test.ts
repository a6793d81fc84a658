import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { readPdf } from '../../../testing/pdfText.js';
import { useWeb, type Browser } from '../../../testing/webHarness.js';

const web = useWeb();
const NAME = { givenName: 'Łucja-Şahinə', familyName: "O'Żółć Ωμέγα" };

async function aCase(): Promise<string> {
  const { api } = web();
  const caseId = await api.refer({
    child: {
      ...NAME,
      dateOfBirth: '2015-05-04',
      addresses: [
        { kind: 'last_known', lines: '1 Invented Row\nBradford', postcode: 'BD1 1ZZ' },
        { kind: 'new', lines: 'The secret refuge', withheld: true },
      ],
    },
    facts: { cp_plan: true },
  });
  await api.post('officer', `/v1/enquiries/${caseId}/recordCheck`, {
    check: 'BRA-C1',
    result: 'nothing_found',
    evidence: 'No entry in the housing list\nnor in council tax',
    note: `A long note. ${'Looked again and again. '.repeat(200)}`,
  });
  return caseId;
}

async function file(browser: Browser, path: string) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  const answer = await supertest(web().app)
    .get(path)
    .set({ 'X-Forwarded-Proto': 'https', Cookie: cookie })
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        done(null, Buffer.concat(parts));
      });
    });
  const body: unknown = answer.body;
  if (!Buffer.isBuffer(body)) throw new Error('Nothing was sent');
  return { status: answer.status, headers: answer.headers as Record<string, string>, body };
}

describe('the case on paper', () => {
  test('says what is known, on a page that prints, without a withheld address', async () => {
    const caseId = await aCase();
    const { $, status } = await (await web().as('officer')).get(`/cases/${caseId}/summary`);
    expect(status).toBe(200);
    const text = $('main').text();
    expect(text).toContain(NAME.givenName);
    expect(text).toContain('1 Invented Row, Bradford, BD1 1ZZ');
    expect(text).toContain('A further address is withheld');
    expect(text).not.toContain('The secret refuge');
    expect(text).toContain('Initial enquiries for a prioritised child');
    expect(text).toMatch(/Printed at .* by A officer/);
    expect($('title').text()).not.toContain(NAME.familyName);
  });

  test('is a file with a text layer, tags, a language, and a title without a name; and the audit has it', async () => {
    const { api, as } = web();
    const caseId = await aCase();
    const reference = (await api.register.cases.findCase('bradford', caseId))?.reference ?? '';
    const { status, headers, body } = await file(await as('officer'), `/cases/${caseId}/summary.pdf`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['content-disposition']).toBe(`attachment; filename=case-${reference}-summary.pdf`);
    const pdf = readPdf(body);
    expect(pdf.title).toBe(`Summary of case ${reference}`);
    expect(pdf).toMatchObject({ marked: true, lang: 'en-GB' });
    expect(pdf.tags).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD']));
    const text = pdf.lines.join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain(`${NAME.givenName} ${NAME.familyName}`);
    expect(text).toContain('Initial enquiries for a prioritised child');
    expect(text).toContain(`Page 1 of ${pdf.pages}`);
    expect(text).not.toContain('secret refuge');
    const [entry] = await api.register.audit.search('bradford', { person: 'officer-a', limit: 1 });
    expect(entry).toMatchObject({ action: 'enquiry.summaryPdf', allowed: true });
    expect(entry?.object.id).toBe(caseId);
  });

  test('lists the evidence as it was written, over as many pages as it needs', async () => {
    const caseId = await aCase();
    const { body } = await file(await web().as('auditor'), `/cases/${caseId}/evidence.pdf`);
    const pdf = readPdf(body);
    const text = pdf.lines.join(' ').replaceAll(/\s+/g, ' ');
    expect(pdf.pages).toBeGreaterThan(1);
    expect(text).toContain('Local databases');
    expect(text).toContain('Evidence: No entry in the housing list nor in council tax');
    expect(text).toContain('by A officer');
    expect(text.match(/Looked again and again\./g)).toHaveLength(200);
    expect(pdf.lines.filter((line) => line.includes('?'))).toEqual([]);
  });

  test('of a case without a check says so', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const { body } = await file(await as('officer'), `/cases/${caseId}/evidence.pdf`);
    expect(readPdf(body).lines.join(' ')).toContain('No check has been recorded yet.');
  });
});
