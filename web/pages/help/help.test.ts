import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../testing/webHarness.js';

const web = useWeb({ worker: false });

describe('help', () => {
  test('is linked in the same place at the foot of every page, signed in or not', async () => {
    const { as, stranger } = web();
    const expected = ['/help', '/help/accessibility', '/help/privacy', '/help/cookies'];
    for (const [browser, paths] of [
      [stranger(), ['/', ...expected, '/nowhere']],
      [await as('administrator'), ['/administration', '/session', '/nowhere']],
    ] as const)
      for (const path of paths) {
        const { $ } = await browser.get(path);
        const links = $('footer ul a')
          .toArray()
          .map((link) => $(link).attr('href'));
        expect({ path, links: links.slice(0, 4) }).toEqual({ path, links: expected });
      }
  });

  test('says how this authority is reached, and what cookie there really is', async () => {
    const browser = web().stranger();
    expect((await browser.get('/help')).$('main').text()).toContain('team@bradford.example');
    const { $ } = await browser.get('/help/cookies');
    expect($('tbody').text()).toMatch(/__Host-rollcall.*60 minutes.*12 hours/s);
    // Reading about cookies sets none.
    expect(browser.cookies.size).toBe(0);
  });
});
