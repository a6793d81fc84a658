import { describe, expect, test } from '@jest/globals';
import { useWeb, type Browser } from '../../../testing/webHarness.js';

const web = useWeb();
const mainText = ({ $ }: Awaited<ReturnType<Browser['get']>>): string => $('main').text().replaceAll(/\s+/g, ' ');
const REQUIRED = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C11', 'C14'].map((id) => `BRA-${id}`);

async function everyCheckBut(caseId: string, but: string) {
  for (const check of REQUIRED.filter((id) => id !== but))
    await web().api.post('officer', `/v1/enquiries/${caseId}/recordCheck`, { check, result: 'nothing_found' });
}

describe('the outcome', () => {
  test('says of every shut gate which rule holds it shut and why, before anything is typed', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ facts: { cp_plan: true } });
    const page = await (await as('officer')).get(`/cases/${caseId}/outcome`);
    const gates = page.$('.app-gates').text().replaceAll(/\s+/g, ' ');
    expect(gates).toContain('Shut: making the record inactive');
    expect(gates).toContain(
      'A record is made inactive only without evidence of safeguarding concerns and with every step taken',
    );
    expect(gates).toContain('(§8, BRA-O4)');
    expect(gates).toContain('“subject of a child protection plan” is recorded');
    for (const title of ['Local databases', 'Admissions', 'HM Revenue and Customs'])
      expect(gates).toContain(`“${title}” is not done`);
    expect(gates).not.toMatch(/\b[a-z]+_[a-z]+\b/);
    // What only a manager may do is not offered.
    expect(page.$('input[name=how]')).toHaveLength(0);
    expect(page.text).not.toContain('/override');
  });

  test('of a decision that the gate refuses says the same rules, and keeps what was typed', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await everyCheckBut(caseId, 'BRA-C14');
    const manager = await as('manager');
    const held = await manager.submit(`/cases/${caseId}/outcome`, {
      outcome: 'BRA-O4',
      how: 'decide',
      note: 'All was tried',
    });
    expect(held.status).toBe(409);
    const alert = held.$('main .moj-alert').text().replaceAll(/\s+/g, ' ');
    expect(alert).toContain('A rule stands in the way');
    expect(alert).toContain('“HM Revenue and Customs” is not done (BRA-O4)');
    expect(alert).not.toContain('Local databases');
    expect(held.$('#note').text()).toContain('All was tried');
    expect(held.$('input[value="BRA-O4"]').attr('checked')).toBeDefined();
  });

  test('with every step taken and nothing known opens the gate; a manager decides, and the notice says so', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await everyCheckBut(caseId, '');
    const manager = await as('manager');
    const page = await manager.get(`/cases/${caseId}/outcome`);
    expect(mainText(page)).toContain('Nothing stands in the way of closing this case or making it inactive.');
    const sent = await manager.submit(`/cases/${caseId}/outcome`, { outcome: 'BRA-O4', how: 'decide' });
    expect((await manager.follow(sent)).$('.moj-alert').text()).toContain('The record is inactive.');
    expect(mainText(await manager.get(`/cases/${caseId}/reopen`))).toContain('The case is open again.');
  });

  test('that was proposed is told to the manager, and chosen', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const officer = await as('officer');
    const sent = await officer.submit(`/cases/${caseId}/outcome`, { outcome: 'BRA-O1' });
    expect((await officer.follow(sent)).$('.moj-alert').text()).toContain('is proposed. A manager decides.');
    const page = await (await as('manager')).get(`/cases/${caseId}/outcome`);
    expect(mainText(page)).toContain('“Located, on roll in Bradford” is proposed.');
    expect(page.$('input[value="BRA-O1"]').attr('checked')).toBeDefined();
  });

  test('an override needs a second manager who is not the first, and lifts it for one decision', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const manager = await as('manager');
    const path = `/cases/${caseId}/override`;
    const page = await manager.get(path);
    const offered = page
      .$('#second option')
      .toArray()
      .map((option) => page.$(option).attr('value'));
    expect(offered).toEqual(['', 'manager-b']);
    const alone = await manager.submit(path, { action: 'inactive', second: 'manager-a', reason: 'Alone' });
    expect(alone.status).toBe(422);
    expect(mainText(alone)).toContain('second person');
    const national = await manager.submit(
      path,
      { action: 'roll_removal', second: 'manager-b', reason: 'x y z' },
      'main form[data-app-draft]',
    );
    expect(national.status).toBe(422);
    expect(mainText(national)).toContain('No override lifts');
    const sent = await manager.submit(
      path,
      { action: 'inactive', second: 'manager-b', reason: 'By telephone' },
      'main form[data-app-draft]',
    );
    expect(sent.location).toBe(`/cases/${caseId}/outcome`);
    const decided = await manager.submit(`/cases/${caseId}/outcome`, { outcome: 'BRA-O4', how: 'decide' });
    expect(decided.status).toBe(303);
  });
});

test('a referral that the policy does not take says so, with the reason and where to point to', async () => {
  const { api, as } = web();
  const caseId = await api.refer({
    child: { givenName: 'Toosmall', familyName: 'Forschool', dateOfBirth: '2024-05-04' },
  });
  const officer = await as('officer');
  const accept = mainText(await officer.get(`/cases/${caseId}/accept`));
  expect(accept).toContain(
    'The child is not of compulsory school age yet. Approaching compulsory school age (§6.4, BRA-SC6a)',
  );
  const reject = mainText(await officer.get(`/cases/${caseId}/reject`));
  expect(reject).toContain('They are pointed to: Early education. This holds by what is on record.');
  const refused = await officer.submit(`/cases/${caseId}/accept`, { reason: 'All the same' });
  expect(refused.status).toBe(422);
  expect(mainText(refused)).toContain('All the same');
});
