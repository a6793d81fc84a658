import { describe, expect, test } from '@jest/globals';
import type { CheerioAPI } from 'cheerio';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const LONG = 'Alexandrina-Wilhelmina Featherstonehaugh-Cholmondeley';

const links = ($: CheerioAPI): (string | undefined)[] =>
  $('main tbody a')
    .toArray()
    .map((link) => $(link).attr('href'));

async function referTo(officer: string | null, over: Record<string, unknown> = {}): Promise<string> {
  const { api } = web();
  const caseId = await api.refer(over);
  if (officer !== null) await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: officer });
  return caseId;
}

describe('the worklist', () => {
  test('shows open cases with their next action, officer and status, and narrows them by its filters', async () => {
    const mine = await referTo('officer-a', {
      child: { givenName: LONG, familyName: "O'Example <b>", dateOfBirth: '2015-05-04' },
    });
    const nobodys = await referTo(null);
    const officer = await web().as('officer');
    const all = await officer.get('/worklist');
    expect(all.status).toBe(200);
    expect(links(all.$)).toEqual(expect.arrayContaining([`/cases/${mine}`, `/cases/${nobodys}`]));
    expect(all.$('main').text()).toContain(`${LONG} O'Example <b>`);
    expect(all.$('main tbody').text()).toContain('Assign an officer');
    expect(all.$('main').text()).toMatch(/Showing 1 to \d+ of \d+/);
    expect(all.$('.moj-sub-navigation [aria-current=page]').text()).toBe('All open');

    const ofMine = await officer.get('/worklist?officer=me');
    expect(links(ofMine.$)).toEqual([`/cases/${mine}`]);
    const tag = ofMine.$('.moj-filter__tag');
    expect(tag.text()).toContain('Me');
    expect(tag.attr('href')).toBe('/worklist');
    expect(ofMine.$('select#quick-officer option[selected]').attr('value')).toBe('me');
    const unassigned = await officer.get('/worklist?list=unassigned');
    expect(links(unassigned.$)).toContain(`/cases/${nobodys}`);
    expect(links(unassigned.$)).not.toContain(`/cases/${mine}`);
  });

  test('is sorted by links that say how it is sorted', async () => {
    const { api, as } = web();
    const first = await referTo('officer-a');
    const second = await referTo('officer-a');
    const officer = await as('officer');
    const newest = await officer.get('/worklist?sort=received&order=down&officer=me');
    const header = newest.$('th[aria-sort]');
    expect(header.attr('aria-sort')).toBe('descending');
    expect(header.text()).toContain('Received');
    const back = header.find('a').attr('href') ?? '';
    expect(back).toBe('/worklist?officer=me&sort=received&order=up');
    const received = async (id: string) => (await api.register.worklist.find('bradford', id))?.received_at ?? '';
    // Those of one second stand in the order of their ids, so only what differs is compared.
    if ((await received(first)) !== (await received(second))) {
      const order = links(newest.$);
      expect(order.indexOf(`/cases/${second}`)).toBeLessThan(order.indexOf(`/cases/${first}`));
      const up = links((await officer.get(back)).$);
      expect(up.indexOf(`/cases/${first}`)).toBeLessThan(up.indexOf(`/cases/${second}`));
    }
  });

  test('names a restricted child to nobody whom the case is not open to, and does not count it', async () => {
    const { api, as } = web();
    const hidden = await referTo('manager-a', {
      child: { givenName: 'Zebedee', familyName: 'Hidden', dateOfBirth: '2015-05-04' },
    });
    await api.register.cases.setRestricted('bradford', hidden, true);
    const seen = async (role: 'officer' | 'manager') => {
      const { $ } = await (await as(role)).get('/worklist?officer=manager-a');
      return { links: links($), text: $('main').text() };
    };
    const officer = await seen('officer');
    expect(officer.links).not.toContain(`/cases/${hidden}`);
    expect(officer.text).not.toContain('Zebedee');
    expect(officer.text).toContain('No case matches these filters');
    const manager = await seen('manager');
    expect(manager.links).toContain(`/cases/${hidden}`);
    expect(manager.text).toContain('Restricted');
  });

  test('says that there is a safeguarding concern, in words', async () => {
    const { api, as } = web();
    const caseId = await referTo('senior-a');
    await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, {
      kind: 'welfare',
      immediate: false,
      note: 'Seen alone',
    });
    const { $ } = await (await as('senior')).get('/worklist?officer=me');
    expect($(`a[href="/cases/${caseId}"]`).closest('tr').text()).toContain('Safeguarding');
    expect($(`a[href="/cases/${caseId}"]`).closest('tr').text()).toContain('Acknowledge the concern');
    // Not by the day of the first deadline, which is a week away.
    expect($(`a[href="/cases/${caseId}"]`).closest('tr').text()).toContain('At once');
  });

  test('of a team is that of whoever asks; who is in none is told so', async () => {
    const { api, as } = web();
    const theirs = await referTo('officer-a');
    await api.register.people.putTeam('bradford', 'north', 'North');
    const senior = await as('senior');
    expect((await senior.get('/worklist?list=team')).$('main').text()).toContain('You are in no team');
    await api.register.people.setTeams('bradford', 'officer-a', ['north']);
    await api.register.people.setTeams('bradford', 'senior-a', ['north']);
    expect(links((await senior.get('/worklist?list=team')).$)).toContain(`/cases/${theirs}`);
  });

  test('turns pages of 25, and tells honestly how many there are', async () => {
    const { api, as } = web();
    const copies = 60;
    const model = await referTo('senior-a', { facts: {} });
    for (const table of ['cases', 'worklist']) await copy(table, model, copies);
    const senior = await as('senior');
    const total = await api.register.worklist.count('bradford', { officer: 'senior-a', ended: false });
    const first = await senior.get('/worklist?officer=me');
    expect(links(first.$)).toHaveLength(25);
    expect(first.$('main').text()).toContain(`Showing 1 to 25 of ${total}`);
    const next = first.$('.govuk-pagination__next a').attr('href') ?? '';
    expect(next).toBe('/worklist?officer=me&page=2');
    const second = await senior.get(next);
    expect(links(second.$).some((link) => links(first.$).includes(link))).toBe(false);
    const beyond = await senior.get('/worklist?officer=me&page=80');
    expect(beyond.status).toBe(200);
  });

  test('shows nothing of another authority', async () => {
    const stranger = await web().as('manager', 'luton');
    const { $, status } = await stranger.get('/worklist');
    expect(status).toBe(200);
    expect(links($)).toEqual([]);
    expect($('main').text()).toContain('No case is open');
  });

  test('opens an old bookmark whatever stands in it', async () => {
    const officer = await web().as('officer');
    const { status } = await officer.get("/worklist?list=nowhere&stage=%3Cb%3E&page=-4&due=99&officer='%20or%201=1");
    expect(status).toBe(200);
  });
});

/** The same row again and again under other ids. */
async function copy(table: string, model: string, copies: number): Promise<void> {
  const { sql } = await import('kysely');
  await sql
    .raw(
      `insert into ${table} select r.* from ${table} t cross join generate_series(1, ${copies}) n
       cross join lateral jsonb_populate_record(t, jsonb_build_object('case_id',
         substr(md5(n::text), 1, 8) || '-0000-4000-8000-' || substr(md5(n::text), 1, 12))
         ${table === 'cases' ? `|| jsonb_build_object('reference', substr(upper(md5(n::text)), 1, 8))` : ''}) r
       where t.case_id = '${model}'`,
    )
    .execute(web().api.db);
}
