import { beforeAll, describe, expect, test } from '@jest/globals';
import { useWeb } from '../../testing/webHarness.js';

let clock = '2026-11-27T09:30:00Z';
const web = useWeb({ worker: false, now: () => clock });

/** What the worker does every night. */
const look = async (at: string) => {
  clock = at;
  const { services, register } = web().api;
  const policy = await services.worlds.inForce('luton', at);
  if (policy === null) throw new Error('No policy');
  await register.duties.review(
    'luton',
    {
      duties: policy.service.duties,
      effectiveFrom: policy.compiled.effectiveFrom,
      defaults: policy.compiled.defaults,
      calendars: await services.worlds.calendars('luton'),
    },
    at,
  );
};

beforeAll(() => look('2026-11-27T00:05:00Z'));

const as = (role: Parameters<ReturnType<typeof web>['as']>[0]) => web().as(role, 'luton');

describe('the duties of the service', () => {
  test('stand under how they stand, each with its rule, its day and who does it', async () => {
    const { $ } = await (await as('officer')).get('/duties');
    const next = $('#duties-open').next().find('tbody tr').first();
    expect(next.find('a').attr('href')).toBe('/duties/LUT-R3');
    expect(next.text()).toContain('Tuesday 1 December 2026');
    expect($('#duties-undated').text()).toMatch(/^Dates to be set \(\d+\)$/);
    expect($('main').text()).toContain('No date set yet');
  });

  test('are recorded as done once, with a note, and the record says who', async () => {
    const officer = await as('officer');
    const duty = await officer.get('/duties/LUT-R3');
    const link = duty.$('a:contains("Record as done")').attr('href') ?? '';
    expect(link).toBe('/duties/LUT-R3/done?occurrence=2026-12-01');
    expect(duty.$('a:contains("Not needed")')).toHaveLength(0);
    const day = (year: string) => ({ 'doneOn-day': '27', 'doneOn-month': '11', 'doneOn-year': year });
    const wrong = await officer.submit(link, { ...day('2027'), note: 'Sent' });
    expect(wrong.status).toBe(422);
    expect(wrong.$('.govuk-error-summary a').attr('href')).toBe('#doneOn-day');
    expect(wrong.$('#note').text()).toBe('Sent');
    const saved = await officer.submit(link, { ...day('2026'), note: 'Sent to the board' });
    expect(saved.location).toBe('/duties/LUT-R3');
    const { $ } = await officer.follow(saved);
    expect($('.moj-alert').text()).toContain('Recorded as done');
    expect($('tbody').text()).toContain('Done on Friday 27 November 2026, recorded by A officer');
    expect($('tbody').text()).toContain('Sent to the board');
    // Another key: it is done already, and what was typed is kept.
    const again = await officer.post(link, {
      ...{ _csrf: String($('header input[name=_csrf]').attr('value') ?? $('input[name=_csrf]').attr('value')) },
      ...{ occurrence: '2026-12-01', ...day('2026'), note: 'Once more' },
    });
    expect(again.status).toBe(409);
    expect(again.$('.moj-alert').text()).toContain('is done already');
  });

  test('that are late say so; a senior officer says that one is not needed, and why', async () => {
    await look('2026-12-19T09:00:00Z');
    const senior = await as('senior');
    const list = await senior.get('/duties');
    expect(list.$('#duties-late').next().text()).toContain('NAT-WT-LA');
    const link = '/duties/NAT-WT-LA/not-needed';
    expect((await senior.submit(link, { reason: ' ' })).status).toBe(422);
    const saved = await senior.submit(link, { reason: 'Held together with the spring meeting' });
    expect(saved.status).toBe(303);
    expect((await senior.follow(saved)).$('tbody').text()).toContain('Not needed, said A senior');
    expect((await (await as('officer')).get(link)).status).toBe(403);
  });

  test('without dates get them from a manager: so often, or on named days', async () => {
    const manager = await as('manager');
    const list = await manager.get('/duties');
    const undated = list.$('#duties-undated').next().find('tbody a').first().attr('href') ?? '';
    const path = `${undated}/plan`;
    expect((await manager.submit(path, {})).$('.govuk-error-summary').text()).toContain('Choose what you want to set');
    const wrong = await manager.submit(path, { set: 'days', days: '21 1 2027\n31 2 2027' });
    expect(wrong.$('.govuk-error-summary a').attr('href')).toBe('#days');
    expect(wrong.$('#days').text()).toBe('21 1 2027\n31 2 2027');
    expect((await manager.submit(path, { set: 'often', amount: 'two' })).$('#amount-error').text()).toContain(
      '1 to 366',
    );
    const saved = await manager.submit(path, { set: 'days', days: '11 1 2027\n21 January 2027', for: 'senior' });
    expect(saved.location).toBe(undated);
    const { $ } = await manager.follow(saved);
    expect($('main').text()).toContain('Monday 11 January 2027');
    expect($('.govuk-summary-list').text()).toContain('Senior officer');
    const often = await manager.submit(path, { set: 'often', amount: '6', unit: 'week' });
    expect(often.status).toBe(303);
    expect((await manager.follow(often)).$('.govuk-summary-list').text()).toContain('every 6 weeks');
    // What the text says stands: there only the person is left to set.
    const fixed = await manager.get('/duties/LUT-R3/plan');
    expect(
      fixed
        .$('input[name=set]')
        .toArray()
        .map((one) => fixed.$(one).attr('value')),
    ).toEqual(['who']);
    expect((await manager.submit('/duties/LUT-R3/plan', { set: 'often', amount: '1', unit: 'year' })).status).toBe(422);
    expect((await (await as('senior')).get(path)).status).toBe(403);
  });

  test('of no such rule are not found', async () => {
    expect((await (await as('manager')).get('/duties/NO-SUCH')).status).toBe(404);
  });
});
