import { load } from 'cheerio';
import type { Express } from 'express';
import supertest from 'supertest';
import type { Browser, PageReply } from './webHarness.js';

/** Sends a form with files as a browser does: with the form's hidden fields, or those of another page's form. */
export async function sendFiles(
  app: Express,
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  files: readonly { name: string; body: Buffer }[],
  { from = path }: { from?: string } = {},
): Promise<PageReply> {
  const { $ } = await browser.get(from);
  const hidden = $('main form[enctype] input[type=hidden]')
    .toArray()
    .map((input): [string, string] => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  let request = supertest(app)
    .post(path)
    .redirects(0)
    .set({ 'X-Forwarded-Proto': 'https', 'Sec-Fetch-Site': 'same-origin', Cookie: cookie });
  for (const [name, value] of [...hidden, ...Object.entries(fields)]) request = request.field(name, value);
  for (const { name, body } of files) request = request.attach('files', body, name);
  const answer = await request;
  const headers: Readonly<Record<string, string>> = answer.headers;
  return { status: answer.status, text: answer.text, headers, location: headers.location, $: load(answer.text) };
}
