import { expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

test('saves the note with the case, and says so once', async () => {
  const { api, as } = web();
  const caseId = await api.refer();
  const officer = await as('officer');
  const sent = await officer.submit(`/cases/${caseId}/note`, { text: '  Telephoned <b>the school</b>\r\ntwice ' });
  expect(sent.status).toBe(303);
  expect(sent.location).toMatch(new RegExp(`^/cases/${caseId}\\?seq=\\d+$`));
  const { $ } = await officer.follow(sent);
  expect($('.moj-alert').text()).toContain('The note was saved.');
  expect((await officer.get(`/cases/${caseId}`)).$('.moj-alert')).toHaveLength(0);
  const enquiry = await api.register.enquiries.read('bradford', caseId);
  expect([...(enquiry?.texts.values() ?? [])].map(({ body }) => body)).toEqual(['Telephoned <b>the school</b>\ntwice']);
});

test('asks for the note where it is missing, and keeps nothing', async () => {
  const { api, as } = web();
  const caseId = await api.refer();
  const officer = await as('officer');
  const { $, status } = await officer.submit(`/cases/${caseId}/note`, { text: '   ' });
  expect(status).toBe(422);
  expect($('title').text()).toMatch(/^Error: Add a note to case [A-Z0-9]+ – Rollcall – bradford$/);
  expect($('.govuk-error-summary a').attr('href')).toBe('#text');
  expect($('#text-error').text()).toContain('Enter the note');
});

test('with Temporal away everything typed comes back, with the same key', async () => {
  const { api, another } = web();
  const caseId = await api.refer();
  const away = another({ services: { temporal: unreachable() } });
  const officer = await away.as('officer');
  const key = 'a-key-of-this-very-form';
  const first = await officer.get(`/cases/${caseId}/note`);
  expect(first.status).toBe(200);
  const token = String(first.$('main input[name=_csrf]').attr('value'));
  const text = 'Seen at the bus station with an aunt & cousins';
  const { $, status } = await officer.post(`/cases/${caseId}/note`, { _csrf: token, _key: key, text });
  expect(status).toBe(503);
  expect($('main .moj-alert').text()).toContain('Nothing has been lost');
  expect($('textarea').text()).toBe(text);
  expect($('input[name=_key]').attr('value')).toBe(key);
  expect($('main .moj-alert button[data-app-copy-typed]')).toHaveLength(1);
  const again = await officer.get(`/cases/${caseId}/note`);
  expect(again.$('#draft').text()).toContain('typed and did not save');
  expect(again.$('textarea').text()).toBe(text);
});

function unreachable() {
  const { client } = web().api;
  const gone = Object.create(client, {
    withDeadline: { value: () => Promise.reject(new Error('14 UNAVAILABLE')) },
  }) as typeof client;
  return gone;
}
