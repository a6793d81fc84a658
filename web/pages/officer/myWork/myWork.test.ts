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
