import { describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb({
  worker: false,
  settings: {
    ...{ demo: undefined, dataFolderKind: 'real' },
    database: { kind: 'external', url: 'postgres://rollcall:***@db.example/r' },
  },
});
const path = '/administration/tokens/new';
const asked = { label: 'Attendance software', owner: 'system', system: 'oak-primary', roles: 'referrer', life: '30' };

describe('tokens', () => {
  test('a token is shown once, works, is listed without its secret, and ends', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const { $ } = await admin.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    const made = await admin.post(path, { ...hidden, ...asked, person: '' });
    expect(made.status).toBe(200);
    const token = made.$('code').text();
    expect(token).toMatch(/^rollcall_[0-9a-f]{16}_/);
    expect((await api.register.tokens.verify(token, api.services.now()))?.system).toBe('oak-primary');
    // The page loaded again sends the form again: no second token.
    const again = await admin.post(path, { ...hidden, ...asked, person: '' });
    expect(again.status).toBe(303);
    expect((await api.register.tokens.list('bradford')).filter(({ label }) => label === asked.label)).toHaveLength(1);
    const list = await admin.get('/administration/tokens');
    expect(list.text).not.toContain(token);
    const link = list
      .$('#works')
      .closest('table')
      .find('a')
      .filter((_, one) => list.$(one).text().includes(asked.label));
    const ended = await admin.submit(link.attr('href') ?? '', {});
    expect(ended.status).toBe(303);
    expect(await api.register.tokens.verify(token, api.services.now())).toBeNull();
    const { status } = await supertest(api.app).get('/v1/referrals').set('Authorization', `Bearer ${token}`);
    expect(status).toBe(401);
    // The secret is in no log, no session and no audit entry.
    expect(api.logs()).not.toContain(token.slice(-43));
    const kept = JSON.stringify(await api.db.selectFrom('web_sessions').selectAll().execute());
    expect(kept).not.toContain(token.slice(-43));
  });

  test('says what is missing, at its field', async () => {
    const admin = await web().as('administrator');
    for (const [over, field] of [
      [{ label: '' }, 'label'],
      [{ owner: 'person', person: 'nobody-here' }, 'person'],
      [{ system: 'Oak Primary' }, 'system'],
      [{ roles: [] }, 'roles'],
      [{ life: '' }, 'life'],
    ] as const) {
      const { status, $ } = await admin.submit(path, { ...asked, ...over });
      expect({ field, status }).toEqual({ field, status: 422 });
      expect($(`#${field}-error`).length).toBe(1);
    }
    // No system sets the service up.
    expect((await admin.submit(path, { ...asked, roles: 'administrator' })).status).toBe(422);
    expect((await admin.get('/administration/tokens/revoke?token=0123456789abcdef')).location).toBe(
      '/administration/tokens',
    );
  });

  test('an auditor sees them and cannot end one; another authority sees none of them', async () => {
    const { as, api } = web();
    const auditor = await as('auditor');
    const list = await auditor.get('/administration/tokens');
    expect({ status: list.status, links: list.$('main a').length }).toEqual({ status: 200, links: 0 });
    const [token] = await api.register.tokens.list('bradford');
    const other = await as('administrator', 'luton');
    expect((await other.get(`/administration/tokens/revoke?token=${token?.token}`)).status).toBe(303);
  });
});

describe('the system', () => {
  test('says what answers, which versions run and how it is set up, without a secret', async () => {
    const admin = await web().as('administrator');
    const { $ } = await admin.get('/administration/system');
    expect($('#health').closest('table').text()).toMatch(/PostgreSQL.*Yes.*Temporal.*Yes.*mail.*Not used here/s);
    const settings = $('#settings').closest('table').text();
    expect(settings).toMatch(/PostgreSQL.*database\.kind.*A server of your own/s);
    expect(settings).toContain('postgres://rollcall:***@db.example/r');
    // The folder says what it is; what a fresh one would be made by is not said beside it.
    expect(settings).toMatch(/What the data folder holds.*Real work/s);
    expect(settings).not.toContain('Demonstration');
    expect($('#migrations').closest('table').text()).toMatch(/0001-register.*0026-administration/s);
  });

  test('sends a test message to whoever asks, and not for ever; says it where the server refuses', async () => {
    const { another } = web();
    const to: string[] = [];
    const sends = another({
      services: {
        sendTestMail: (address) => {
          to.push(address);
          return to.length === 2 ? Promise.reject(new Error('no')) : Promise.resolve();
        },
      },
    });
    const admin = await sends.as('administrator');
    const send = () => admin.submit('/administration/system', {});
    const first = await send();
    expect((await admin.follow(first)).$('.moj-alert').text()).toMatch(/has taken the message/);
    expect((await admin.follow(await send())).$('.moj-alert').text()).toMatch(/did not take the message/);
    for (let count = 0; count < 3; count += 1) await send();
    expect((await send()).status).toBe(422);
    expect(to).toEqual(Array.from({ length: 5 }, () => 'administrator-a@bradford.example'));
    const none = await web().as('administrator');
    expect((await none.get('/administration/system')).$('main form').length).toBe(0);
  });

  test('says what does not answer', async () => {
    const { another } = web();
    const services = another({}).web.api;
    const down = another({
      web: { api: { ...services, health: () => Promise.resolve({ database: 'up', temporal: 'down', mail: 'down' }) } },
    });
    const { $ } = await (await down.as('auditor')).get('/administration/system');
    expect($('#health').closest('table').text()).toMatch(/Temporal\s+No/);
  });
});
