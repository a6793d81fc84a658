import { describe, expect, test } from '@jest/globals';
import { addDays } from '../../../../domain/time.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { begin, send } from '../../../testing/referralForm.js';
import { useWeb, type PageReply } from '../../../testing/webHarness.js';

const web = useWeb();
const text = ({ $ }: PageReply): string => $('main').text().replaceAll(/\s+/g, ' ');

async function recorded(caseId: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await web().api.register.worklist.find('bradford', caseId)) !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The case is not in the register');
}

describe('a school', () => {
  test('sees its own referrals under the name that it gave, and nobody else’s', async () => {
    const { api, as } = web();
    const child = { givenName: 'Aisha', familyName: 'Longfellow-Featherstonehaugh', dateOfBirth: '2015-05-04' };
    const mine = await api.refer({ child }, undefined, 'referrer');
    await api.refer({ child: { ...child, familyName: 'Otherwise' } }, undefined, 'officer');
    await recorded(mine);
    await api.register.children.correct('bradford', mine, { givenName: 'Amina', familyName: 'Newname' });
    const page = await (await as('referrer')).get('/my-referrals');
    expect(text(page)).toContain('Aisha Longfellow-Featherstonehaugh');
    expect(text(page)).not.toMatch(/Otherwise|Newname|Amina/);
    expect(text(page)).toContain('We are making enquiries.');
    expect(page.$('title').text()).not.toContain('Aisha');
  });

  test('sees which day of the policy’s own period it is for a pupil, by the school’s calendar, and what else it has to do', async () => {
    const { api, as } = web();
    const today = londonDay(api.services.now());
    const firstAbsence = addDays(today, -1);
    const caseId = await api.refer({ facts: { first_absence: firstAbsence, on_roll: true } }, undefined, 'referrer');
    await recorded(caseId);
    const page = await (await as('referrer')).get('/my-referrals');
    const clock = page.$('.govuk-summary-card li').filter((_index, one) => page.$(one).text().includes('NAT-ABS10'));
    expect(clock.text().replaceAll(/\s+/g, ' ')).toMatch(
      /The school reports ten school days .*Day [012] of 10\..*School days from/,
    );
  });

  test('no longer sees a name, nor what there is to do, once the case is restricted', async () => {
    const { api, as } = web();
    const child = { givenName: 'Hidden', familyName: 'Refuge' };
    const caseId = await api.refer({ child, facts: { first_absence: '2026-11-23' } }, undefined, 'referrer');
    await recorded(caseId);
    await api.register.cases.setRestricted('bradford', caseId, true);
    const page = await (await as('referrer')).get('/my-referrals');
    expect(text(page)).not.toContain('Refuge');
    const row = await api.register.cases.findCase('bradford', caseId);
    const card = page.$('.govuk-summary-card').filter((_index, one) =>
      page
        .$(one)
        .text()
        .includes(row?.reference ?? '?'),
    );
    expect(card.text()).toContain('nothing that your school has to do');
  });

  test('finds what it has begun and not sent, and goes on where it was', async () => {
    const school = await web().as('referrer');
    const draft = await begin(school);
    await send(school, `/refer/form/${draft}/danger`, { danger: 'no' });
    await send(school, `/refer/form/${draft}/who`, { who: 'school' });
    await send(school, `/refer/form/${draft}/name`, { familyName: 'Half-Written' });
    const page = await (await web().as('referrer')).get('/my-referrals');
    const link = page.$('a').filter((_index, one) => page.$(one).text() === 'Half-Written');
    expect(link.attr('href')).toBe(`/refer/form/${draft}/birth`);
  });
});

test('without any says so, and the start page leads there', async () => {
  const school = await web().as('referrer', 'luton');
  expect((await school.get('/my-referrals')).status).toBeLessThan(500);
  const start = await (await web().as('referrer')).get('/');
  expect(start.location).toBe('/my-referrals');
});
