import { describe, expect, test } from '@jest/globals';
import type { Browser, PageReply } from '../../../testing/webHarness.js';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const LIST = '/worklist?sort=received&order=down';
const FORM = 'main form[method=post]:not(search form)';

const mainText = ({ $ }: PageReply): string => $('main').text().replaceAll(/\s+/g, ' ').trim();

const assigneeOf = async (caseId: string): Promise<string | null | undefined> =>
  (await web().api.register.enquiries.read('bradford', caseId))?.state?.assignee;

/** As the page is sent without script: its hidden fields, and who takes the cases. */
async function confirmed(browser: Browser, page: PageReply, to: string): Promise<PageReply> {
  const fields = new Map<string, string[]>();
  for (const input of page.$(`${FORM} input[type=hidden]`).toArray()) {
    const name = page.$(input).attr('name') ?? '';
    fields.set(name, [...(fields.get(name) ?? []), page.$(input).attr('value') ?? '']);
  }
  return browser.post('/worklist/assign', { ...Object.fromEntries(fields), to });
}

describe('cases that were selected on the worklist', () => {
  test('are listed, given to one person after confirming, and each answers by itself', async () => {
    const { api, as } = web();
    const free = await api.refer();
    const taken = await api.refer();
    const ended = await api.refer();
    const senior = await as('senior');
    const list = await senior.get(LIST);
    const boxes = list
      .$('tbody input[name=cases]')
      .toArray()
      .map((box) => list.$(box).attr('value'));
    expect(boxes).toEqual(expect.arrayContaining([free, taken, ended]));
    expect(list.$(`tbody label[for="${list.$('tbody input[name=cases]').first().attr('id') ?? ''}"]`).text()).toMatch(
      /^Select .+, [A-Z0-9]{8}$/,
    );

    const sent = await senior.submit(LIST, { cases: [free, taken, ended] }, FORM);
    expect(sent.location).toBe('/worklist/assign');
    const page = await senior.follow(sent);
    expect(page.$('h1').text()).toBe('Assign 3 cases');
    expect(page.$('main .app-case__reference').text()).toContain('Now with nobody');
    expect(page.$('main form .govuk-button-group a').attr('href')).toBe(LIST);
    expect(await assigneeOf(free)).toBeNull();

    // Meanwhile one is given to somebody else and one ends: neither is taken away or opened again.
    const given = await api.post('manager', `/v1/enquiries/${taken}/assign`, { to: 'senior-a' });
    const over = await api.post('manager', `/v1/enquiries/${ended}/decideOutcome`, { outcome: 'BRA-O1' });
    await api.get('manager', `/v1/enquiries/${ended}?seq=${over.body.seq}`);
    await api.get('manager', `/v1/enquiries/${taken}?seq=${given.body.seq}`);
    const nobody = await confirmed(senior, page, '');
    expect(nobody.status).toBe(422);
    expect(nobody.$('.govuk-error-summary a').attr('href')).toBe('#to');
    const done = await confirmed(senior, page, 'officer-a');
    expect(done.location).toBe('/overview/reassigned');
    const answers = await senior.follow(done);
    expect(answers.$('h1').text()).toBe('1 of 3 cases given to A officer');
    expect(mainText(answers)).toContain('Somebody else gave it to another person meanwhile');
    expect(mainText(answers)).toContain('The case ended meanwhile');
    expect(answers.$('main a').last().attr('href')).toBe(LIST);
    const noted = await api.post('manager', `/v1/enquiries/${free}/note`, { text: 'Wait for the record' });
    await api.get('manager', `/v1/enquiries/${free}?seq=${noted.body.seq}`);
    expect(await assigneeOf(free)).toBe('officer-a');
    expect(await assigneeOf(taken)).toBe('senior-a');
    const [entry] = await api.register.audit.search('bradford', { person: 'senior-a', action: 'reassign', limit: 1 });
    expect(entry).toMatchObject({ allowed: true, detail: expect.objectContaining({ given: 1, refused: 2 }) });
  });

  test('nothing selected is said at the list; without a selection the page leads back to it', async () => {
    const { api, as } = web();
    await api.refer();
    const senior = await as('senior');
    const none = await senior.submit('/worklist', {}, FORM);
    expect(none.status).toBe(422);
    expect(none.$('.govuk-error-summary a').text()).toBe('Select at least one case');
    expect(none.$(none.$('.govuk-error-summary a').attr('href') ?? '').attr('type')).toBe('checkbox');
    const manager = await as('manager');
    const back = await manager.get('/worklist/assign');
    expect(back.location).toBe('/worklist');
    expect((await manager.follow(back)).$('.moj-alert').text()).toContain('No cases were selected');
  });

  test('are only for those who give out work; a restricted case is not told of and stays as it is', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const officer = await as('officer');
    expect((await officer.get('/worklist')).$('input[name=cases], button:contains("Assign selected")')).toHaveLength(0);
    expect((await officer.get('/worklist/assign')).status).toBe(403);
    const senior = await as('senior');
    const page = await senior.follow(await senior.submit(LIST, { cases: caseId }, FORM));
    await api.register.cases.setRestricted('bradford', caseId, true);
    expect(mainText(await senior.get('/worklist/assign'))).toContain('1 of the cases that you selected');
    expect(mainText(await senior.get('/worklist/assign'))).not.toContain('Now with');
    const answers = await senior.follow(await confirmed(senior, page, 'officer-a'));
    expect(answers.$('h1').text()).toBe('0 of 1 cases given to A officer');
    expect(await assigneeOf(caseId)).toBeNull();
    expect((await senior.get('/worklist?list=closed')).$('input[name=cases]')).toHaveLength(0);
    const stranger = await as('senior', 'luton');
    expect((await stranger.get('/worklist')).$('input[name=cases]')).toHaveLength(0);
    const theirs = await confirmed(stranger, page, 'luton-officer');
    expect([303, 403, 422]).toContain(theirs.status);
    expect(await assigneeOf(caseId)).toBeNull();
  });
});
