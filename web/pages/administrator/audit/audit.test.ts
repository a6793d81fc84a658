import { describe, expect, test } from '@jest/globals';
import { createRoutes } from '../../../../api/routes.js';
import { hasWords } from './words.js';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

describe('the audit', () => {
  test('is found by person, by action, by case and by what was refused; each search is an entry itself', async () => {
    const { as, api } = web();
    const caseId = await api.refer();
    const { reference } = (await api.register.cases.findCase('bradford', caseId)) ?? {};
    await (await as('officer')).get(`/cases/${caseId}`);
    await (await as('officer')).get('/audit');
    const auditor = await as('auditor');
    const byCase = await auditor.get(`/audit?reference=${reference}`);
    expect(byCase.$('#entries').closest('table').text()).toMatch(/A officer.*See a case/s);
    const refused = await auditor.get('/audit?who=officer-a&only=refused&action=audit.search');
    expect(refused.$('tbody tr')).toHaveLength(1);
    expect(refused.$('tbody').text()).toContain('Refused');
    const [entry] = await api.register.audit.search('bradford', { person: 'auditor-a', limit: 1 });
    expect(entry).toMatchObject({ action: 'audit.search', detail: { rows: 1 } });
    const other = await as('auditor', 'luton');
    expect((await other.get(`/audit?reference=${reference}`)).$('#reference-error').text()).toMatch(
      /of this authority/,
    );
    expect((await other.get('/audit?who=officer-a')).$('tbody tr')).toHaveLength(0);
  });

  test('holds a search whose days are wrong, and says so beside them', async () => {
    const auditor = await web().as('auditor');
    const wrong = await auditor.get('/audit?from-day=31&from-month=2&from-year=2026');
    expect(wrong.$('.govuk-error-summary a').attr('href')).toBe('#from-day');
    expect(wrong.$('#from-day').val()).toBe('31');
    const order = await auditor.get('/audit?from-day=2&from-month=3&from-year=2026&to-day=1&to-month=3&to-year=2026');
    expect(order.$('.govuk-error-summary').text()).toMatch(/not before the first/);
    expect((await auditor.get('/audit?only=nothing')).status).toBe(200);
    expect((await auditor.get('/audit?who=a&who=b')).status).toBe(200);
  });

  test('goes page by page, without a gap', async () => {
    const { as, api } = web();
    const entry = {
      at: api.services.now(),
      person: 'manager-a',
      action: 'made.up',
      object: { kind: 'thing' },
      allowed: true,
    };
    for (let count = 0; count < 60; count += 1) await api.register.audit.write('bradford', entry);
    const admin = await as('administrator');
    const first = await admin.get('/audit?action=made.up');
    expect(first.$('tbody tr')).toHaveLength(50);
    const next =
      first
        .$('a')
        .filter((_, link) => first.$(link).text() === 'Older entries')
        .attr('href') ?? '';
    expect((await admin.get(next)).$('tbody tr')).toHaveLength(10);
  });

  test('leaves as a file that a spreadsheet reads, without formulas and without a child', async () => {
    const { as, api } = web();
    const caseId = await api.refer({ child: { givenName: 'Quintessa', familyName: 'Vandersloot' } });
    await api.register.people.put('bradford', { person: 'evil', name: '=HYPERLINK("http://x.example")' });
    await api.register.audit.write('bradford', {
      ...{ at: api.services.now(), person: 'evil', action: 'enquiry.view', allowed: true },
      object: { kind: 'enquiry', id: caseId },
    });
    const admin = await as('administrator');
    const { headers, text } = await admin.get('/audit/export?who=evil');
    expect(headers['content-type']).toMatch(/^text\/csv/);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="?audit-\d{4}-\d\d-\d\d\.csv/);
    expect(text).toContain(`"'=HYPERLINK(""http://x.example"")"`);
    expect(text).toContain(caseId);
    const whole = await admin.get('/audit/export');
    expect(whole.text.split('\r\n').length).toBeGreaterThan(10);
    expect(whole.text).not.toMatch(/Quintessa|Vandersloot/);
    const [entry] = await api.register.audit.search('bradford', { action: 'audit.export', limit: 1 });
    expect(entry?.detail?.rows).toBeGreaterThan(10);
  });
});

test('every action and every kind of thing that an entry can name has words', () => {
  const { areas, web: services } = web();
  const declared = [
    ...areas
      .flatMap(({ pages }) => pages)
      .flatMap(({ audit, form }) => (form === null ? [audit] : [audit, form.audit])),
    ...createRoutes(services.api).map(({ audit }) => audit),
  ];
  const wordless = declared.filter(
    ({ action, object }) => !hasWords(services.language, action) || !services.language.has(`auditObject.${object}`),
  );
  expect(wordless).toEqual([]);
});
