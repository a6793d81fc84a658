import { expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

test('shows the cases assigned to whoever asks, and nobody else’s', async () => {
  const { api, as } = web();
  const mine = await api.refer();
  await api.refer();
  await api.post('manager', `/v1/enquiries/${mine}/assign`, { to: 'officer-a' });
  const officer = await as('officer');
  const { $, status } = await officer.get('/my-work');
  expect(status).toBe(200);
  expect($('h1').text()).toBe('My work');
  const links = $('main tbody a')
    .toArray()
    .map((link) => $(link).attr('href'));
  expect(links).toEqual([`/cases/${mine}`]);
  expect($('title').text()).toBe('My work – Rollcall – bradford');
});

test('says so where there is nothing, and sends the officer there from the start page', async () => {
  const senior = await web().as('senior');
  const start = await senior.get('/');
  expect(start.status).toBe(303);
  const { $ } = await senior.follow(start);
  expect($('main').text()).toContain('No case is assigned to you');
  expect($('.govuk-service-navigation [aria-current=page]').text()).toContain('My work');
});

test('tells what waits, and what others did, without what they wrote', async () => {
  const { api, as } = web();
  const caseId = await api.refer({ facts: { cp_plan: true, social_worker: true } });
  await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
  await api.post('senior', `/v1/enquiries/${caseId}/note`, { text: 'A word in confidence' });
  await api.post('senior', `/v1/enquiries/${caseId}/raiseConcern`, {
    kind: 'welfare',
    immediate: false,
    note: 'Seen alone',
  });
  const { $ } = await (await as('officer')).get('/my-work');
  const waits = $('.app-waits').text();
  expect(waits).toContain('Safeguarding:');
  expect($(`.app-waits a[href="/cases/${caseId}/tasks/contactSocialWorker/BRA-D2"]`)).toHaveLength(1);
  // The call is said with the concern, not as a task beside it.
  expect(waits).toMatch(/Call or refer, then record who you spoke to\. By .+ on /);
  expect($(`.app-waits a[href*="/tasks/referConcern/"]`)).toHaveLength(0);
  const entries = $(`a[href="/cases/${caseId}/timeline"]`);
  expect(entries).toHaveLength(1);
  const changes = entries.parent().text();
  expect(changes).not.toMatch(/Recorded: [^\n]*by the system/);
  expect(changes).toContain('Concern raised: welfare');
  expect(changes).toContain('by A senior');
  expect($('main').text()).not.toContain('A word in confidence');
});
