import type { Page as Tab } from 'playwright-core';
import { z } from 'zod';
import { axeFindings, DESKTOP, isTooWide, ZOOMED } from '../../../web/testing/browser.js';

const Seen = z.object({
  title: z.string(),
  headings: z.array(z.number()),
  unnamedLinks: z.array(z.string()),
  unscrolledTables: z.array(z.string()),
});

/** What is looked at in the page itself. A link's name is its text, its label, or the text of its picture. */
const LOOK = `(() => {
  const shown = (one) => one.checkVisibility();
  const nameOf = (one) => (one.getAttribute('aria-label') || one.textContent || '').trim() || one.querySelector('img')?.alt || '';
  return {
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown).map((one) => Number(one.tagName[1])),
    unnamedLinks: [...document.querySelectorAll('a[href]')]
      .filter((one) => shown(one) && (nameOf(one) === '' || /^(click )?here$|^more$/i.test(nameOf(one))))
      .map((one) => one.outerHTML.slice(0, 160)),
    unscrolledTables: [...document.querySelectorAll('table')]
      .filter((one) => shown(one) && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
        getComputedStyle(one.closest('.app-scroll') ?? one.parentElement).overflowX === 'visible')
      .map((one) => one.outerHTML.slice(0, 160)),
  };
})()`;

/**
 * Everything that is wrong with the page as it stands, in words, and its title. It is measured at the width of a desk, and
 * at 320 pixels: the narrowest telephone, and what 400% zoom leaves of 1280.
 */
export async function look(page: Tab): Promise<{ title: string; wrong: string[] }> {
  const wrong = (await axeFindings(page)).map(({ rule, impact, where }) => `${rule} (${impact}): ${where.join(' | ')}`);
  if (await isTooWide(page)) wrong.push('wider than a desk');
  await page.setViewportSize(ZOOMED);
  if (await isTooWide(page)) wrong.push(`wider than 320 pixels: ${await widest(page)}`);
  const seen = Seen.parse(await page.evaluate<unknown>(LOOK));
  await page.setViewportSize(DESKTOP);
  const { title, headings, unnamedLinks, unscrolledTables } = seen;
  if (headings.filter((level) => level === 1).length !== 1) wrong.push(`headings of level 1: ${headings.join(' ')}`);
  if (headings.some((level, index) => level > (headings[index - 1] ?? level) + 1))
    wrong.push(`a heading skips a level: ${headings.join(' ')}`);
  wrong.push(...unnamedLinks.map((html) => `a link without a name of its own: ${html}`));
  wrong.push(...unscrolledTables.map((html) => `a wide table that does not scroll in a region: ${html}`));
  if (title.trim() === '') wrong.push('no title');
  return { title, wrong };
}

/** The innermost element that reaches farthest to the right, to be read in a failed test. */
const widest = async (page: Tab): Promise<string> =>
  String(
    await page.evaluate<unknown>(`(() => {
      const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
        (one) => one.getBoundingClientRect().right > window.innerWidth && !one.closest('.app-scroll'));
      return wide.at(-1)?.outerHTML.slice(0, 200) ?? '';
    })()`),
  );
