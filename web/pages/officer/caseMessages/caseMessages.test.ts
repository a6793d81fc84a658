import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

describe('the messages of a case', () => {
  test('are shown with what became of them, the rule, its basis, and the text as it was sent', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ facts: { cp_plan: true } });
    await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
    const officer = await as('officer');
    const { $, status } = await officer.get(`/cases/${caseId}/messages`);
    expect(status).toBe(200);
    const held = await api.register.messages.ofCase('bradford', caseId);
    expect(held.length).toBeGreaterThan(0);
    expect($('.app-message')).toHaveLength(held.length);
    for (const message of held) {
      const shown = $(`#message-${message.seq}`);
      expect(shown.text()).toContain(message.rule);
      expect(shown.find('.app-typed').text().length).toBeGreaterThan(20);
    }
    const assignment = $('.app-message:contains("Assignment to")').first();
    expect(assignment.text()).toContain('SYS-ASSIGN, system default');
    const { reference } = (await api.register.cases.findCase('bradford', caseId)) ?? { reference: '' };
    expect(assignment.find('.app-typed').text()).toContain(reference);
  });

  test('that did not arrive are told first, with the reason', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
    await untilSent(caseId);
    await api.db
      .updateTable('ledger')
      .set({ state: 'parked', error_class: 'mailbox_full', next_try_at: '2026-12-01T09:00:00Z', sent_at: null })
      .where('case_id', '=', caseId)
      .execute();
    const { $ } = await (await as('officer')).get(`/cases/${caseId}/messages`);
    expect($('.govuk-warning-text').text()).toMatch(/have not reached anybody: \d/);
    expect($('main').text()).toContain('Why it did not go: mailbox full');
    const work = await (await as('officer')).get('/my-work');
    expect(work.$(`.app-waits a[href="/cases/${caseId}/messages"]`).length).toBeGreaterThan(0);
    expect(work.$('.app-waits').text()).toContain('Message not delivered yet');
  });
});

async function untilSent(caseId: string): Promise<void> {
  const { api } = web();
  for (let tries = 0; tries < 100; tries += 1) {
    const held = await api.register.messages.ofCase('bradford', caseId);
    if (held.length > 0 && held.every(({ state }) => state === 'sent')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The messages were not sent');
}
