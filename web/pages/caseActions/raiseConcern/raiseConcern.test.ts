import { describe, expect, test } from '@jest/globals';
import { useWeb, type Browser } from '../../../testing/webHarness.js';

const web = useWeb();
const mainText = ({ $ }: Awaited<ReturnType<Browser['get']>>): string => $('main').text().replaceAll(/\s+/g, ' ');

describe('raising a concern', () => {
  test('says 999 first, whom to phone, and who will be told by this policy', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.register.authorities.putContact('bradford', 'safeguarding-contact', {
      name: 'Integrated Front Door',
      email: 'front-door@bradford.example',
      phone: '01632 960301',
      secure: true,
    });
    const page = await (await as('officer')).get(`/cases/${caseId}/raise-concern`);
    const text = mainText(page);
    expect(text.indexOf('phone 999')).toBeLessThan(text.indexOf('What is it about?'));
    expect(page.$('.app-danger').text()).toContain('Integrated Front Door: 01632 960301');
    expect(text).toMatch(/A message goes at once to: the safeguarding contact ?the designated safeguarding lead/);
    expect(text).toContain('As well to the police contact:');
    // The system's own times, which a policy may change: 30 minutes, 60 minutes.
    expect(text).toContain('after 30 minutes, and the manager after 60');
  });

  test('is done in one form, and confirmed with its time; nobody counts as told until a person recorded it', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const officer = await as('officer');
    const sent = await officer.submit(`/cases/${caseId}/raise-concern`, {
      kind: 'abuse',
      note: 'Bruises, says the aunt',
    });
    expect(sent.location).toBe(`/cases/${caseId}/concerns/concern-1/raised`);
    const page = await officer.follow(sent);
    expect(page.$('.govuk-panel__title').text().trim()).toBe('Concern raised');
    expect(page.$('.govuk-panel__body').text()).toMatch(/\d(am|pm)|midday|midnight/);
    const text = mainText(page);
    expect(text).toContain('Nobody counts as told until a person records whom they spoke to');
    expect(text).not.toMatch(/\b(was|were|has been|have been) (told|referred|informed)\b/i);
    expect(text).not.toContain('Bruises');
    const recorded = await officer.submit(`/cases/${caseId}/concerns/concern-1/acknowledge`, {
      spokenTo: 'Duty social worker',
    });
    expect((await officer.follow(recorded)).$('.moj-alert').text()).toContain('It is on record who was spoken to.');
    expect(mainText(await officer.get(`/cases/${caseId}/concerns/concern-1/raised`))).toContain(
      'Somebody recorded whom they spoke to',
    );
    const again = await officer.get(`/cases/${caseId}/concerns/concern-1/acknowledge`);
    expect(mainText(again)).toContain('Concern-1 is acknowledged already');
  });

  test('holds the case open, which the outcome’s page says before anything is typed', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, { kind: 'other', immediate: false, note: 'x' });
    const officer = await as('officer');
    const page = await officer.get(`/cases/${caseId}/outcome`);
    expect(mainText(page)).toContain(
      'A safeguarding concern is open, and the designated safeguarding lead has to resolve it',
    );
    const manager = await as('manager');
    const held = await manager.submit(`/cases/${caseId}/outcome`, { outcome: 'BRA-O1', how: 'decide' });
    expect(held.status).toBe(409);
    expect(held.$('main .moj-alert').text()).toContain('a safeguarding concern is open'.slice(2));
    expect(mainText(await manager.get(`/cases/${caseId}/override`))).toContain(
      'Nobody can lift this: closing the case',
    );
    const dsl = await as('dsl');
    const sent = await dsl.submit(`/cases/${caseId}/concerns/concern-1/resolve`, { reason: 'Seen and safe' });
    expect((await dsl.follow(sent)).$('.moj-alert').text()).toContain('The concern is resolved.');
  });

  test('by an administrator shows no name, and leads back to the start', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ child: { givenName: 'Quintessa', familyName: 'Vandersloot' } });
    const administrator = await as('administrator');
    const page = await administrator.get(`/cases/${caseId}/raise-concern`);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/Quintessa|Vandersloot/);
    expect(page.$('.govuk-back-link').attr('href')).toBe('/');
    const sent = await administrator.submit(`/cases/${caseId}/raise-concern`, {
      kind: 'other',
      note: 'Heard in the hall',
    });
    expect((await administrator.follow(sent)).status).toBe(200);
    expect(api.logs()).not.toMatch(/Quintessa|Heard in the hall/);
  });

  test('without saying what it is about and what is known comes back, with everything typed', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const officer = await as('officer');
    const { $, status } = await officer.submit(`/cases/${caseId}/raise-concern`, { note: 'She cried <script>' });
    expect(status).toBe(422);
    expect($('.govuk-error-summary a').attr('href')).toBe('#kind');
    expect($('textarea').text()).toContain('She cried <script>');
    expect($('main script')).toHaveLength(0);
  });
});
