import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';
import type { Role } from '../../../../domain/inputs.js';

const web = useWeb({
  worker: false,
  settings: { signIn: { issuer: 'https://id.example', roles: undefined } },
});
const roles = (role: string) => ({ roles: role });
const fill = (over: Record<string, string | readonly string[]> = {}) => ({
  ...{
    name: 'Ash Birchwood-Cartwright of the Northern Area Team',
    email: 'ash@council.example',
    phone: '01632 960001',
  },
  ...{ roles: ['officer', 'senior'], newTeam: 'Bradford East', membership: 'active' },
  ...over,
});

describe('people and roles', () => {
  test('somebody is added once, with roles, a new team and their id at the provider', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const { $ } = await admin.get('/administration/people/new');
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    const { membership: _membership, ...fields } = fill();
    const sent = { ...hidden, ...fields, subject: 'subject-of-ash' };
    const first = await admin.post('/administration/people/new', sent);
    expect(first.status).toBe(303);
    const list = await admin.follow(first);
    expect(list.$('.moj-alert').text()).toContain('The person was added');
    expect(list.$('#present').closest('table').text()).toMatch(/Ash Birchwood-Cartwright.*ash@council\.example/s);
    const found = await api.register.people.findBySubject('bradford', 'https://id.example', 'subject-of-ash');
    expect(found).toMatchObject({ roles: ['officer', 'senior'], teams: ['bradford-east'], active: true });
    // The same press again, as from a browser that was impatient.
    const { status } = await admin.post('/administration/people/new', { ...sent, subject: '' });
    expect(status).toBe(303);
    const people = await api.register.people.list('bradford');
    expect(people.filter(({ name }) => name.startsWith('Ash Birch'))).toHaveLength(1);
  });

  test('says what is wrong at its field and keeps what was typed', async () => {
    const admin = await web().as('administrator');
    const { status, $ } = await admin.submit('/administration/people/new', {
      ...{ name: '', email: 'no address', phone: '12', roles: ['officer'], subject: '' },
    });
    expect(status).toBe(422);
    expect($('title').text()).toMatch(/^Error: /);
    expect($('.govuk-error-summary li').length).toBe(3);
    expect($('#email').val()).toBe('no address');
    expect($('#phone-error').text()).toMatch(/Enter a telephone number/);
    expect($('input[value=officer]').attr('checked')).toBeDefined();
  });

  test('a role that is taken away is gone at the next request', async () => {
    const { as } = web();
    const [admin, senior] = [await as('administrator'), await as('senior')];
    expect((await senior.get('/my-work')).status).toBe(200);
    const path = '/administration/people/senior-a';
    const sent = await admin.submit(path, { ...fill({ name: 'A senior', newTeam: '' }), ...roles('referrer') });
    expect(sent.status).toBe(303);
    expect((await senior.get('/my-work')).status).toBe(403);
    await admin.submit(path, { ...fill({ name: 'A senior', newTeam: '' }), ...roles('senior') });
  });

  test('a membership that ends signs out, and the record says who ended it', async () => {
    const { as, api } = web();
    const [admin, partner] = [await as('administrator'), await as('partner')];
    expect((await partner.get('/session')).status).toBe(200);
    const path = '/administration/people/partner-a';
    await admin.submit(path, { ...fill({ name: 'A partner', newTeam: '', membership: 'ended' }), ...roles('partner') });
    expect((await partner.get('/session')).status).toBe(302);
    const [entry] = await api.register.audit.search('bradford', { action: 'person.change', limit: 1 });
    expect(entry).toMatchObject({ person: 'administrator-a', object: { id: 'partner-a' }, detail: { active: false } });
    expect((await admin.get('/administration/people')).$('#left').text()).toContain('(1)');
  });

  test('nobody can lock out the last administrator', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const path = '/administration/people/administrator-a';
    for (const over of [roles('officer'), { roles: 'administrator', membership: 'ended' }]) {
      const { status, $ } = await admin.submit(path, { ...fill({ name: 'A administrator', newTeam: '' }), ...over });
      expect(status).toBe(422);
      expect($('#roles-error').text()).toMatch(/Give another member the role of administrator first/);
    }
    expect(await api.register.people.find('bradford', 'administrator-a')).toMatchObject({
      ...{ active: true, roles: ['administrator'] },
    });
  });

  test('two who change one person: the second is told what it says now', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const path = '/administration/people/dsl-a';
    const { $ } = await admin.get(path);
    const hidden = Object.fromEntries(
      $('main form input[type=hidden]')
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    );
    await admin.submit(path, { ...fill({ name: 'Changed meanwhile', newTeam: '' }), ...roles('dsl') });
    const late = await admin.post(path, { ...hidden, ...fill({ name: 'Typed here', newTeam: '' }), ...roles('dsl') });
    expect(late.status).toBe(409);
    expect(late.$('.moj-alert').text()).toMatch(/It now says: Changed meanwhile/);
    expect(late.$('#name').val()).toBe('Typed here');
    expect((await api.register.people.find('bradford', 'dsl-a'))?.name).toBe('Changed meanwhile');
  });

  test('auditors read it without a form; a person of another authority is not found', async () => {
    const { as } = web();
    const auditor = await as('auditor');
    expect((await auditor.get('/administration/people')).status).toBe(200);
    const { status, $ } = await auditor.get('/administration/people/officer-a');
    expect({ status, forms: $('main form').length }).toEqual({ status: 200, forms: 0 });
    const other = await as('administrator', 'luton');
    await web().api.register.people.put('bradford', { person: 'only-here', name: 'Only Here' });
    expect((await other.get('/administration/people/only-here')).status).toBe(404);
    for (const role of ['officer', 'manager', 'trainer'] as Role[])
      expect((await (await as(role)).get('/administration/people')).status).toBe(403);
  });
});

