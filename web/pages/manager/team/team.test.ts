import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

describe('giving cases to others', () => {
  test('several at once: chosen, confirmed, each with its own answer, and the same press again changes nothing', async () => {
    const { api, as } = web();
    const cases = [await api.refer(), await api.refer()];
    const hidden = await api.refer();
    await api.register.cases.setRestricted('bradford', hidden, true);
    const senior = await as('senior');
    const list = await senior.get('/overview/team/none');
    expect(
      list
        .$('input[name=cases]')
        .toArray()
        .map((box) => list.$(box).attr('value')),
    ).toEqual(expect.arrayContaining(cases));
    expect(list.text).not.toContain(hidden);
    expect(list.$('main').text()).toContain('Restricted cases that are not open to you: 1');

    const nothing = await senior.submit('/overview/team/none', { to: '' });
    expect(nothing.status).toBe(422);
    expect(
      nothing
        .$('.govuk-error-summary__list a')
        .toArray()
        .map((one) => nothing.$(one).text()),
    ).toEqual(['Select at least one case', 'Choose who takes the cases']);

    // A case that is not open to this person is asked for all the same: it answers that there is none.
    const chosen = await senior.submit('/overview/team/none', { cases: [...cases, hidden], to: 'officer-a' });
    expect(chosen.location).toBe('/overview/reassign');
    const confirm = await senior.follow(chosen);
    expect(confirm.$('h1').text()).toContain('to A officer?');
    expect((await api.register.worklist.find('bradford', cases[0] ?? ''))?.assignee).toBeNull();
    const hiddenFields = Object.fromEntries(
      confirm
        .$('main form input[type=hidden]')
        .toArray()
        .map((input) => [confirm.$(input).attr('name') ?? '', confirm.$(input).attr('value') ?? '']),
    );
    const sent = await senior.post('/overview/reassign', hiddenFields);
    expect(sent.location).toBe('/overview/reassigned');
    const answers = await senior.follow(sent);
    expect(answers.$('h1').text()).toBe('2 of 3 cases given to A officer');
    expect(answers.$('main').text()).toContain('The case was not found');
    await api.post('officer', `/v1/enquiries/${cases[0] ?? ''}/note`, { text: 'Wait for the record' });
    const again = await senior.post('/overview/reassign', hiddenFields);
    expect(again.location).toBe('/overview/reassigned');
    for (const caseId of cases) {
      const read = await api.get('officer', `/v1/enquiries/${caseId}?seq=3`);
      const given = read.body.timeline.filter(({ type }) => type === 'assigned');
      expect(given).toHaveLength(1);
      expect(given[0]).toMatchObject({ to: 'officer-a', by: { id: 'senior-a', name: 'A senior' } });
    }
    const [entry] = await api.register.audit.search('bradford', { person: 'senior-a', action: 'reassign', limit: 5 });
    expect(entry?.allowed).toBe(true);
  });

  test('shows who has how much; the confirmation without a choice leads back', async () => {
    const { as } = web();
    const manager = await as('manager');
    const { $ } = await manager.get('/overview/team');
    const row = $('tbody tr')
      .toArray()
      .map((one) => $(one).text().replaceAll(/\s+/g, ' ').trim());
    expect(row).toEqual(expect.arrayContaining([expect.stringMatching(/^A officer No team 2 0 Not away/)]));
    const back = await manager.get('/overview/reassign');
    expect(back.location).toBe('/overview/team');
    expect((await manager.follow(back)).$('.moj-alert').text()).toContain('No cases were chosen');
    expect((await manager.get('/overview/team/luton-officer')).status).toBe(404);
    expect((await (await as('officer')).get('/overview/team')).status).toBe(403);
    expect((await (await as('manager', 'luton')).get('/overview/team/none')).$('input[name=cases]')).toHaveLength(0);
  });
});

describe('who is away', () => {
  const day = (name: string, year: string) => ({
    [`${name}-day`]: '21',
    [`${name}-month`]: '12',
    [`${name}-year`]: year,
  });

  test('is recorded with who stands in, shown with the cases, and ended', async () => {
    const { api, as } = web();
    const senior = await as('senior');
    const wrong = await senior.submit('/overview/away', {
      who: 'officer-a',
      ...day('from', '2020'),
      deputy: 'officer-a',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.$('.govuk-error-summary').text()).toContain('Choose somebody else');
    expect(wrong.$('#from-year').attr('value')).toBe('2020');
    const fields = { who: 'officer-a', ...day('from', '2020'), ...day('until', '2098'), deputy: 'senior-a' };
    const saved = await senior.submit('/overview/away', fields);
    expect(saved.location).toBe('/overview/away');
    const { $ } = await senior.follow(saved);
    expect($('.moj-alert').text()).toContain('The absence was recorded');
    expect($('tbody').text()).toContain('to Sunday 21 December 2098');
    const [held] = await api.register.people.absencesAt('bradford', api.services.now());
    expect(held).toMatchObject({ person: 'officer-a', deputy: 'senior-a', until: '2098-12-22T00:00:00Z' });
    const team = await senior.get('/overview/team/officer-a');
    expect(team.$('.govuk-inset-text').text()).toContain('A senior stands in');
    expect((await senior.submit('/overview/back', {})).status).toBe(422);
    const ended = await senior.submit('/overview/back', { absence: held?.absence ?? '' });
    expect(ended.location).toBe('/overview/away');
    expect(await api.register.people.absencesAt('bradford', api.services.now())).toEqual([]);
  });

  test('officers enter their own alone', async () => {
    const { api, as } = web();
    const officer = await as('officer');
    const page = await officer.get('/overview/away');
    expect(
      page
        .$('#who option')
        .toArray()
        .map((one) => page.$(one).attr('value')),
    ).toEqual(['officer-a']);
    const other = await officer.submit('/overview/away', { who: 'senior-a', ...day('from', '2090') });
    expect(other.status).toBe(422);
    expect(other.$('.govuk-error-summary').text()).toContain('You can only record your own absence');
    const own = await officer.submit('/overview/away', { who: 'officer-a', ...day('from', '2090') });
    expect(own.status).toBe(303);
    expect(await api.register.people.absencesFrom('luton', api.services.now())).toEqual([]);
    // One that has not begun is gone, not kept with an end before its beginning.
    const [held] = await api.register.people.absencesFrom('bradford', api.services.now());
    expect(held?.until).toBeNull();
    await officer.submit('/overview/back', { absence: held?.absence ?? '' });
    expect(await api.register.people.absencesFrom('bradford', api.services.now())).toEqual([]);
  });
});
