import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { aPdf } from '../../../../tests/support/files.js';
import { aReferral } from '../../../../tests/support/api/apiHarness.js';
import { useWeb, type Browser } from '../../../testing/webHarness.js';
import { sendFiles } from '../../../testing/sendFiles.js';

const web = useWeb();
const CHECK = 'checks/BRA-C1/record';

const day = (date = new Date().toISOString().slice(0, 10)) => {
  const [year = '', month = '', dayOf = ''] = date.split('-');
  return { 'doneAt-day': dayOf, 'doneAt-month': month, 'doneAt-year': year };
};
const records = async (caseId: string, authority = 'bradford') =>
  (await web().api.register.record.eventsOf(authority, caseId)).filter(({ type }) =>
    /^check(Recorded|Attempted)$/.test(type),
  );
const started = async () => {
  const { api, as } = web();
  const caseId = await api.refer();
  const officer = await as('officer');
  return { api, as, caseId, officer, path: `/cases/${caseId}/${CHECK}` };
};
const mainText = ({ $ }: Awaited<ReturnType<Browser['get']>>): string => $('main').text().replaceAll(/\s+/g, ' ');

describe('the form', () => {
  test('says for each answer what it would do, has today filled in, and shows what the policy says', async () => {
    const { officer, path } = await started();
    const page = await officer.get(path);
    const { $ } = page;
    expect($('h1').text()).toBe('Local databases');
    expect($('title').text()).toMatch(/^Record a check of case [A-Z0-9]+ – /);
    const hint = (value: string): string => {
      const id = $(`input[value=${value}]`).attr('aria-describedby') ?? '';
      return $(`#${id}`).text().trim();
    };
    expect(hint('nothing_found')).toContain('The check is then done.');
    expect(hint('child_seen')).toContain('where the child is has been confirmed');
    expect(hint('nothing_found')).not.toContain('confirmed');
    const [year, month, dayOf] = new Date().toISOString().slice(0, 10).split('-').map(Number);
    expect(['day', 'month', 'year'].map((part) => Number($(`#doneAt-${part}`).attr('value')))).toEqual([
      dayOf,
      month,
      year,
    ]);
    expect(mainText(page)).toContain('§8 (BRA-C1)');
    expect(mainText(page)).toContain('Fear of sharing information');
  });

  test('without an answer comes back with 422, what was typed, and says where', async () => {
    const { officer, path, caseId } = await started();
    const { $, status } = await officer.submit(path, { ...day(), note: 'Spoke with an aunt & cousin' });
    expect(status).toBe(422);
    expect($('.govuk-error-summary a').attr('href')).toBe('#result');
    expect($('#note').text()).toContain('Spoke with an aunt & cousin');
    expect(await records(caseId)).toEqual([]);
  });

  test.each([
    ['a day ahead', day('2099-01-01'), '', '#doneAt-day', /lies ahead/],
    ['no time', day(), '25:00', '#time', /Enter a time/],
    ['no day', { 'doneAt-day': '31', 'doneAt-month': '2', 'doneAt-year': '2026' }, '', '#doneAt-day', /real date/],
    ['an hour that the clocks skip', day('2026-03-29'), '1:30', '#time', /no such time/],
  ])('%s is refused at its field', async (_name, date, time, target, says) => {
    const { officer, path } = await started();
    const { $, status } = await officer.submit(path, { result: 'nothing_found', ...date, time });
    expect(status).toBe(422);
    expect($('.govuk-error-summary a').attr('href')).toBe(target);
    expect($('.govuk-error-summary').text()).toMatch(says);
  });

  test('of a case that has ended says so, and what to do first', async () => {
    const { api, officer, path, caseId } = await started();
    await api.post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'BRA-O1' });
    const page = await officer.get(path);
    expect(page.status).toBe(200);
    expect(mainText(page)).toContain('The case has ended (closed): reopen it first.');
    expect(page.$('main form')).toHaveLength(0);
  });
});

