import { expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb({ worker: false, demo: true });

test('leads the public to the form and to how a referral stands, without an account', async () => {
  const stranger = web().stranger();
  const { $ } = await stranger.get('/');
  for (const [words, page] of [
    ['Refer a child', 'Tell us about a child'],
    ['See how a referral you have made stands', 'referral'],
  ] as const) {
    const path = $(`main a:contains("${words}")`).attr('href') ?? '';
    const led = await stranger.get(path);
    expect(led.status).toBe(200);
    expect(led.$('h1').text()).toContain(page);
  }
  expect($('main').text()).not.toContain('What to try first');
});

test('of a demonstration: says what each person may do, and what to try first with which of them', async () => {
  const people = [{ id: 'officer-a', name: 'Amira Holt', roles: ['officer' as const], may: 'works on enquiries' }];
  const { stranger } = web().another({ web: { demoPeople: people } });
  const { $ } = await stranger().get('/');
  expect($('.app-people').text()).toContain('works on enquiries');
  expect($(`a[href="/sign-in?as=officer-a"]`).text()).toBe('Sign in as Amira Holt');
  expect($('main ol li').length).toBe(6);
});
