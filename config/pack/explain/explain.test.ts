import { describe, expect, test } from '@jest/globals';
import { ruleIds } from '../references.js';
import { loadPack, shippedPacks } from '../load.js';
import { explainPack } from './explain.js';
import { explanationHtml } from './html.js';
import { explanationText, wrapped } from './text.js';

const bradford = explainPack('bradford', '2026-12-21');
const rule = (explanation: typeof bradford, id: string) =>
  explanation.sections.flatMap(({ rules }) => rules).find((each) => each.rule === id);

describe('an explanation', () => {
  test('counts the dates of a rule, the days skipped, and the ladder as a default of the system', () => {
    // Worked example 1: Mon 21 Dec 2026, five working days without 25 and 28 December.
    expect(rule(bradford, 'BRA-D1')).toMatchObject({
      source: '§8',
      basis: 'policy',
      modality: 'AIM',
      dates: [
        {
          what: 'due',
          from: '2026-12-21',
          to: '2026-12-30',
          skipped: [
            { date: '2026-12-25', why: 'bank holiday' },
            { date: '2026-12-28', why: 'bank holiday' },
          ],
        },
        { what: 'reminder to the officer', to: '2026-12-29', at: '09:00', basis: 'system default' },
        { what: 'if missed, the senior officer is told', to: '2026-12-31', at: '00:00', basis: 'system default' },
        { what: 'if missed, the manager is told', to: '2026-12-31', at: '09:00', basis: 'system default' },
      ],
    });
    expect(rule(bradford, 'BRA-D2')?.guidance.map((shown) => shown.rule)).toEqual(['BRA-N3']);
  });

  test('says from which day a minimum period allows the action, and which gate holds it', () => {
    // Four weeks from Tue 5 Jan 2027 are complete on Mon 1 Feb; allowed from Tue 2 Feb.
    const luton = explainPack('luton', '2027-01-05');
    expect(rule(luton, 'LUT-D1')).toMatchObject({
      says: expect.arrayContaining(['Held by LUT-G3.']),
      dates: [
        { what: 'complete', to: '2027-02-01' },
        { what: 'allowed from', to: '2027-02-02' },
      ],
    });
  });

  test('gives a notice its last day and the task its working day', () => {
    // Worked example 4: served Thu 17 Dec 2026, last day Thu 31 Dec, task Mon 4 Jan.
    expect(rule(explainPack('bradford', '2026-12-17'), 'NAT-S437')?.dates).toMatchObject([
      { what: 'last day', to: '2026-12-31' },
      { what: 'task', to: '2027-01-04' },
    ]);
  });

  test('names a calendar that is missing instead of a date', () => {
    const late = explainPack('bradford', '2027-07-12');
    expect(rule(late, 'NAT-ABS10')?.dates).toMatchObject([{ to: null, missing: expect.stringMatching('r26') }]);
    expect(explanationText(late)).toMatch(/cannot be counted, the calendar r26/);
  });

  test('says what is superseded on that day, and what is a default', () => {
    expect(rule(bradford, 'cme-2016')?.says[0]).toMatch(/^SUPERSEDED: .* now Children missing education, 8 September/);
    expect(rule(bradford, 'reviewWeeks')).toMatchObject({ basis: 'system default', says: ['4.'] });
    const text = explanationText(bradford);
    expect(text).toMatch('[system default, not from policy]');
    expect(text).toMatch(/Stands where on roll, or where that is not known\./);
    expect(text).toMatch(/cin: Child in need/);
  });

  test.each(shippedPacks().map(({ id, version }) => `${id}@${version}`))('%s is explained, rule by rule', (name) => {
    const explanation = explainPack(name, '2027-04-01');
    const said = new Set(explanation.sections.flatMap(({ rules }) => rules.map((each) => each.rule)));
    const missing = [...new Set(ruleIds(loadPack(name).pack))].filter((id) => /^[A-Z]{2,8}-/.test(id) && !said.has(id));
    expect(missing).toEqual([]);
  });
});

describe('as text', () => {
  test('is no wider than a terminal', () => {
    const wide = explanationText(bradford)
      .split('\n')
      .filter((line) => line.length > 80);
    expect(wide).toEqual([]);
    expect(wrapped('a '.repeat(50), 4, 6).map((line) => line.length)).toEqual([79, 29]);
  });
});

describe('as a page', () => {
  const page = explanationHtml(bradford);

  test('is one file without script, with its headings in order and a caption for each table', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/);
    const levels = [...page.matchAll(/<h(\d)/g)].map((match) => Number(match[1]));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
    expect(page.split('<table>').length).toBe(page.split('<caption>').length);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test('shows what an author wrote as text', () => {
    const section = { id: 'a', title: 'A <b> & "c"', rules: [] };
    expect(explanationHtml({ ...bradford, title: '<script>', sections: [section] })).toMatch(
      /&lt;script&gt;[\s\S]*A &lt;b&gt; &amp; &quot;c&quot;/,
    );
  });
});