describe('what is saved', () => {
  test('counts once when the form is sent twice, and the notice names no child', async () => {
    const { officer, path, caseId } = await started();
    const { $ } = await officer.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    const fields = { ...hidden, result: 'nothing_found', ...day() };
    const first = await officer.post(path, fields);
    const second = await officer.post(path, fields);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await records(caseId)).toHaveLength(1);
    expect((await officer.follow(second)).$('.moj-alert__content').text().trim()).toBe(
      'Saved. “Local databases” is done.',
    );
  });

  test('“Save and record another attempt” leads to the form again', async () => {
    const { officer, path } = await started();
    const sent = await officer.submit(path, { result: 'no_reply', ...day(), then: 'another' });
    expect(sent.location).toBe(path);
    expect(mainText(await officer.follow(sent))).toContain('Recorded so far: 1');
  });

  test('an earlier day without a time is its end in London, one with a time is that time', async () => {
    const { officer, path, caseId } = await started();
    await officer.submit(path, { result: 'no_reply', ...day('2026-07-01') });
    await officer.submit(path, { result: 'no_reply', ...day('2026-07-01'), time: '2:15pm' });
    const at = (await records(caseId)).map((event) => ('doneAt' in event ? event.doneAt : ''));
    expect(at).toEqual(['2026-07-01T22:59:59Z', '2026-07-01T13:15:00Z']);
  });

  test('the act of a deadline that has no check of its own has the same page, and meets it', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ facts: { social_worker: true } });
    const officer = await as('officer');
    const path = `/cases/${caseId}/checks/BRA-D2/record`;
    const page = await officer.get(path);
    expect(mainText(page)).toContain('The deadline “Contact the social worker to share what was received” is met.');
    const sent = await officer.submit(path, { result: 'contact_made', ...day() });
    const { $ } = await officer.follow(sent);
    expect($('.moj-alert').text()).toContain(
      'The deadline “Contact the social worker to share what was received” is met.',
    );
  });
});

describe('attempts in bands of the day', () => {
  test('which are done and which are left is shown; the third of three ends it', async () => {
    const { api, as } = web();
    const answer = await supertest(api.app)
      .post('/v1/referrals')
      .set('Authorization', `Bearer ${api.token('officer', 'luton')}`)
      .set('Idempotency-Key', `luton-${Date.now()}`)
      .send(aReferral());
    const caseId = (answer.body as { case: string }).case;
    const officer = await as('officer', 'luton');
    const path = `/cases/${caseId}/checks/LUT-C5/record`;
    expect(mainText(await officer.get(path))).toContain('0 of 3 attempts count so far');
    const give = (fields: Record<string, string>) => officer.submit(path, fields, 'main form[data-app-draft]');
    // A Friday and a Saturday. Without a time it is not known in which band the attempt was made.
    const refused = await give({ result: 'no_reply', ...day('2026-11-20') });
    expect(refused.$('.govuk-error-summary a').attr('href')).toBe('#time');
    await give({ result: 'no_reply', ...day('2026-11-20'), time: '8am', evidence: 'Card left' });
    await give({ result: 'no_reply', ...day('2026-11-20'), time: '8:30', evidence: 'Card left' });
    await give({ result: 'no_reply', ...day('2026-11-20'), time: '16.05' });
    const page = await officer.get(path);
    expect(mainText(page)).toContain('1 of 3 attempts count so far');
    expect(mainText(page)).toMatch(/Done before 09:00 on a weekday: Friday 20 November 2026, 8:00am/);
    expect(mainText(page)).toMatch(/Left after 15:30 on a weekday/);
    await give({
      result: 'no_reply',
      ...day('2026-11-20'),
      time: '16:05',
      evidence: 'Photo of the door',
    });
    const last = await give({
      result: 'no_reply',
      ...day('2026-11-21'),
      time: '10:00',
      evidence: 'Neighbour',
    });
    expect((await officer.follow(last)).$('.moj-alert').text()).toMatch(/is done/);
    expect((await records(caseId, 'luton')).map(({ type }) => type).at(-1)).toBe('checkRecorded');
  });
});

