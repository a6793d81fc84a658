import { describe, expect, test } from '@jest/globals';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();

describe('the timeline of a case', () => {
  test('has every event once, the newest first, each with who, when and the rule', async () => {
    const { api, as } = web();
    const caseId = await api.refer({ facts: { cp_plan: true } });
    await api.post('officer', `/v1/enquiries/${caseId}/note`, { text: 'Telephoned <b>the aunt</b>\nTwice' });
    const { $, status } = await (await as('officer')).get(`/cases/${caseId}/timeline`);
    expect(status).toBe(200);
    const enquiry = await api.register.enquiries.read('bradford', caseId);
    const seqs = $('.moj-timeline [data-seq]')
      .toArray()
      .map((item) => Number($(item).attr('data-seq')));
    expect(seqs).toEqual(
      (enquiry?.timeline ?? [])
        .map(({ event }) => event.seq)
        .reverse()
        .slice(0, 50),
    );
    // What the policy opened in one stroke is one item that lists it.
    const opened = $('.moj-timeline__item:contains("checks opened")');
    expect(opened).toHaveLength(1);
    expect(opened.find('[data-seq]').length).toBe(Number.parseInt(opened.find('h3').text(), 10));
    expect(opened.find('[data-seq]').text()).toContain('BRA-C1');
    const note = $('.moj-timeline__item').first();
    expect(note.find('h3').text()).toBe('Note');
    expect(note.text()).toContain('Telephoned <b>the aunt</b>');
    expect(note.find('b')).toHaveLength(0);
    expect(note.text()).toContain('by A officer (officer)');
    const due = $('.moj-timeline__item:contains("Due ")').first();
    expect(due.text()).toContain('by the system');
    expect(due.text()).toMatch(/5 working days after/);
    expect(due.text()).toContain('BRA-D1');
    for (const item of $('.moj-timeline__item').toArray()) {
      expect($(item).find('.moj-timeline__byline').text()).toMatch(/^by \S/);
      expect($(item).find('time').attr('datetime')).toMatch(/^20\d\d-/);
    }
  });

  test('is narrowed to one kind', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.post('officer', `/v1/enquiries/${caseId}/note`, { text: 'One note' });
    const officer = await as('officer');
    const notes = await officer.get(`/cases/${caseId}/timeline?kind=notes`);
    expect(notes.$('.moj-timeline__item')).toHaveLength(1);
    expect(notes.$('#kind option[selected]').attr('value')).toBe('notes');
    const none = await officer.get(`/cases/${caseId}/timeline?kind=tasks&page=3`);
    expect(none.$('main').text()).toContain('Nothing of this kind');
  });

  test('of a concern shows kind and note to those who may read the case', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    await api.post('officer', `/v1/enquiries/${caseId}/raiseConcern`, {
      kind: 'forced_marriage',
      immediate: false,
      note: 'A friend said so',
    });
    const { $ } = await (await as('dsl')).get(`/cases/${caseId}/timeline?kind=concerns`);
    expect($('.moj-timeline').text()).toContain('Concern raised: forced marriage');
    expect($('.moj-timeline').text()).toContain('A friend said so');
  });
});
