import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { shippedFolder } from '../../config/shippedFiles.js';
import type { Role } from '../../domain/inputs.js';
import type { Page } from '../page.js';
import { examplePath } from '../testing/exampleParameters.js';
import { pseudoLanguage, unsaid } from '../testing/pseudoLanguage.js';
import { useWeb } from '../testing/webHarness.js';

const web = useWeb();

/** They end the session of whoever opens them, or lead to the identity provider. */
const OF_THE_SESSION = new Set(['signIn', 'callback', 'signOut', 'signedOut']);

/** Every text in the packs, as they are written there. */
function packTexts(): string[] {
  const within = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...within(inner)])
        : [];
  const folder = shippedFolder('policies');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => within(parse(readFileSync(join(folder, file), 'utf8'))));
}

/** What the people of these tests wrote and are called, and what the pages would say of nobody else. */
const GIVEN = [
  ...['bradford', 'officer', 'senior', 'manager', 'manager-b', 'dsl', 'administrator', 'auditor', 'nobody'],
  ...['referrer', 'partner', 'trainer'].flatMap((name) => [name, `a ${name}`]),
];
/** Ids of rules, policies and cases, addresses, and file sizes. */
const IDS = /\b[A-Z]{2,5}-[A-Z0-9-]+\b|\b[a-z]+@\d+\b|\S+@\S+\.example|\b[A-Z0-9]{8}\b/g;

const plainly = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
const known = [...new Set([...packTexts(), ...GIVEN].map(plainly))].sort((a, b) => b.length - a.length);
const words = new Set(known);
const sentences = known.filter((text) => text.includes(' '));

/** Whether a pack or a person gave it: as a whole, or in texts of several words with nothing but signs between. */
function isGiven(stretch: string): boolean {
  let left = plainly(stretch.replaceAll(IDS, ' '));
  for (const text of sentences) if (left.includes(text)) left = left.replaceAll(text, '|');
  return left.split(/[^\p{L}\p{N}'’&/ -]+/u).every((part) => !/\p{L}{2}/u.test(part) || words.has(part.trim()));
}

describe('every page in a language that is not English', () => {
  test('has no word that was not asked for by its key', async () => {
    const { api, another } = web();
    const { as, stranger } = another({ web: { languages: [pseudoLanguage()] } });
    const caseId = await api.refer({ facts: { cp_plan: true, last_attended: '2026-11-13' } });
    const left: Record<string, string[]> = {};
    const browsers = new Map<Role | null, Awaited<ReturnType<typeof as>>>();
    for (const page of web()
      .areas.flatMap((area): Page[] => [...area.pages])
      .filter(({ id }) => !OF_THE_SESSION.has(id))) {
      const role = page.may.roles?.[0] ?? null;
      const browser = browsers.get(role) ?? (role === null ? stranger() : await as(role));
      browsers.set(role, browser);
      const path = examplePath(page, { case: caseId });
      const { status, text, headers } = await browser.get(path);
      if (status !== 200 || !(headers['content-type'] ?? '').startsWith('text/html')) continue;
      const found = [...new Set(unsaid(text).filter((stretch) => !isGiven(stretch)))];
      if (found.length > 0) left[page.id] = found;
    }
    expect(left).toEqual({});
  }, 300_000);
});
