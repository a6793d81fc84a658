import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const on = (date: string) => {
  const [year = '', month = '', day = ''] = date.split('-').map((part) => String(Number(part)));
  return { 'date-day': day, 'date-month': month, 'date-year': year };
};
/** The next working day after the third from today or so, far enough that a case of today counts over it. */
const nextWorkingDay = async (): Promise<string> => {
  const { working } = await web().api.services.worlds.calendars('bradford');
  const day = new Date(web().api.services.now());
  for (;;) {
    day.setUTCDate(day.getUTCDate() + 1);
    const text = day.toISOString().slice(0, 10);
    const closed = [...working.bankHolidays, ...working.closureDays].includes(text);
    if (day.getUTCDay() > 0 && day.getUTCDay() < 6 && !closed) return text;
  }
};

/** Waits until the register shows something of a case; what Temporal brings comes a moment later. */
async function until(caseId: string, text: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { body } = await web().api.get('officer', `/v1/enquiries/${caseId}`);
    if (JSON.stringify(body).includes(text)) return;
    if (tries > 100) throw new Error(`Nothing of ${text} on the case`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A case with a deadline in working days; answers its id and reference. */
async function aCase(): Promise<{ caseId: string; reference: string }> {
  const { api } = web();
  const caseId = await api.refer({ facts: { cp_plan: true } });
  await until(caseId, '"deadlineSet"');
  return { caseId, reference: (await api.register.cases.findCase('bradford', caseId))?.reference ?? '' };
}

describe('calendars', () => {
  test('a school year stands there month by month, with what each day is in words', async () => {
    const admin = await web().as('administrator');
    const { $, status } = await admin.get('/administration/calendars/r26');
    expect(status).toBe(200);
    expect($('.app-month').length).toBeGreaterThan(10);
    const december = $('.app-month')
      .filter((_, table) => $(table).find('caption').text().includes('December 2026'))
      .first();
    expect(
      december
        .find('td')
        .filter((_, cell) => $(cell).text().startsWith('25'))
        .text(),
    ).toMatch(/Bank holiday/);
    expect($('.app-legend').text()).toMatch(/Pupils attend: \d+/);
    const years = await admin.get('/administration/calendars/england?year=2027');
    expect(years.$('.app-month')).toHaveLength(12);
    expect(years.$('[aria-current=page]').text()).toContain('2027');
    expect((await admin.get('/administration/calendars/nowhere')).status).toBe(404);
  });

  test('a closure day: asked for, previewed with the case it moves, confirmed, told to the case', async () => {
    const { as, api } = web();
    const { caseId, reference } = await aCase();
    const admin = await as('administrator');
    const date = await nextWorkingDay();
    const asked = await admin.submit('/administration/calendars/england/change', {
      ...{ change: 'addClosureDay', ...on(date) },
    });
    expect(asked.location).toBe(`/administration/calendars/england/preview?change=addClosureDay&date=${date}`);
    const preview = await admin.follow(asked);
    expect(preview.$('#moves').closest('table').text()).toContain(reference);
    expect(preview.$('h1').text()).toBe('What would move');
    expect(await api.register.calendars.latest('bradford', 'england')).toBeNull();
    const sent = await admin.submit(asked.location ?? '', {});
    expect(sent.location).toBe('/administration/calendars/england');
    const shown = await admin.follow(sent);
    expect(shown.$('#history').closest('table').text()).toMatch(
      new RegExp(`${date} became a closure day.*A administrator`, 's'),
    );
    await until(caseId, `${date} became a closure day`);
    // The same again changes nothing, and is said on the form.
    const again = await admin.submit('/administration/calendars/england/change', {
      ...{ change: 'addClosureDay', ...on(date) },
    });
    const back = await admin.follow(await admin.follow(again));
    expect(back.$('.moj-alert').text()).toContain('The calendar says so already');
  });

  test('a day outside the calendar, a change of the other kind and no day are refused at their fields', async () => {
    const admin = await web().as('administrator');
    const path = '/administration/calendars/r26/change';
    const outside = await admin.submit(path, { change: 'addNonPupilDay', ...on('2035-01-02') });
    expect(outside.$('#date-error').text()).toMatch(/lies in this calendar/);
    const other = await admin.submit(path, { change: 'addClosureDay', ...on('2026-12-29') });
    expect(other.status).toBe(422);
    expect(
      (await admin.submit(path, { change: 'addNonPupilDay', 'date-day': '', 'date-month': '', 'date-year': '' }))
        .$('.govuk-error-summary a')
        .attr('href'),
    ).toBe('#date-day');
  });

  test('a restricted case is in the preview without its reference', async () => {
    const { as, api } = web();
    const { caseId, reference } = await aCase();
    await api.register.cases.setRestricted('bradford', caseId, true);
    const date = await nextWorkingDay();
    const admin = await as('administrator');
    const { text, $ } = await admin.get(`/administration/calendars/england/preview?change=addBankHoliday&date=${date}`);
    expect($('#moves').closest('table').text()).toContain('A restricted case');
    expect(text).not.toContain(reference);
  });

  test('while the cases cannot be reached nothing is stored', async () => {
    const { another, api } = web();
    const date = await nextWorkingDay();
    const down = another({});
    const gateway = down.web.api.gateway;
    const closed = another({
      web: { api: { ...down.web.api, gateway: { ...gateway, reachable: () => Promise.resolve(false) } } },
    });
    const admin = await closed.as('administrator');
    const before = await api.register.calendars.history('bradford', 'england');
    const path = `/administration/calendars/england/preview?change=addBankHoliday&date=${date}`;
    const { status, $ } = await admin.submit(path, {});
    expect({ status, alert: $('.moj-alert').text() }).toMatchObject({
      status: 503,
      alert: expect.stringContaining('Not saved'),
    });
    expect(await api.register.calendars.history('bradford', 'england')).toEqual(before);
  });
});
