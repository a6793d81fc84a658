import { describe, expect, test } from '@jest/globals';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsIn } from '../../config/language/faults.js';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { webFolder } from '../packageFolder.js';
import { pseudoLanguage } from '../testing/pseudoLanguage.js';
import { useWeb } from '../testing/webHarness.js';
import { readLanguage, readPageTexts } from './language.js';

const web = useWeb();
const english = readLanguage(webFolder);

describe('a second language', () => {
  test('that has only some of the texts is refused, and each key that it lacks is named', () => {
    const folder = temporaryFolder('language');
    try {
      cpSync(join(webFolder, 'language'), join(folder.path, 'language'), { recursive: true });
      cpSync(join(webFolder, 'pages/help/en.yaml'), join(folder.path, 'pages/help/en.yaml'));
      writeFileSync(join(folder.path, 'language/cy.yaml'), "layout:\n  menu: Dewislen\n  moved: 'Hyd at {dydd}'\n");
      expect(() => readLanguage(folder.path, 'cy')).toThrow(
        /cy cannot be used[^]*layout\.signOut: missing\. In English: Sign out[^]*layout\.moved: unknown field \{dydd\}/,
      );
    } finally {
      folder.remove();
    }
  });

  test('made of the English texts lacks nothing', () => {
    const texts = readPageTexts(webFolder);
    expect(faultsIn(texts, texts)).toEqual([]);
  });
});

describe('the language of a page', () => {
  const bilingual = () => web().another({ web: { languages: [english, pseudoLanguage()] } });

  test('is offered where there are several, and kept once it is chosen', async () => {
    const browser = bilingual().stranger();
    const first = await browser.get('/help?from=home');
    expect(first.$('html').attr('lang')).toBe('en');
    const link = first.$('.govuk-language-navigation a');
    expect(link.attr('hreflang')).toBe('en-XA');
    expect(link.attr('href')).toBe('/help?from=home&language=en-XA');
    const chosen = await browser.get('/help?from=home&language=en-XA');
    expect(chosen.location).toBe('/help?from=home');
    const next = await browser.follow(chosen);
    expect(next.$('html').attr('lang')).toBe('en-XA');
    expect(next.$('h1').text()).toContain('⟦');
    expect((await browser.get('/nowhere')).$('h1').text()).toContain('⟦');
    const back = await browser.get('/help?language=en');
    expect((await browser.follow(back)).$('html').attr('lang')).toBe('en');
  });

  test('is the only one where there is one: nothing is offered, asked for or kept', async () => {
    const browser = web().stranger();
    const { $, status } = await browser.get('/help?language=en-XA');
    expect(status).toBe(200);
    expect($('.govuk-language-navigation')).toHaveLength(0);
    expect(browser.cookies.size).toBe(0);
  });

  test('stays on this service, whatever the address looks like', async () => {
    const to = async (path: string) => (await bilingual().stranger().get(`${path}?language=en-XA`)).location;
    expect(await to('//elsewhere.example/')).toBe('/');
    expect(await to('/.//elsewhere.example')).toBe('/elsewhere.example');
  });

  test('a form keeps its session when the language changes', async () => {
    const officer = await bilingual().as('officer');
    await officer.get('/my-work?language=en-XA');
    const { $, status } = await officer.get('/my-work');
    expect(status).toBe(200);
    expect($('html').attr('lang')).toBe('en-XA');
  });
});
