import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';
import { groupOf } from './caseChecks.js';

const web = useWeb();

describe('the checks of a case', () => {
  test('stand under headings with few statuses, and lead to where they are recorded', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ facts: { cp_plan: true } });
    await api.post('officer', `/v1/enquiries/${caseId}/recordCheck`, { check: 'BRA-C1', result: 'nothing_found' });
    await api.post('officer', `/v1/enquiries/${caseId}/markNotApplicable`, {
      check: 'BRA-C3',
      reason: 'Private school',
    });
    const { $, status } = await (await as('officer')).get(`/cases/${caseId}/checks`);
    expect(status).toBe(200);
    const headings = $('main h2')
      .toArray()
      .map((one) => $(one).text());
    expect(headings).toEqual(
      expect.arrayContaining([
        'Contact the family and look in our own records',
        'Ask other services',
        'Decide',
        'Checks that are not open',
      ]),
    );
    const row = (id: string) => $(`[id="${id}"]`);
    expect(row('BRA-C1').text()).toContain('Completed');
    expect(row('BRA-C1').text()).toContain('Nothing found');
    expect(row('BRA-C1').find('a')).toHaveLength(0);
    expect(row('BRA-C3').text()).toContain('Not needed');
    expect(row('BRA-C2').text()).toContain('Not yet started');
    expect(row('BRA-C2').text()).toMatch(/Due \w+day \d+ \w+ 20\d\d/);
    expect(row('BRA-C2').find('a').attr('href')).toBe(`/cases/${caseId}/checks/BRA-C2/record`);
    expect($('main').text()).toMatch(/2 of \d+ checks that are needed are done/);
  });

  test('that are not open say why, in words', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const { $ } = await (await as('officer')).get(`/cases/${caseId}/checks`);
    const border = $('#not-open').nextAll('dl').find('dt:contains("Border Force")').parent().text();
    expect(border).toContain('Cannot start yet');
    expect(border).toContain('A safeguarding concern is stated: not known');
  });

  test('offer nothing to whoever only reads', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const { $, status } = await (await as('auditor')).get(`/cases/${caseId}/checks`);
    expect(status).toBe(200);
    expect($('.govuk-task-list a')).toHaveLength(0);
    expect($('a:contains("Add a check")')).toHaveLength(0);
  });
});

test.each([
  ['authority', undefined, 'own'],
  ['authority', 'partner:police', 'partners'],
  ['school', undefined, 'others'],
  ['parent', 'partner:x', 'others'],
])('a check of %s with the partner %s is %s', (actor, partner, group) => {
  expect(groupOf(actor, partner)).toBe(group);
});
