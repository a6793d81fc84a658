import { describe, expect, test } from '@jest/globals';
import { addSeconds, instantOf } from '../../../../domain/time.js';
import { begin, fillIn, send } from '../../../testing/referralForm.js';
import { useWeb, type Browser, type PageReply } from '../../../testing/webHarness.js';
import { unlikeName } from '../../../../tests/support/children.js';

let ahead = 0;
const web = useWeb({ now: () => addSeconds(instantOf(Math.floor(Date.now() / 1_000)), ahead) });

/** Nobody fills the form in within five seconds, so the tests let time pass. */
async function sendAnswers(browser: Browser, draft: string, fields: Record<string, string> = {}): Promise<PageReply> {
  ahead += 6;
  return send(browser, `/refer/form/${draft}/check`, fields);
}

const people = (reply: PageReply): string => reply.$('main').text().replaceAll(/\s+/g, ' ');

async function recorded(reference: string, authority = 'bradford') {
  const { register } = web().api;
  const row = await register.cases.findByReference(authority, reference);
  const enquiry = await register.enquiries.read(authority, row?.caseId ?? '');
  if (enquiry === null) throw new Error(`There is no ${reference}`);
  return enquiry;
}

const referenceOn = (reply: PageReply): string => reply.$('.govuk-panel strong').text();