describe('evidence files', () => {
  test('are kept with the case under the check, and count as evidence', async () => {
    const { api, officer, path, caseId } = await started();
    const sent = await sendFiles(web().app, officer, path, { result: 'nothing_found', ...day() }, [
      { name: 'letter from Quintessa.pdf', body: aPdf() },
    ]);
    expect(sent.status).toBe(303);
    const kept = await api.register.documents.ofCase('bradford', caseId);
    expect(kept).toMatchObject([
      { name: 'letter from Quintessa.pdf', kind: 'pdf', rule: 'BRA-C1', addedBy: 'officer-a' },
    ]);
    const [event] = await records(caseId);
    const text =
      event !== undefined && 'evidence' in event
        ? await api.register.texts.get('bradford', event.evidence ?? '')
        : null;
    expect(text?.body).toBe('Evidence in the documents of the case. Files: 1');
    expect(api.logs()).not.toContain('letter from');
  });

  test('of a kind that is not taken stop everything, and what was typed comes back', async () => {
    const { api, officer, path, caseId } = await started();
    const sent = await sendFiles(
      web().app,
      officer,
      path,
      { result: 'nothing_found', ...day(), note: 'Typed with care' },
      [
        { name: 'good.pdf', body: aPdf() },
        { name: 'picture.jpg', body: Buffer.from('<html><script>alert(1)</script>') },
      ],
    );
    expect(sent.status).toBe(422);
    expect(sent.$('#files-error').text()).toContain('neither PDF, JPEG nor PNG');
    expect(sent.$('#note').text()).toContain('Typed with care');
    expect(sent.$('#files-hint').text()).toContain('Choose your files again');
    expect(await records(caseId)).toEqual([]);
    expect(await api.register.documents.ofCase('bradford', caseId)).toEqual([]);
  });

  test('are not kept where the case refuses what they belong to', async () => {
    const { api, officer, path, caseId } = await started();
    await api.post('officer', `/v1/enquiries/${caseId}/markNotApplicable`, { check: 'BRA-C1', reason: 'Twice' });
    const sent = await sendFiles(
      web().app,
      officer,
      path,
      { result: 'nothing_found', ...day() },
      [{ name: 'a.pdf', body: aPdf() }],
      {
        from: `/cases/${caseId}/checks/BRA-C2/record`,
      },
    );
    expect(sent.status).toBe(422);
    expect(await api.register.documents.ofCase('bradford', caseId)).toEqual([]);
  });

  test('too many, or one too large, are refused before they are read to the end', async () => {
    const { officer, path } = await started();
    const six = Array.from({ length: 6 }, (_one, index) => ({ name: `${index}.pdf`, body: aPdf() }));
    expect((await sendFiles(web().app, officer, path, {}, six)).status).toBe(413);
    const large = [{ name: 'large.pdf', body: Buffer.concat([aPdf(), Buffer.alloc(10_000_001)]) }];
    expect((await sendFiles(web().app, officer, path, {}, large)).status).toBe(413);
  });
});

describe('somebody was faster', () => {
  test('theirs stands beside what was typed; it can become a note, or be saved as well', async () => {
    const { api, as, officer, path, caseId } = await started();
    const { $ } = await officer.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    const senior = await as('senior');
    await senior.submit(path, { result: 'information_found', ...day(), note: 'On roll in Leeds' });
    const mine = { ...hidden, result: 'nothing_found', ...day(), note: 'Nobody knows the child' };
    const held = await officer.post(path, mine);
    expect(held.status).toBe(409);
    expect(held.$('.app-beside').text()).toContain('A senior');
    expect(held.$('.app-beside').text()).toContain('Information found.');
    expect(held.$('.app-beside').text()).toContain('On roll in Leeds');
    expect(held.$('#note').text()).toContain('Nobody knows the child');
    expect(held.$('button[name=instead]').text()).toContain('as a note instead');
    expect(await records(caseId)).toHaveLength(1);
    const noted = await officer.post(path, { ...mine, instead: 'note' });
    expect(noted.status).toBe(303);
    const texts = (await api.register.texts.ofCase('bradford', caseId)).map(({ body }) => body);
    expect(texts).toContain('Nobody knows the child');
    expect(await records(caseId)).toHaveLength(1);
    const since = String(held.$('input[name=since]').attr('value'));
    const saved = await officer.post(path, { ...mine, since });
    expect(saved.status).toBe(303);
    expect(await records(caseId)).toHaveLength(2);
  });

  test('what happened to something else does not stop the form', async () => {
    const { api, officer, path, caseId } = await started();
    const { $ } = await officer.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    await api.post('manager', `/v1/enquiries/${caseId}/recordCheck`, { check: 'BRA-C2', result: 'no_reply' });
    const sent = await officer.post(path, { ...hidden, result: 'nothing_found', ...day() });
    expect(sent.status).toBe(303);
  });
});

