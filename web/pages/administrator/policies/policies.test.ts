import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packSchema } from '../../../../config/pack/schema.js';
import { shippedFolder } from '../../../../config/shippedFiles.js';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const bradford = readFileSync(join(shippedFolder('policies'), 'bradford.yaml'), 'utf8');
/** Bradford's policy with thirty days instead of five for the first enquiries. */
const changed = (version: string) =>
  bradford.replace(/^version: .*$/m, `version: '${version}'`).replace(/(id: BRA-D1\n(?:.*\n)*?\s+amount: )5/, '$130');
const load = async (text: string, step: 'check' | 'store') =>
  (await web().as('administrator')).submit('/policies/load', { text, step });

/** Waits until the register shows something of a case. */
async function until(caseId: string, text: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { body } = await web().api.get('officer', `/v1/enquiries/${caseId}`);
    if (JSON.stringify(body).includes(text)) return;
    if (tries > 150) throw new Error(`Nothing of ${text} on the case`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('loading a version', () => {
  test('the text differs from what ships, or this file tests nothing', () => {
    expect(changed('2')).toMatch(/amount: 30/);
  });

  test('says everything that is wrong at once, with line and column, and stores nothing', async () => {
    const text = 'pack: bradford\nversion: 2\nnonsense: 1\neffectiveFrom: someday\n';
    const { status, $ } = await load(text, 'store');
    expect(status).toBe(422);
    const rows = $('#findings').closest('table').find('tbody tr');
    expect(rows.length).toBeGreaterThan(2);
    expect($(rows).text()).toMatch(/Line 3, column 1/);
    expect($('#text').val()).toContain('nonsense');
    expect($('button[value=store]').length).toBe(0);
    const markup = await load('<script>alert(1)</script>: [', 'check');
    expect(markup.status).toBe(422);
    expect(markup.text).not.toContain('<script>alert');
    expect(await web().api.register.packs.list('bradford')).toEqual([]);
  });

  test('refuses the policy of another authority, and an empty form', async () => {
    const luton = readFileSync(join(shippedFolder('policies'), 'luton.yaml'), 'utf8');
    const { status, $ } = await load(luton, 'store');
    expect(status).toBe(422);
    expect($('#findings').closest('table').text()).toMatch(
      /this is a version of luton, and the authority’s policy is bradford/,
    );
    expect((await load('', 'check')).$('#text-error').text()).toMatch(/Choose a file/);
    expect(await web().api.register.packs.list('bradford')).toEqual([]);
  });

  test('checked, it shows what changes in words; stored, it waits and is in force for nobody', async () => {
    const { api } = web();
    const checked = await load(changed('2'), 'check');
    expect(checked.status).toBe(200);
    expect(checked.text).toMatch(/five working days becomes 30 working days/);
    expect(await api.register.packs.list('bradford')).toEqual([]);
    const stored = await load(changed('2'), 'store');
    expect(stored.status).toBe(303);
    const manager = await web().as('manager');
    const list = await manager.get('/policies');
    expect(list.$('tbody tr').text()).toMatch(/bradford@2.*Waits for a manager.*Loaded by A administrator/s);
    const current = await api.services.worlds.inForce('bradford', '2099-01-01T00:00:00Z');
    expect(current?.compiled.version).toBe('1');
    // Other contents under the same name are refused.
    const again = await load(changed('2').replace('amount: 30', 'amount: 29'), 'store');
    expect(again.$('#findings').closest('table').text()).toMatch(/version 2 is stored with other contents/);
  });

  test('is for administrators, and adopting for managers', async () => {
    const { as } = web();
    expect((await (await as('manager')).get('/policies/load')).status).toBe(403);
    expect((await (await as('administrator')).get('/policies/bradford@2/adopt')).status).toBe(403);
  });
});

describe('reading a version', () => {
  test('it is explained rule by rule, with the dates of a day, its readings and its coverage', async () => {
    const officer = await web().as('officer');
    const { $, status } = await officer.get('/policies/bradford@1?from-day=21&from-month=12&from-year=2026');
    expect(status).toBe(200);
    expect($('main').text()).toMatch(/It holds (\d+) of the \1 rules/);
    expect($('details').text()).toMatch(/Law that it cites and that no longer stands/);
    expect($('h1')).toHaveLength(1);
    // The contents lead to a part at a time, and the day goes along.
    const link = $('nav[aria-labelledby=contents] a').filter((_, one) =>
      $(one).text().startsWith('What the authority'),
    );
    const part = await officer.get(link.attr('href') ?? '');
    // Worked example 1: Mon 21 Dec 2026, five working days without 25 and 28 December.
    expect(part.$('main').text()).toContain('Wednesday 30 December 2026');
    expect(part.$('h1').text()).toContain('What the authority must do, and by when');
    expect(part.$('title').text()).toContain('What the authority must do');
    const next = part.$('.govuk-pagination__next a').attr('href') ?? '';
    expect(next).toContain('section=deadlines-of-others&from-day=21');
    expect((await officer.get(next)).$('main').text()).not.toContain('Initial enquiries for a prioritised child');
    // A long part is read in pieces.
    const long = await officer.get('/policies/bradford@1?section=shown');
    expect(long.$('h1').text()).toMatch(/What people are shown, and where \(1 of \d\)$/);
    expect(long.$('main h2.govuk-heading-s')).toHaveLength(20);
    expect(long.$('.govuk-pagination__next a').attr('href')).toContain('section=shown&piece=2');
    const whole = await officer.get('/policies/bradford@1?section=all');
    expect(whole.$('main h2').length).toBeGreaterThan(15);
    expect((await officer.get('/policies/bradford@1?section=nothing')).status).toBe(404);
    expect((await officer.get('/policies/bradford@99')).status).toBe(404);
    expect((await officer.get('/policies/bradford@1?from-day=x')).$('#from-error').length).toBe(1);
  });

  test('two versions are compared in words', async () => {
    const auditor = await web().as('auditor');
    const { $ } = await auditor.get('/policies/bradford@2/changes?from=bradford@1');
    expect($('main').text()).toMatch(/From bradford@1 to bradford@2/);
    expect($('main li').text()).toMatch(/BRA-D1.*five working days becomes 30 working days/s);
    expect($('main h3').text()).toBe('What must be done, and by when');
    expect((await auditor.get('/policies/bradford@2/changes?from=bradford@99')).status).toBe(404);
  });

  test('every part of a pack that can change has a name', () => {
    const whole = ['pack', 'version', 'title', 'authority', 'example', 'effectiveFrom', 'document', 'extends'];
    const parts = Object.keys(packSchema.shape).filter(
      (part) => ![...whole, 'timeBands', 'quietWeekdays'].includes(part),
    );
    expect(parts.filter((part) => !web().web.language.has(`packPart.${part}`))).toEqual([]);
  });
});

describe('adopting', () => {
  test('a manager sees what would move, chooses, and the open cases follow', async () => {
    const { as, api } = web();
    const caseId = await api.refer({ facts: { cp_plan: true } });
    await until(caseId, '"deadlineSet"');
    const { reference } = (await api.register.cases.findCase('bradford', caseId)) ?? {};
    const manager = await as('manager');
    const preview = await manager.get('/policies/bradford@2/adopt');
    const row = preview.$('tbody tr').filter((_, one) =>
      preview
        .$(one)
        .text()
        .includes(reference ?? ''),
    );
    expect(row.text()).toMatch(/Initial enquiries.* → /s);
    expect((await manager.submit('/policies/bradford@2/adopt', {})).$('#cases-error').text()).toMatch(/Choose/);
    const sent = await manager.submit('/policies/bradford@2/adopt', { cases: 'open' });
    expect(sent.status).toBe(303);
    const list = await manager.follow(sent);
    expect(list.$('tbody tr').text()).toMatch(/bradford@2.*Adopted by A manager/s);
    await until(caseId, 'bradford@2');
    // What runs under it already is counted, and there is nothing to press.
    const again = await manager.get('/policies/bradford@2/adopt');
    expect(again.$('h1').text()).toBe('Move the open cases to bradford@2');
    expect(again.$('main').text()).toMatch(/Open cases that run under it already: \d+\./);
    expect(again.$('main').text()).not.toMatch(/would stay under its version/);
    expect(again.$('main form')).toHaveLength(0);
    expect((await api.services.worlds.inForce('bradford', '2099-01-01T00:00:00Z'))?.compiled.version).toBe('2');
    const [entry] = await api.register.audit.search('bradford', { action: 'policy.adopt', limit: 1 });
    expect(entry).toMatchObject({ person: 'manager-a', object: { id: 'bradford@2' }, detail: { cases: 'open' } });
  });
});