describe('a member of the public', () => {
  test('sends what they know, learns a reference, and the record keeps each answer', async () => {
    const browser = web().stranger();
    const family = unlikeName();
    const { draft, steps, check } = await fillIn(browser, {
      who: { who: 'public' },
      name: { givenName: 'Zoë', familyName: family },
      birth: { 'dateOfBirth-day': '4', 'dateOfBirth-month': '5', 'dateOfBirth-year': '2015', dobEstimated: 'yes' },
      identifiers: { upn: ' b123 456789 012 ' },
      address: { address: '1 Example Street\nBradford' },
      people: { name: 'Mary O’Example', relationship: 'mother', phone: '01632 960001', safe: 'no' },
      school: { lastSchoolOther: 'A school in Leeds', onRoll: 'no' },
      attendance: { 'lastAttended-day': '1', 'lastAttended-month': 'September', 'lastAttended-year': '2026' },
      concern: { concern: 'no' },
      reason: { reason: 'The house <b>is</b> empty' },
      contact: { name: 'A Neighbour', email: 'neighbour@home.example' },
    });
    expect(steps).toContain('identifiers');
    expect(people(check)).toContain('The house <b>is</b> empty');
    expect(people(check)).toContain('Monday 4 May 2015');
    expect(people(check)).toContain('This number does not look right');
    expect(people(check)).toContain('Not provided');
    const sent = await sendAnswers(browser, draft);
    expect(sent.location).toBe(`/refer/form/${draft}/sent`);
    const page = await browser.follow(sent);
    const reference = referenceOn(page);
    expect(reference).toMatch(/^[A-Z0-9]{8}$/);
    expect(page.$('.govuk-panel').text()).not.toContain(family);
    expect(page.$('title').text()).not.toContain(family);
    expect(people(page)).toMatch(/between (Mon|Tues|Wednes|Thurs|Fri)day \d+ \w+ \d{4} and/);
    const enquiry = await recorded(reference);
    expect(enquiry.child).toMatchObject({ given_name: 'Zoë', family_name: family, date_of_birth: '2015-05-04' });
    expect(enquiry.child).toMatchObject({ dob_estimated: true, school: 'A school in Leeds' });
    expect(enquiry.child?.more).toEqual({ reason: 'The house <b>is</b> empty' });
    expect(enquiry.case.upn).toBe('B123456789012');
    expect(enquiry.addresses).toMatchObject([{ kind: 'last_known', lines: '1 Example Street\nBradford' }]);
    expect(enquiry.contacts).toMatchObject([{ role: 'parent', name: 'Mary O’Example', safe_to_contact: false }]);
    expect(enquiry.referrers).toMatchObject([{ kind: 'public', email: 'neighbour@home.example', verified: false }]);
    expect(enquiry.state?.facts).toMatchObject({ on_roll: { value: false }, last_attended: { value: '2026-09-01' } });
    expect(enquiry.state?.facts.looked_after).toBeUndefined();
  });

  test('sends once: a second press, the way back and a bookmark all say "already sent"', async () => {
    const browser = web().stranger();
    const { draft } = await fillIn(browser, { who: { who: 'public' }, name: { familyName: unlikeName() } });
    ahead += 6;
    const { $ } = await browser.get(`/refer/form/${draft}/check`);
    const fields = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    const path = `/refer/form/${draft}/check`;
    const sent = await Promise.all([browser.post(path, fields), browser.post(path, fields)]);
    expect(sent.map(({ location }) => location)).toEqual([`/refer/form/${draft}/sent`, `/refer/form/${draft}/sent`]);
    const reference = referenceOn(await browser.get(`/refer/form/${draft}/sent`));
    expect((await browser.get(`/refer/form/${draft}/name`)).location).toBe(`/refer/form/${draft}/sent`);
    ahead += 120;
    const again = await browser.get(`/refer/form/${draft}/sent`);
    expect(again.$('h1').text()).toContain('Already sent');
    expect(referenceOn(again)).toBe(reference);
    const { register } = web().api;
    const row = await register.cases.findByReference('bradford', reference);
    const enquiry = await register.enquiries.read('bradford', row?.caseId ?? '');
    expect(enquiry?.referrers).toHaveLength(1);
    // The answers are the case's now, and nowhere else.
    expect((await register.referralDrafts.read('bradford', draft, web().api.services.now()))?.data).toBeNull();
  });

  test('is taken with nothing but a place, marked as incomplete, and with danger told first', async () => {
    const browser = web().stranger();
    const draft = await begin(browser);
    const told = await send(browser, `/refer/form/${draft}/danger`, { danger: 'yes' });
    const now = await browser.follow(told);
    expect(now.$('.govuk-panel--interruption h1').text()).toContain('Call 999 now');
    expect(people(now)).toContain('safeguarding-contact@bradford.example');
    await send(browser, `/refer/form/${draft}/who`, { who: 'public' });
    const enough = await send(browser, `/refer/form/${draft}/name`, { enough: 'yes' });
    expect(enough.location).toBe(`/refer/form/${draft}/contact`);
    const unnamed = await send(browser, `/refer/form/${draft}/contact`, {});
    expect(unnamed.location).toBe(`/refer/form/${draft}/check`);
    const sent = await sendAnswers(browser, draft);
    const { state, summary } = await recorded(referenceOn(await browser.follow(sent)));
    expect(summary?.incomplete).toBe(true);
    expect(state?.facts.imminent_harm?.value).toBe(true);
    expect(state?.concerns).toMatchObject([{ immediate: true }]);
  });

  test('may stay unnamed, but not with a name beside it', async () => {
    const browser = web().stranger();
    const { draft } = await fillIn(browser, { who: { who: 'public' }, name: { familyName: unlikeName() } });
    const path = `/refer/form/${draft}/contact`;
    const both = await send(browser, path, { anonymous: 'yes', name: 'A Neighbour' });
    expect(both.status).toBe(422);
    expect(both.$('.govuk-error-summary').text()).toContain('to stay anonymous');
    await send(browser, path, { anonymous: 'yes' });
    const sent = await sendAnswers(browser, draft);
    const { referrers } = await recorded(referenceOn(await browser.follow(sent)));
    expect(referrers).toMatchObject([{ kind: 'anonymous', name: null, reply: null, verified: false }]);
  });

  test('is no machine: neither the field that nobody sees nor a second from start to end', async () => {
    const browser = web().stranger();
    const { draft } = await fillIn(browser, { who: { who: 'public' } });
    const path = `/refer/form/${draft}/check`;
    const fast = await send(browser, path, {});
    expect([fast.status, fast.$('.govuk-error-summary').text().includes('very quick')]).toEqual([422, true]);
    const filled = await sendAnswers(browser, draft, { website: 'https://spam.example' });
    expect([filled.status, filled.$('.govuk-error-summary a').attr('href')]).toEqual([422, '#website']);
  });

  test('whose address is in the directory is not taken at their word for being somebody else', async () => {
    const browser = web().stranger();
    const { draft } = await fillIn(browser, {
      who: { who: 'school' },
      name: { familyName: unlikeName() },
      contact: { organisation: 'Oak Primary', email: 'head@oak.example' },
    });
    const sent = await sendAnswers(browser, draft);
    const { referrers } = await recorded(referenceOn(await browser.follow(sent)));
    expect(referrers).toMatchObject([{ kind: 'school', verified: false }]);
  });
});