describe('nothing typed is lost', () => {
  test('what failed is kept as a draft for whoever typed it, until it is saved', async () => {
    const { as, officer, path, api, caseId } = await started();
    await officer.submit(path, { ...day('2026-11-02'), note: 'Half a thought' });
    const again = await officer.get(path);
    expect(again.$('#draft').text()).toContain('typed and did not save');
    expect(again.$('#note').text()).toContain('Half a thought');
    expect(again.$('#doneAt-day').attr('value')).toBe('02');
    const senior = await (await as('senior')).get(path);
    expect(senior.text).not.toContain('Half a thought');
    await officer.submit(
      path,
      { result: 'nothing_found', ...day(), note: 'Half a thought' },
      'main form[data-app-draft]',
    );
    const after = await officer.get(path);
    expect(after.$('#draft')).toHaveLength(0);
    expect(after.$('#note').text()).not.toContain('Half a thought');
    expect(
      await api.register.drafts.read('bradford', 'officer-a', `/cases/${caseId}/${CHECK}`, api.services.now()),
    ).toBeNull();
  });

  test('of a form that the case no longer takes, what was typed is shown to copy, now and later', async () => {
    const { api, officer, path, caseId } = await started();
    const { $ } = await officer.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    await api.post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'BRA-O1' });
    const held = await officer.post(path, { ...hidden, result: 'nothing_found', ...day(), note: 'Rang the landlord' });
    expect(held.status).toBe(422);
    for (const page of [held, await officer.get(path)]) {
      expect(mainText(page)).toContain('reopen it first');
      expect(mainText(page)).toContain('Rang the landlord');
      expect(page.$('main a[href$="/note"]')).toHaveLength(1);
    }
  });

  test('it can be thrown away', async () => {
    const { officer, path } = await started();
    await officer.submit(path, { ...day(), note: 'Not this' });
    const sent = await officer.submit(path, {}, 'main #draft form');
    expect(sent.location).toBe(path);
    expect((await officer.follow(sent)).text).not.toContain('Not this');
  });

  test('with Temporal away the page opens, says “Not saved”, and a draft is kept', async () => {
    const { api, another } = web();
    const caseId = await api.refer();
    const path = `/cases/${caseId}/${CHECK}`;
    const gone = Object.create(api.client, {
      withDeadline: { value: () => Promise.reject(new Error('14 UNAVAILABLE')) },
    }) as typeof api.client;
    const officer = await another({ services: { temporal: gone } }).as('officer');
    const held = await officer.submit(path, { result: 'nothing_found', ...day(), note: 'Seen at the station' });
    expect(held.status).toBe(503);
    expect(held.$('main .moj-alert').text()).toContain('Not saved');
    expect(held.$('main .moj-alert').text()).toContain('A draft is kept here as well');
    // Shown by the script: without one there is nothing that could copy.
    expect(held.$('main .moj-alert button[data-app-copy-typed]').attr('hidden')).toBeDefined();
    expect(held.$('#note').text()).toContain('Seen at the station');
    expect((await officer.get(path)).$('#note').text()).toContain('Seen at the station');
  });

  test('the script’s drafts are for forms of cases alone, and come back to their writer alone', async () => {
    const { as, officer, path } = await started();
    const token = String((await officer.get(path)).$('main form input[name=_csrf]').first().attr('value'));
    const draft = (of: string, fields: unknown) =>
      officer.post(
        '/drafts',
        { of, key: 'a-key-of-this-form', fields: JSON.stringify(fields) },
        { 'X-CSRF-Token': token },
      );
    expect(JSON.parse((await draft(path, { note: 'Written by the minute' })).text)).toEqual({ saved: true });
    expect((await officer.get(path)).$('#note').text()).toContain('Written by the minute');
    expect((await officer.get(path)).$('input[name=_key]').attr('value')).toBe('a-key-of-this-form');
    expect((await (await as('manager')).get(path)).text).not.toContain('by the minute');
    for (const other of ['https://elsewhere.example/', '//elsewhere.example', '/sign-out', `${path}?x=1`])
      expect((await draft(other, { note: 'abc' })).status).not.toBe(200);
    expect(JSON.parse((await draft(path, 'no fields')).text)).toEqual({ saved: false });
  });
});
