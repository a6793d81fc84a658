import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';
import { dayIn } from './search.js';

const web = useWeb();

/** One child that all of these look for; referred again it would join. */
let referred: Promise<string> | undefined;
const known = (): Promise<string> =>
  (referred ??= web().api.refer({
    child: { givenName: 'Quintalina', familyName: "Vander'sloot", dateOfBirth: '2014-05-04', upn: 'A123456789012' },
    contacts: [{ role: 'parent', name: 'A parent', phone: '07700 900461', relationship: 'mother' }],
  }));

describe('a search', () => {
  test.each([
    ['the beginning of a name', 'quinta vander'],
    ['a date of birth', '4 May 2014'],
    ['a telephone number, written otherwise', '+44 7700 900461'],
    ['a UPN', 'A 123456 789012'],
  ])('finds a child by %s, and nothing of it is in an address, a title or a log', async (_what, text) => {
    const { api, as } = web();
    const caseId = await known();
    const officer = await as('officer');
    const sent = await officer.submit('/search', { text });
    expect(sent.status).toBe(303);
    expect(sent.location).toMatch(/^\/search\/[0-9a-f-]{36}$/);
    const { $ } = await officer.follow(sent);
    expect($(`main a[href="/cases/${caseId}"]`).text()).toBe("Quintalina Vander'sloot");
    expect($('h1').text()).toContain(text);
    expect($('title').text()).toBe('Search results – Rollcall – bradford');
    expect(api.logs()).not.toContain('Quintalina');
    expect(api.logs().toLowerCase()).not.toContain(text.toLowerCase());
  });

  test('belongs to the session that made it', async () => {
    const { api, as } = web();
    await api.refer({ child: { givenName: 'Wilberforce', familyName: 'Unknownson', dateOfBirth: '2014-05-04' } });
    const sent = await (await as('officer')).submit('/search', { text: 'Wilberforce' });
    const other = await as('officer');
    const { $, status } = await other.follow(sent);
    expect(status).toBe(200);
    expect($('main').text()).toContain('This search is no longer kept');
    expect($('main').text()).not.toContain('Wilberforce');
  });

  test('shows a restricted case only to whom it is open, and what was typed as text', async () => {
    const { api, as } = web();
    const caseId = await api.refer({
      child: { givenName: 'Hildegund', familyName: 'Secret', dateOfBirth: '2013-01-02' },
    });
    await api.register.cases.setRestricted('bradford', caseId, true);
    const find = async (role: 'officer' | 'dsl', text: string) => {
      const browser = await as(role);
      return (await browser.follow(await browser.submit('/search', { text }))).$;
    };
    expect((await find('officer', 'Hildegund'))('main').text()).toContain('Nothing was found');
    expect((await find('dsl', 'Hildegund'))(`a[href="/cases/${caseId}"]`)).toHaveLength(1);
    const $ = await find('officer', '<img src=x onerror=alert(1)>');
    expect($('main img')).toHaveLength(0);
    expect($('h1').text()).toContain('<img src=x');
  });

  test('needs something to look for', async () => {
    const { $, status } = await (await web().as('officer')).submit('/search', { text: '  ' });
    expect(status).toBe(422);
    expect($('.govuk-error-summary a').attr('href')).toBe('#text');
  });
});

test.each([
  ['4 5 2015', '2015-05-04'],
  ['04/05/2015', '2015-05-04'],
  ['4 May 2015', '2015-05-04'],
  ['2015-5-4', '2015-05-04'],
  ['31 February 2015', null],
  ['4 Foo 2015', null],
  ['May', null],
])('%s is the day %s', (text, day) => {
  expect(dayIn(text)).toBe(day);
});
