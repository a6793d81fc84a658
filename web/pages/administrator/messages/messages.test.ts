import { describe, expect, test } from '@jest/globals';
import { messageFields } from '../../../../config/messages.js';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

/** A case with a message that could not be sent; answers its id, its reference and the message's id. */
async function parked(errorClass = 'RecipientRejected/recipient_rejected') {
  const { api } = web();
  const caseId = await api.refer();
  const { register } = api;
  for (let tries = 0; tries < 100; tries += 1) {
    const [message] = await register.messages.ofCase('bradford', caseId);
    if (message?.state === 'sent' || message?.state === 'parked') {
      const { episode, rule, occurrence, recipient } = message;
      await api.db
        .updateTable('ledger')
        .set({ state: 'parked', error_class: errorClass, next_try_at: '2099-01-01T00:00:00Z', sent_at: null })
        .where('case_id', '=', caseId)
        .execute();
      const row = await register.cases.findCase('bradford', caseId);
      const key = { authority: 'bradford', caseId, episode, rule, occurrence, recipient };
      return { caseId, id: `${caseId}.${message.seq}`, reference: row?.reference ?? '', key };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The case sent no message');
}

describe('messages', () => {
  test('what is parked says why, and is tried again now', async () => {
    const { as, api } = web();
    const { caseId, id, reference } = await parked();
    const admin = await as('administrator');
    expect((await admin.get('/administration')).$('.moj-alert').text()).toMatch(/could not be sent/);
    const list = await admin.get('/messages?state=parked');
    const row = list.$('tbody tr').filter((_, one) => list.$(one).text().includes(reference));
    expect(row.text()).toMatch(/Parked.*address does not exist/s);
    // An administrator opens no case, so there is no link to one.
    expect(row.find('a').length).toBe(0);
    const sent = await admin.submit('/messages?state=parked', { message: id });
    expect({ status: sent.status, to: sent.location }).toEqual({ status: 303, to: '/messages?state=parked' });
    const messages = await api.register.messages.ofCase('bradford', caseId);
    const tried = messages.find(({ seq }) => id.endsWith(`.${seq}`));
    expect(tried?.nextTryAt).not.toBe('2099-01-01T00:00:00Z');
  });

  test('only what could not be sent is tried again, and only of the own authority', async () => {
    const { as } = web();
    const { id } = await parked();
    const other = await as('administrator', 'luton');
    const luton = await other.get('/administration/authority');
    const csrf = String(luton.$('header input[name=_csrf]').attr('value'));
    expect((await other.post('/messages', { _csrf: csrf, message: id })).status).toBe(404);
    const auditor = await as('auditor');
    const list = await auditor.get('/messages?state=parked');
    expect({ status: list.status, buttons: list.$('main button').length }).toEqual({ status: 200, buttons: 0 });
    const token = String(list.$('header input[name=_csrf]').attr('value'));
    expect((await auditor.post('/messages', { _csrf: token, message: id })).status).toBe(403);
  });

  test('a restricted case is not named to who may not open it, nor are its messages theirs to send', async () => {
    const { as, api } = web();
    const { caseId, id, reference } = await parked();
    await api.register.cases.setRestricted('bradford', caseId, true);
    const officer = await as('officer');
    const list = await officer.get('/messages?state=parked');
    expect(list.text).not.toContain(reference);
    expect(list.text).not.toContain(caseId);
    const csrf = String(list.$('header input[name=_csrf]').attr('value'));
    expect((await officer.post('/messages', { _csrf: csrf, message: id })).status).toBe(404);
    expect((await (await as('manager')).get('/messages?state=parked')).text).toContain(reference);
  });

  test('empty lists say so, pages follow each other, and a made-up place is refused', async () => {
    const { as } = web();
    const other = await as('manager', 'luton');
    expect((await other.get('/messages?state=parked')).text).toMatch(/There is nothing to do here/);
    expect((await other.get('/messages?cursor=made-up')).status).toBe(400);
    expect((await other.get('/messages?state=none')).status).toBe(400);
  });
});

describe('templates', () => {
  test('every field that a template can have is called by words', () => {
    const { language } = web().web;
    expect(Object.keys(messageFields).filter((field) => !language.has(`messageField.${field}`))).toEqual([]);
  });

  test('every one is there, by email and as a text message, with invented values', async () => {
    const admin = await web().as('administrator');
    const list = await admin.get('/administration/templates');
    const paths = list
      .$('main table a')
      .toArray()
      .map((link) => list.$(link).attr('href') ?? '');
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const { status, $ } = await admin.get(path);
      expect({ path, status, text: $('[data-part=text]').text().length > 20 }).toEqual({
        path,
        status: 200,
        text: true,
      });
      expect($('.app-missing').length).toBe(0);
    }
    const sms = await admin.get('/administration/templates/acknowledgement');
    expect(sms.text).toMatch(/Parts that are paid: \d/);
  });

  test('with a case, what only a message knows is marked, and no detail of the child is there', async () => {
    const { as, api } = web();
    const caseId = await api.refer({ child: { givenName: 'Quintessa', familyName: 'Vandersloot' } });
    const { reference } = (await api.register.cases.findCase('bradford', caseId)) ?? {};
    const admin = await as('administrator');
    const missing = await admin.get(`/administration/templates/breach-senior?reference=${reference}`);
    expect(missing.$('[data-part=text] .app-missing').text()).toMatch(/deadline is missing.*due date is missing/);
    const { $, text } = await admin.get(`/administration/templates/concern-contact-secure?reference=${reference}`);
    expect($('[data-part=text]').text()).toContain(reference);
    expect(text).not.toMatch(/Quintessa|Vandersloot/);
    const html = await admin.get(`/administration/templates/concern-contact-secure/html?reference=${reference}`);
    expect(html.headers['content-disposition']).toMatch(/^attachment/);
    expect(html.text).not.toMatch(/Quintessa|Vandersloot/);
  });

  test('a reference that leads nowhere, or to a case that is closed to the visitor, is not known', async () => {
    const { as, api } = web();
    const caseId = await api.refer();
    await api.register.cases.setRestricted('bradford', caseId, true);
    const { reference } = (await api.register.cases.findCase('bradford', caseId)) ?? {};
    const admin = await as('administrator');
    for (const one of ['NOSUCH22', reference])
      expect(
        (await admin.get(`/administration/templates/acknowledgement?reference=${one}`)).$('#reference-error').text(),
      ).toMatch(/No case that is open to you/);
    expect((await admin.get('/administration/templates/no-such')).status).toBe(404);
  });
});
