import { beforeAll, describe, expect, test } from '@jest/globals';
import { createMailbox } from '../../../testing/mailbox.js';
import { begin, send } from '../../../testing/referralForm.js';
import { useWeb, type Browser, type WebHarness } from '../../../testing/webHarness.js';

const web = useWeb();
const mailbox = createMailbox();
let withMail: ReturnType<WebHarness['another']>;
beforeAll(() => {
  withMail = web().another({ web: { mailer: mailbox } });
});

/** A form with a name in it, saved under a mailbox. Answers the id and the link's path. */
async function saved(browser: Browser, email: string): Promise<{ draft: string; link: string }> {
  const draft = await begin(browser);
  await send(browser, `/refer/form/${draft}/danger`, { danger: 'no' });
  await send(browser, `/refer/form/${draft}/who`, { who: 'public' });
  await send(browser, `/refer/form/${draft}/name`, { givenName: 'Quintessa', familyName: 'Vandersloot' });
  const { status, location } = await send(browser, `/refer/form/${draft}/save`, { email });
  expect([status, location]).toEqual([303, '/refer']);
  return { draft, link: mailbox.linkOf(await mailbox.last()) };
}

const codeIn = ({ text }: { text: string }): string => /code is (\d{6})\./.exec(text)?.[1] ?? '';

describe('what was saved', () => {
  test('comes back in another browser by the link and the code, and the mails say nothing of the child', async () => {
    const first = withMail.stranger();
    const { draft } = await saved(first, 'mary@home.example');
    await send(first, `/refer/form/${draft}/save`, { email: 'mary@home.example' });
    const mail = await mailbox.last();
    const link = mailbox.linkOf(mail);
    expect(mail.to).toBe('mary@home.example');
    expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(/Quintessa|Vandersloot|child who|missing/i);
    const other = withMail.stranger();
    const landed = await other.get(link);
    expect(landed.status).toBe(200);
    expect(landed.text).not.toContain('Vandersloot');
    const asked = await send(other, link, {});
    expect(asked.location).toBe('/refer/code');
    const codeMail = await mailbox.last();
    expect(codeMail.to).toBe('mary@home.example');
    expect(codeMail.subject).not.toMatch(/\d{6}/);
    const opened = await send(other, '/refer/code', {
      code: ` ${codeIn(codeMail).slice(0, 3)} ${codeIn(codeMail).slice(3)} `,
    });
    expect(opened.location).toBe(`/refer/form/${draft}/birth`);
    expect((await other.get(`/refer/form/${draft}/name`)).$('#familyName').attr('value')).toBe('Vandersloot');
    // The link has been used.
    const again = await send(withMail.stranger(), link, {});
    expect(again.location).toBe('/refer');
    expect(mailbox.mails).toEqual([]);
  });

  test('is not opened by looking at the link, however often: a mail scanner changes nothing', async () => {
    const { link } = await saved(withMail.stranger(), 'scanned@home.example');
    for (let i = 0; i < 10; i += 1) await withMail.stranger().get(link);
    expect(mailbox.mails).toEqual([]);
    const real = await send(withMail.stranger(), link, {});
    expect(real.location).toBe('/refer/code');
    expect((await mailbox.last()).to).toBe('scanned@home.example');
  });

  test('stays shut after five wrong codes, and to a browser that followed no link', async () => {
    const { draft, link } = await saved(withMail.stranger(), 'locked@home.example');
    const thief = withMail.stranger();
    await send(thief, link, {});
    const right = codeIn(await mailbox.last());
    const wrong = right === '111111' ? '222222' : '111111';
    for (let i = 0; i < 4; i += 1) {
      const tried = await send(thief, '/refer/code', { code: wrong });
      expect([tried.status, tried.$('.govuk-error-summary').text().includes('not the code')]).toEqual([422, true]);
    }
    expect((await send(thief, '/refer/code', { code: wrong })).location).toBe('/refer');
    expect((await thief.get('/refer/code')).location).toBe('/refer');
    await send(thief, link, {});
    await mailbox.last();
    expect((await send(thief, '/refer/code', { code: right })).status).toBe(422);
    expect((await thief.get(`/refer/form/${draft}/name`)).location).toBe('/refer');
    expect((await withMail.stranger().get('/refer/code')).location).toBe('/refer');
  });

  test('gets five codes an hour and no more, so that six digits are not found by trying', async () => {
    const { link } = await saved(withMail.stranger(), 'many@home.example');
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await send(withMail.stranger(), link, {})).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
    mailbox.mails.length = 0;
  });

  test('under an address that is none asks for one, and sends nothing', async () => {
    const browser = withMail.stranger();
    const draft = await begin(browser);
    for (const email of ['', 'mary', 'mary@home.example\r\nBcc: all@home.example', 'a@b.example, c@d.example']) {
      const { status, $ } = await send(browser, `/refer/form/${draft}/save`, { email });
      expect([status, $('.govuk-error-summary a').attr('href')]).toEqual([422, '#email']);
    }
    expect(mailbox.mails).toEqual([]);
  });

  test('where no mail can be sent says so, and keeps what was typed', async () => {
    const failing = web().another({
      web: { mailer: { domain: 'rollcall.example', send: () => Promise.reject(new Error('away')) } },
    });
    const browser = failing.stranger();
    const draft = await begin(browser);
    const { status, $ } = await send(browser, `/refer/form/${draft}/save`, { email: 'mary@home.example' });
    expect(status).toBe(503);
    expect($('main .moj-alert').text()).toContain('Not saved');
    expect((await web().stranger().get('/refer')).status).toBe(200);
  });
});

test('neither links nor codes nor names reach a log', () => {
  const logged = web().api.logs();
  expect(logged).toContain('/refer/resume/:link');
  expect(logged).not.toMatch(/Vandersloot|mary@home|resume\/[A-Za-z0-9_-]{20}/);
});
