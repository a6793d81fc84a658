import { expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

const referenceOf = async (caseId: string): Promise<string> =>
  (await web().api.register.cases.findCase('bradford', caseId))?.reference ?? '';
const dated = () => {
  const [year = '', month = '', day = ''] = new Date().toISOString().slice(0, 10).split('-');
  return { 'doneAt-day': day, 'doneAt-month': month, 'doneAt-year': year };
};
const link = 'main form[data-app-form=link]';

test('siblings are linked by reference; one check is recorded for both, and each case answers for itself', async () => {
  const { api, as } = web();
  const [one, two] = [await api.refer(), await api.refer()];
  const officer = await as('officer');
  const path = `/cases/${one}/household`;
  const linked = await officer.submit(path, { sibling: (await referenceOf(two)).toLowerCase() }, link);
  const page = await officer.follow(linked);
  expect(page.$('.moj-alert').text()).toContain('The cases are one household now.');
  expect(page.$('main tbody a').attr('href')).toBe(`/cases/${two}`);
  await api.post('officer', `/v1/enquiries/${two}/markNotApplicable`, { check: 'BRA-C2', reason: 'Done' });
  const check = { result: 'contact_made', ...dated(), note: 'The mother at the door' };
  const partly = await officer.submit(`${path}/record-check`, { ...check, check: 'BRA-C2', cases: [one, two] });
  expect((await officer.follow(partly)).$('.moj-alert').text()).toMatch(
    /Saved for 1 of the children\. Case [A-Z0-9]+ did not take it/,
  );
  const both = await officer.submit(`${path}/record-check`, { ...check, check: 'BRA-C10', cases: [one, two] });
  expect((await officer.follow(both)).$('.moj-alert').text()).toContain('Saved for 2 of the children.');
  for (const caseId of [one, two])
    expect(await api.register.record.eventsOf('bradford', caseId)).toContainEqual(
      expect.objectContaining({ type: 'checkRecorded', rule: 'BRA-C10', result: 'contact_made' }),
    );
  const left = await officer.submit(path, {}, 'main form[data-app-form=leave]');
  expect((await officer.follow(left)).$('main').text()).toContain('This case is in no household.');
});

test('a case that is restricted, of another authority, or not there cannot be linked, and none is told from the others', async () => {
  const { api, as } = web();
  const [one, hidden] = [await api.refer(), await api.refer()];
  await api.register.cases.setRestricted('bradford', hidden, true);
  const officer = await as('officer');
  for (const sibling of [await referenceOf(hidden), 'ZZZZZZZZ']) {
    const { $, status } = await officer.submit(`/cases/${one}/household`, { sibling }, link);
    expect(status).toBe(422);
    expect($('#sibling-error').text()).toContain('There is no such case');
  }
  expect((await officer.submit(`/cases/${one}/household`, { sibling: await referenceOf(one) }, link)).text).toContain(
    'this case itself',
  );
});

test('the name of a brother or sister whose case is restricted is not shown, and nothing is recorded there', async () => {
  const { api, as } = web();
  const one = await api.refer();
  const hidden = await api.refer({
    child: { givenName: 'Quintessa', familyName: 'Vandersloot', dateOfBirth: '2014-01-01' },
  });
  await api.post('officer', '/v1/households', { cases: [one, hidden] });
  await api.register.cases.setRestricted('bradford', hidden, true);
  const officer = await as('officer');
  const page = await officer.get(`/cases/${one}/household`);
  expect(page.text).not.toMatch(/Quintessa|Vandersloot/);
  expect(page.$('main').text()).toContain('Not open to you');
  const sent = await officer.submit(`/cases/${one}/household/record-check`, {
    check: 'BRA-C1',
    cases: [hidden],
    result: 'no_reply',
    ...dated(),
  });
  expect(sent.status).toBe(422);
});