test('a school in a hurry, with a child in danger and one parent, is taken', async () => {
  const browser = web().stranger();
  const { draft } = await fillIn(browser, {
    danger: { danger: 'yes' },
    who: { who: 'school' },
    people: { name: 'Bartholomew Featherstonehaugh-Cholmondeley-Longname' },
  });
  const sent = await sendAnswers(browser, draft);
  expect(sent.location).toBe(`/refer/form/${draft}/sent`);
  const { contacts, state } = await recorded(referenceOn(await browser.follow(sent)));
  expect(contacts).toMatchObject([{ role: 'parent', safe_to_contact: null }]);
  expect(state?.facts.imminent_harm?.value).toBe(true);
});

describe('a form that is being filled in', () => {
  test('is no other browser’s, and no other person’s, to see or to send', async () => {
    const { stranger, as } = web();
    const mine = stranger();
    const { draft } = await fillIn(mine, { who: { who: 'public' }, name: { familyName: 'Vandersloot' } });
    const signedIn = await as('referrer');
    const theirs = await begin(signedIn);
    for (const [browser, id] of [
      [stranger(), draft],
      [signedIn, draft],
      [mine, theirs],
      [await as('officer'), theirs],
    ] as const) {
      for (const step of ['name', 'check', 'sent', 'save', 'people', 'contact', 'danger', 'danger-now', 'who']) {
        const { status, location, text } = await browser.get(`/refer/form/${id}/${step}`);
        expect({ step, status, location }).toEqual({ step, status: 303, location: '/refer' });
        expect(text).not.toContain('Vandersloot');
      }
    }
  });

  test('cannot be skipped through by its address', async () => {
    const browser = web().stranger();
    const draft = await begin(browser);
    for (const step of ['check', 'contact', 'people', 'name', 'who', 'nonsense'])
      expect((await browser.get(`/refer/form/${draft}/${step}`)).location).toBe(`/refer/form/${draft}/danger`);
  });

  test('goes back to the answers after a change, and keeps what was not changed', async () => {
    const browser = web().stranger();
    const { draft, check } = await fillIn(browser, {
      who: { who: 'public' },
      name: { givenName: 'Ann', familyName: 'Lee' },
    });
    const link = check
      .$('.govuk-summary-card a')
      .toArray()
      .map((one) => check.$(one).attr('href'));
    expect(link).toContain(`/refer/form/${draft}/name`);
    const page = await browser.get(`/refer/form/${draft}/name`);
    expect(page.$('#givenName').attr('value')).toBe('Ann');
    const changed = await send(browser, `/refer/form/${draft}/name`, { givenName: 'Anne', familyName: 'Lee' });
    expect(changed.location).toBe(`/refer/form/${draft}/check`);
    expect(people(await browser.follow(changed))).toContain('Anne');
  });

  test('with Temporal away is kept, says so, and the next press sends it once', async () => {
    const { api, another } = web();
    const browser = web().stranger();
    const { draft } = await fillIn(browser, { who: { who: 'public' }, name: { familyName: unlikeName() } });
    const gone = Object.create(api.client, {
      withDeadline: { value: () => Promise.reject(new Error('14 UNAVAILABLE')) },
    }) as typeof api.client;
    const away = another({ services: { temporal: gone } }).stranger();
    for (const [name, value] of browser.cookies) away.cookies.set(name, value);
    const failed = await sendAnswers(away, draft);
    expect(failed.status).toBe(503);
    expect(failed.$('main .moj-alert').text()).toContain('Nothing has been lost');
    const sent = await sendAnswers(browser, draft);
    expect(sent.location).toBe(`/refer/form/${draft}/sent`);
  });
});