describe('contacts and partners', () => {
  test('a contact gets an address of the authority’s own, and a webhook that is there stays', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    await api.register.authorities.putContact('bradford', 'police', {
      ...{ name: 'Police', email: null, phone: null, secure: false },
      webhook: 'https://hook.example',
    });
    const before = await admin.get('/administration/contacts');
    expect(before.$('#contacts').closest('table').text()).toMatch(/Police\s.*No address/s);
    expect(before.$('#partners').closest('table').text()).toMatch(/Health\s.*No address/s);
    const sent = await admin.submit('/administration/contacts/police', {
      ...{ name: 'Police front desk', email: 'desk@police.example', phone: '01632 960002', secure: 'yes' },
    });
    expect(sent.status).toBe(303);
    expect((await api.register.authorities.contacts('bradford')).find(({ role }) => role === 'police')).toMatchObject({
      ...{ email: 'desk@police.example', secure: true, webhook: 'https://hook.example' },
    });
  });

  test('what each case has of its own is named and not asked for', async () => {
    const admin = await web().as('administrator');
    const { $ } = await admin.get('/administration/contacts');
    const entered = $('#contacts').closest('table').text();
    expect(entered).not.toMatch(/The referrer|The child's school/);
    expect($('main').text()).toMatch(/found on each case and is not entered here.*The referrer/s);
    expect((await admin.get('/administration/contacts/referrer')).status).toBe(404);
  });

  test('whoever answers for a partner can be changed and keeps it', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    await api.register.people.put('bradford', { person: 'hana', name: 'Hana Brook' });
    await api.register.people.putTeam('bradford', 'partner:health', 'Health');
    await api.register.people.setTeams('bradford', 'hana', ['partner:health']);
    const sent = await admin.submit('/administration/people/hana', {
      ...{ name: 'Hana Brook-Smith', roles: 'partner', teams: 'partner:health', membership: 'active' },
    });
    expect(sent.status).toBe(303);
    expect(await api.register.people.find('bradford', 'hana')).toMatchObject({
      ...{ name: 'Hana Brook-Smith', teams: ['partner:health'] },
    });
  });

  test('secure needs an email address, and a number has to be possible', async () => {
    const admin = await web().as('administrator');
    const bare = { name: 'Health', email: '', phone: '', secure: 'yes', use: 'active' };
    const first = await admin.submit('/administration/partners/health', bare);
    expect(first.$('#email-error').text()).toMatch(/that is secure/);
    const second = await admin.submit('/administration/partners/health', { ...bare, phone: '999999' });
    expect(second.$('#phone-error').text()).toMatch(/Enter a telephone number/);
    expect((await admin.get('/administration/contacts/no-such')).status).toBe(404);
  });

  test('a partner beside the policy is added once and put out of use', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const housing = { name: 'Housing Association', email: 'office@housing.example', phone: '' };
    expect((await admin.submit('/administration/partners/new', housing)).status).toBe(303);
    expect((await admin.submit('/administration/partners/new', housing)).status).toBe(422);
    await admin.submit('/administration/partners/housing-association', { ...housing, use: 'unused' });
    expect(await api.register.authorities.partners('bradford')).toContainEqual(
      expect.objectContaining({ partner: 'housing-association', active: false, secure: false }),
    );
    expect((await admin.get('/administration/contacts')).$('#partners').closest('table').text()).toMatch(/Not in use/);
  });
});

describe('the authority', () => {
  const path = '/administration/authority';
  test('a colour on which white cannot be read is refused; a readable one stands on every page', async () => {
    const { as, api } = web();
    const admin = await as('administrator');
    const fields = { name: 'Bradford Metropolitan District Council', email: 'cme@bradford.example', phone: '' };
    const pale = await admin.submit(path, { ...fields, colour: '#ffdd00' });
    expect({ status: pale.status, error: pale.$('#colour-error').text() }).toMatchObject({
      status: 422,
      error: expect.stringContaining('Choose a darker one'),
    });
    expect((await admin.submit(path, { ...fields, colour: 'blue' })).status).toBe(422);
    // #767676 on white is 4.54 to 1, #777777 is 4.48: the first readable grey and the last that is not.
    expect((await admin.submit(path, { ...fields, colour: '#777777' })).status).toBe(422);
    const sent = await admin.submit(path, { ...fields, colour: '#767676' });
    expect(sent.status).toBe(303);
    const shown = await admin.follow(sent);
    expect(shown.$('link[href="/look/767676.css"]').length).toBe(1);
    expect(shown.$('.app-header__name').text()).toBe('Bradford Metropolitan District Council');
    // What else is set stays.
    expect((await api.register.authorities.get('bradford'))?.settings).toMatchObject({ schoolCalendar: 'r26' });
  });
});
