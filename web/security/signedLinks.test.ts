/** Links that a mail carries: a scanner may look at them as it likes, and they are written down nowhere. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import supertest from 'supertest';
import { createMailbox } from '../testing/mailbox.js';
import { begin, send } from '../testing/referralForm.js';
import { useWeb, type WebHarness } from '../testing/webHarness.js';

const web = useWeb();
const mailbox = createMailbox();
let pages: ReturnType<WebHarness['another']>;
let links: string[] = [];

beforeAll(async () => {
  pages = web().another({ web: { mailer: mailbox } });
  const { api } = web();
  const browser = pages.stranger();
  const draft = await begin(browser);
  await send(browser, `/refer/form/${draft}/save`, { email: 'saved@home.example' });
  const resume = mailbox.linkOf(await mailbox.last());
  const caseId = await api.refer({ referrer: { kind: 'public', name: 'A', email: 'asked@home.example' } });
  const reference = (await api.register.cases.findCase('bradford', caseId))?.reference ?? '';
  await send(pages.stranger(), '/referral-status', { reference, email: 'asked@home.example' });
  links = [resume, mailbox.linkOf(await mailbox.last())];
});

/** What the register knows of links, but for the audit and the counts of tries. */
async function standing(): Promise<string> {
  const { rows: drafts } = await sql`select * from referral_drafts order by draft`.execute(web().api.db);
  const { rows: issued } = await sql`select * from referral_links order by link_hash`.execute(web().api.db);
  const { rows: sessions } = await sql`select count(*) from web_sessions`.execute(web().api.db);
  return JSON.stringify([drafts, issued, sessions]);
}

describe('a link in a mail', () => {
  test('is changed by no GET and no HEAD, and shows nothing of what it leads to', async () => {
    await Promise.all(links.map((link) => pages.stranger().get(link)));
    const before = (await standing()).replace(/"count":"?\d+"?/, '');
    for (const link of links)
      for (let times = 0; times < 3; times += 1) {
        const head = await supertest(pages.app).head(link).set('X-Forwarded-Proto', 'https');
        expect(head.status).toBe(200);
        const { status, headers, $ } = await pages.stranger().get(link);
        expect(status).toBe(200);
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['cache-control']).toBe('no-store');
        // Only the button's own form holds the address; nothing else that a browser asks for does.
        const token = link.split('/').at(-1) ?? '';
        expect(
          $('[src], link[href], a[href]')
            .toArray()
            .map((one) => $(one).attr('src') ?? $(one).attr('href'))
            .join(' '),
        ).not.toContain(token);
      }
    expect((await standing()).replace(/"count":"?\d+"?/, '')).toBe(before);
    expect(mailbox.mails).toEqual([]);
  });

  test('does nothing for a form of another site, or without the page’s own token', async () => {
    for (const link of links) {
      const browser = pages.stranger();
      await browser.get(link);
      expect((await browser.post(link, {})).status).toBe(403);
      expect((await browser.post(link, {}, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    }
    expect(mailbox.mails).toEqual([]);
  });

  test('leaves its token out of the address once it is used, and out of the register, the audit and the log', async () => {
    for (const link of links) {
      const token = link.split('/').at(-1) ?? '';
      const used = await send(pages.stranger(), link, {});
      expect(used.status).toBe(303);
      expect(used.location).not.toContain(token);
      const { rows } = await sql<{ table_name: string }>`select table_name from information_schema.tables
        where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(web().api.db);
      expect(rows.length).toBeGreaterThan(20);
      for (const { table_name: table } of rows) {
        const { rows: found } =
          await sql`select 1 from ${sql.table(table)} t where t::text like ${`%${token}%`}`.execute(web().api.db);
        expect({ table, found: found.length }).toEqual({ table, found: 0 });
      }
      expect(web().api.logs()).not.toContain(token);
    }
  });
});
