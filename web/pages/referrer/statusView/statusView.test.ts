import { beforeAll, describe, expect, test } from '@jest/globals';
import { createMailbox } from '../../../testing/mailbox.js';
import { send } from '../../../testing/referralForm.js';
import { useWeb, type WebHarness } from '../../../testing/webHarness.js';

const web = useWeb();
const mailbox = createMailbox();
let pages: ReturnType<WebHarness['another']>;
beforeAll(() => {
  pages = web().another({ web: { mailer: mailbox } });
});

interface Referred {
  caseId: string;
  reference: string;
}

async function refer(referrer: Record<string, unknown>, facts = {}): Promise<Referred> {
  const { api } = web();
  const caseId = await api.refer({ referrer, facts: { on_roll: false, ...facts } });
  const row = await api.register.cases.findCase('bradford', caseId);
  return { caseId, reference: row?.reference ?? '' };
}

const ask = (reference: string, email: string) => send(pages.stranger(), '/referral-status', { reference, email });

/** What somebody reads who asked for a link, followed it and pressed the button. */
async function statusFor({ reference }: Referred, email: string): Promise<string> {
  await ask(reference, email);
  const mail = await mailbox.last();
  expect(mail.to).toBe(email);
  const browser = pages.stranger();
  const link = mailbox.linkOf(mail);
  const opened = await send(browser, link, {});
  expect(opened.location).toBe('/referral-status/view');
  return (await browser.follow(opened)).$('main').text();
}

async function until(caseId: string, holds: (status: string, stage: string) => boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const row = await web().api.register.worklist.find('bradford', caseId);
    if (row !== null && holds(row.status, row.stage)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The case did not get there');
}

/** Ends a case as a duplicate, which needs no more than a manager. */
async function end({ caseId }: Referred): Promise<void> {
  const { status, text } = await web().api.post('manager', `/v1/enquiries/${caseId}/decideOutcome`, {
    outcome: 'duplicate',
  });
  if (status !== 200) throw new Error(`Not ended: ${status} ${text}`);
  await until(caseId, (_status, stage) => stage === 'ended');
}

describe('how a referral stands', () => {
  test('is told by a link to the address that was given, and the same is answered whether there is one or not', async () => {
    const mine = await refer({ kind: 'public', name: 'A', email: 'mary@home.example' });
    const known = await ask(mine.reference, 'MARY@home.example');
    const mail = await mailbox.last();
    expect(mail.to).toBe('mary@home.example');
    expect(mail.subject).toContain(mine.reference);
    const wrongAddress = await ask(mine.reference, 'thief@home.example');
    const wrongReference = await ask('BBBBBBBB', 'mary@home.example');
    for (const answer of [known, wrongAddress, wrongReference])
      expect([answer.status, answer.location]).toEqual([303, '/referral-status']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(mailbox.mails).toEqual([]);
  });

  test('of one that is open says that enquiries are made, and no more', async () => {
    const mine = await refer({ kind: 'school', name: 'Oak', email: 'office@oak.example' });
    await until(mine.caseId, (status) => status === 'open');
    const said = await statusFor(mine, 'office@oak.example');
    expect(said).toContain('We are making enquiries.');
    expect(said).not.toMatch(/officer|Bradford §|deadline/i);
  });

  test('of one that has ended tells somebody who is not verified that it was dealt with', async () => {
    const mine = await refer({ kind: 'public', name: 'A', email: 'ended@home.example' });
    await end(mine);
    expect(await statusFor(mine, 'ended@home.example')).toContain('Your referral has been dealt with.');
  });

  test('of one that has ended tells a verified school the kind of end', async () => {
    await web().api.register.authorities.putPartner('bradford', 'elm', {
      ...{ name: 'Elm School', email: 'office@elm.example', phone: null, secure: false },
    });
    const mine = await refer({ kind: 'school', name: 'Elm', email: 'office@elm.example' });
    await end(mine);
    const said = await statusFor(mine, 'office@elm.example');
    expect(said).toContain('Our enquiries have ended.');
    expect(said).not.toContain('dealt with');
  });

  test('tells the public nothing after the acknowledgement where there is domestic abuse, whatever happens', async () => {
    const mine = await refer({ kind: 'public', name: 'A', email: 'silent@home.example' }, { domestic_abuse: true });
    const school = await refer({ kind: 'school', email: 'office@ash.example' }, { domestic_abuse: true });
    for (const one of [mine, school]) await until(one.caseId, (status) => status === 'open');
    const before = await statusFor(mine, 'silent@home.example');
    expect(before).toContain('We cannot tell you more about it.');
    expect(await statusFor(school, 'office@ash.example')).toContain('We are making enquiries.');
    await end(mine);
    expect(await statusFor(mine, 'silent@home.example')).toBe(before);
  });

  test('tells the public nothing where the case is restricted', async () => {
    const mine = await refer({ kind: 'public', name: 'A', email: 'refuge@home.example' });
    await until(mine.caseId, (status) => status === 'open');
    await web().api.register.cases.setRestricted('bradford', mine.caseId, true);
    expect(await statusFor(mine, 'refuge@home.example')).toContain('We cannot tell you more about it.');
  });

  test('is shown to nobody who only opens the link or guesses one', async () => {
    const mine = await refer({ kind: 'public', name: 'A', email: 'link@home.example' });
    await ask(mine.reference, 'link@home.example');
    const link = mailbox.linkOf(await mailbox.last());
    const browser = pages.stranger();
    const looked = await browser.get(link);
    expect(looked.text).not.toContain(mine.reference);
    expect((await browser.get('/referral-status/view')).location).toBe('/referral-status');
    const guessed = await send(browser, `${link.slice(0, -3)}AAA`, {});
    expect(guessed.location).toBe('/referral-status');
    expect(web().api.logs()).not.toContain(link.split('/').at(-1) ?? '');
  });

  test('may be asked five times an hour for one referral', async () => {
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await ask('CCCCCCCC', 'often@home.example')).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });

  test('asks for what is missing, in the order of the page', async () => {
    const { status, $ } = await ask(' ', 'nobody');
    expect(status).toBe(422);
    expect(
      $('.govuk-error-summary a')
        .toArray()
        .map((one) => $(one).attr('href')),
    ).toEqual(['#reference', '#email']);
  });
});
