import type { Locator, Page as Tab } from 'playwright-core';

const MOST = 150;

/** Whether what has the focus shows it: an outline or a shadow, on itself or on what is drawn in its place. */
const SHOWS_FOCUS = `(() => {
  const one = document.activeElement;
  const styles = [getComputedStyle(one)];
  if (one.matches('[type=radio], [type=checkbox]') && one.nextElementSibling) styles.push(getComputedStyle(one.nextElementSibling, '::before'));
  return styles.some((style) => style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0));
})()`;

/** Presses Tab until something has the focus. @throws where it is never reached, or a stop on the way shows no focus */
export async function tabTo(page: Tab, wanted: Locator): Promise<void> {
  const focused = wanted.and(page.locator(':focus'));
  for (let presses = 0; presses < MOST; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').count()) === 0) continue;
    if ((await page.evaluate<unknown>(SHOWS_FOCUS)) !== true)
      throw new Error(`The focus does not show: ${await outerHtml(page)}`);
    if ((await focused.count()) > 0) return;
  }
  throw new Error(`${String(wanted)} is not reached by Tab on ${page.url()}`);
}

/** Goes to something by Tab, presses Enter, and waits for the page that it leads to. */
export async function activate(page: Tab, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

const outerHtml = async (page: Tab): Promise<string> =>
  String(await page.evaluate<unknown>('document.activeElement.outerHTML.slice(0, 160)'));
