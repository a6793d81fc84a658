import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const FACTS = { facts: { cp_plan: true, social_worker: true } };

async function assigned(over: Record<string, unknown> = FACTS): Promise<string> {
  const { api } = web();
  const caseId = await api.refer(over);
  await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
  return caseId;
}

describe('the overview of a case', () => {
  test('says first what is next, by when, who has it, and leads there', async () => {
    const caseId = await assigned();
    const { $, status } = await (await web().as('officer')).get(`/cases/${caseId}`);
    expect(status).toBe(200);
    expect($('h1')).toHaveLength(1);
    const next = $('.app-next');
    expect(next.text()).toContain('Contact the social worker to share what was received');
    expect(next.text()).toContain('Waits for: A officer.');
    expect(next.text()).toMatch(/(In \d+ days|Due today|Due tomorrow)/);
    expect(next.find('.govuk-button').attr('href')).toBe(`/cases/${caseId}/tasks/contactSocialWorker/BRA-D2`);
    expect($('main .govuk-button:not(.govuk-button--secondary, .govuk-button--warning)')).toHaveLength(1);
  });

  test('explains every date by event, period, days passed over, rule and source', async () => {
    const caseId = await assigned();
    const { $ } = await (await web().as('officer')).get(`/cases/${caseId}`);
    const dates = $('#deadlines').next().find('tbody tr');
    expect(dates.length).toBeGreaterThan(1);
    for (const row of dates.toArray()) {
      const why = $(row).find('.app-why');
      expect(why).toHaveLength(1);
      const labels = why
        .find('dt')
        .toArray()
        .map((label) => $(label).text());
      expect(labels).toEqual(
        expect.arrayContaining(['Counted from', 'Day of that', 'Period', 'Days not counted', 'Due', 'Rule', 'Source']),
      );
    }
    const first = dates.first().find('.app-why').text();
    expect(first).toContain('5 working days, counted from the day after');
    expect(first).toContain('Bradford');
    expect(first).toContain('§8');
  });

  test('says in words what keeps each gate shut, under the rule that says so', async () => {
    const caseId = await assigned();
    const { $ } = await (await web().as('officer')).get(`/cases/${caseId}`);
    const gates = $('#gates').next().text();
    expect(gates).toContain('Make the case inactive');
    expect(gates).toContain('Subject of a child protection plan: yes');
    expect(gates).toContain('Local databases: not done yet');
    expect(gates).toContain('BRA-O4');
    expect(gates).not.toMatch(/[a-z]+_[a-z]+ is/);
  });

  test('lists the checks to do, so that any of them is recorded in three interactions; folds away why a gate is shut', async () => {
    const caseId = await assigned();
    const officer = await web().as('officer');
    const { $ } = await officer.get(`/cases/${caseId}`);
    const links = $('#open-checks').next().find('a');
    expect($('#open-checks').text()).toBe(`Checks to do (${links.length})`);
    expect(links.toArray().map((link) => $(link).attr('href'))).toContain(`/cases/${caseId}/checks/BRA-C5/record`);
    const form = await officer.get(`/cases/${caseId}/checks/BRA-C5/record`);
    // The answer and the button: all else may be left as it is.
    expect(form.$('#doneAt-year').attr('value')).toMatch(/^20\d\d$/);
    expect(form.$('main form button').first().text().trim()).toBe('Save');
    expect($('#gates').next().find('details').length).toBeGreaterThan(0);
    expect($('#gates').next().find('details[open]')).toHaveLength(0);
    const auditor = await (await web().as('auditor')).get(`/cases/${caseId}`);
    expect(auditor.$('#open-checks').next().find('a')).toHaveLength(0);
  });

  test('shows facts with who stated them and since when', async () => {
    const caseId = await assigned();
    const { $ } = await (await web().as('officer')).get(`/cases/${caseId}`);
    const fact = $('dt:contains("Subject of a child protection plan")').parent().text();
    expect(fact).toContain('Yes');
    expect(fact).toMatch(/stated by A officer/);
  });

  test('puts a concern before all else, and tells who has to see to it', async () => {
    const { api, as } = web();
    const caseId = await assigned();
    await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, {
      kind: 'welfare',
      immediate: true,
      note: 'Seen alone',
    });
    const { $ } = await (await as('dsl')).get(`/cases/${caseId}`);
    expect($('.moj-alert--error').text()).toContain('Nobody has acknowledged it yet');
    expect($('.app-next').text()).toContain('the designated safeguarding lead');
    expect($('.app-next .govuk-button').attr('href')).toMatch(
      new RegExp(`/cases/${caseId}/concerns/[^/]+/acknowledge$`),
    );
    const auditor = await (await as('auditor')).get(`/cases/${caseId}`);
    expect(auditor.$('.app-next .govuk-button')).toHaveLength(0);
    expect(auditor.$('a:contains("Raise a concern")')).toHaveLength(0);
  });

  test('without Temporal opens from the register, and says why nothing can be done', async () => {
    const { another } = web();
    const caseId = await assigned();
    const { client } = web().api;
    const gone = Object.create(client, {
      withDeadline: { value: () => Promise.reject(new Error('14 UNAVAILABLE')) },
    }) as typeof client;
    const { $, status } = await (await another({ services: { temporal: gone } }).as('officer')).get(`/cases/${caseId}`);
    expect(status).toBe(200);
    expect($('main').text()).toContain('Actions are paused');
    expect($('.app-next').text()).toContain('this cannot be done at the moment');
    expect($('.app-next .govuk-button, a:contains("Raise a concern")')).toHaveLength(0);
    expect($('main').text()).toContain('Initial enquiries for a prioritised child');
  });

  test('waits for what was just saved, and says so where it is not there yet', async () => {
    const { api, as } = web();
    const caseId = await assigned();
    const officer = await as('officer');
    const held = await api.register.record.heldSequence('bradford', caseId);
    expect((await officer.get(`/cases/${caseId}?seq=${held}`)).$('main').text()).not.toContain('not yet shown');
    const { $, status } = await officer.get(`/cases/${caseId}?seq=${held + 100}`);
    expect(status).toBe(200);
    expect($('main').text()).toContain('Saved, not yet shown');
  });

  test('of a rejected case says that nothing is to be done and offers a manager to reopen it', async () => {
    const { api, as } = web();
    const caseId = await api.refer({
      child: { givenName: 'Young', familyName: 'Tooyoungson', dateOfBirth: '2025-01-02' },
    });
    await api.post('officer', `/v1/enquiries/${caseId}/rejectReferral`, { reason: 'Too young' });
    const { $ } = await (await as('manager')).get(`/cases/${caseId}`);
    expect($('main').text()).toContain('The case ended on');
    expect($('.app-next').text()).toContain('Nothing is to be done');
    expect($('.app-next .govuk-button').attr('href')).toBe(`/cases/${caseId}/reopen`);
  });

  test('escapes what people wrote, however long', async () => {
    const given = `Anna<script>alert(1)</script>${'a'.repeat(60)}`;
    const caseId = await assigned({ child: { givenName: given, familyName: "D'Ångström", dateOfBirth: '2015-05-04' } });
    const { $, text } = await (await web().as('officer')).get(`/cases/${caseId}`);
    expect($('h1').text()).toContain(given);
    expect(text).not.toContain('<script>alert(1)');
    expect($('title').text()).not.toContain('Anna');
  });
});
