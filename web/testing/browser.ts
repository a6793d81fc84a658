import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type axe from 'axe-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium of this machine: `CHROMIUM_PATH`, else on the path. @throws Error that says what to install */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist. Correct the path`);
    return named;
  }
  const found = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined)
    throw new Error('Tests in a browser need Chromium: install it (apt-get install chromium), or set CHROMIUM_PATH');
  return found;
}

export const DESKTOP = { width: 1_280, height: 900 };
export const PHONE = { width: 360, height: 740 };
/** What 400% zoom leaves of a screen of 1280 pixels. */
export const ZOOMED = { width: 320, height: 256 };

export interface OpenOptions {
  script?: boolean;
  viewport?: { width: number; height: number };
}

export interface RealBrowser {
  /** A fresh context, as another person's computer would be. */
  open: (options?: OpenOptions) => Promise<{ context: BrowserContext; page: Page }>;
  close: () => Promise<void>;
}

export async function launchBrowser(): Promise<RealBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    // Root in a container has no user namespaces; what is opened is our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  return {
    open: async ({ script = true, viewport = DESKTOP } = {}) => {
      const context = await browser.newContext({ javaScriptEnabled: script, viewport, locale: 'en-GB' });
      context.setDefaultTimeout(30_000);
      return { context, page: await context.newPage() };
    },
    close: () => browser.close(),
  };
}

/** One thing that axe found, short enough to read in a failed test. */
export interface Finding {
  rule: string;
  impact: string;
  where: string[];
}

const AXE_SOURCE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULE_SETS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds on the page as it stands, by WCAG 2.0 to 2.2 A and AA and its good practice; but for the rule that all is
 * in a landmark, since GOV.UK puts the way back before `main` on purpose. It is put in by the browser's driver, which the
 * page's own policy does not concern; a context without script gives a page on which nothing can run, so ask one with.
 */
export async function axeFindings(page: Page): Promise<Finding[]> {
  await page.evaluate(await source());
  // No rule of these sets reads style sheets by itself.
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run({
      runOnly: ${JSON.stringify(RULE_SETS)}, resultTypes: ['violations'], rules: { region: { enabled: false } }, preload: false
    }).then((results) => results.violations)`,
  );
  return violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    where: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`),
  }));
}

let read: string | undefined;
async function source(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return (read ??= await readFile(AXE_SOURCE, 'utf8'));
}

/** Whether something is wider than the screen, so that the whole page scrolls sideways. */
export const isTooWide = async (page: Page): Promise<boolean> =>
  (await page.evaluate<unknown>('document.documentElement.scrollWidth > window.innerWidth')) === true;

/** The classes of the element that has the focus. */
export const focusedClasses = async (page: Page): Promise<string> =>
  String(await page.evaluate<unknown>("document.activeElement?.className ?? ''"));
