import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ruleLists } from '../coverage/ruleList.js';
import { shippedFolder } from '../shippedFiles.js';
import { readYaml } from '../yamlProblems.js';
import { loadPack } from './load.js';

/** What the two policies say, rule by rule, from the closed list of rules. */
const POLICIES = [
  { pack: 'derbyshire', files: ['derbyshire.yaml', 'derbyshire-2.yaml'], number: 43 },
  { pack: 'banes', files: ['banes.yaml'], number: 80 },
].map((policy) => ({
  ...policy,
  ids: [
    ...(ruleLists()
      .find(({ pack }) => pack === policy.pack)
      ?.rules.keys() ?? []),
  ],
}));

/** The printed form CME1, field by field. */
const CME1 = `surname firstName dateOfBirth yearGroup gender lookedAfter ethnicity senStage address phones gp newAddress
  newPhones parents lastSchool lastAuthority reason lastOnRoll otherAgencies otherDetails signature date completedBy
  publicReferrer agency referrerPhone`.split(/\s+/);

function* idsIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const each of value) yield* idsIn(each);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value))
      if (key === 'id' && typeof inner === 'string' && /^[A-Z]{3}-/.test(inner)) yield inner;
      else if (key !== 'interpretations') yield* idsIn(inner);
}

describe.each(POLICIES)('the policy $pack', ({ pack, files, ids, number }) => {
  test('is as long as it was read', () => {
    expect(ids.filter((id) => !id.includes('/'))).toHaveLength(number);
  });

  test.each(files)('has each of its rules in %s, and no other', (file) => {
    const { value } = readYaml(join(shippedFolder('policies'), file));
    expect([...new Set(idsIn(value))].sort()).toEqual(ids.filter((id) => !id.includes('/')).sort());
  });

  test('says of each rule where the document has it', () => {
    const { details } = loadPack(`${pack}@1`);
    for (const id of ids) expect([id, details[id]?.title, details[id]?.source]).not.toContain(undefined);
  });

  test('has every rule at work, or shown at a step', () => {
    const { details, policy, pack: authored } = loadPack(`${pack}@1`);
    const atWork = JSON.stringify(policy);
    const listed = [
      ...authored.situations,
      ...authored.atRisk,
      ...authored.routes,
      ...authored.forms,
      ...authored.duties,
      ...(authored.scope?.also ?? []),
      ...(authored.category !== undefined && 'values' in authored.category ? authored.category.values : []),
    ].map(({ id }) => id);
    const without = ids.filter(
      (id) => !atWork.includes(`"${id}"`) && details[id]?.shownAt === undefined && !listed.includes(id),
    );
    expect(without).toEqual([]);
  });

  test('reads only rules of its own', () => {
    for (const { rule } of loadPack(`${pack}@1`).pack.interpretations) expect(ids).toContain(rule);
  });
});

describe('the pack of Bath & North East Somerset', () => {
  const { pack, details } = loadPack('banes');

  test('has the printed form CME1 field by field, and asks for none of it', () => {
    const form = pack.forms.find(({ id }) => id === 'BAN-F5');
    expect(form?.fields.map(({ id }) => id)).toEqual(CME1);
    for (const { fields } of pack.forms) expect(fields.filter(({ required }) => required === true)).toEqual([]);
    expect(details['BAN-F5/gp']?.title).toBe('GP details');
  });

  test('takes the groups beside the definition into its scope', () => {
    const { scope } = loadPack('banes').policy;
    expect(scope.in).toMatchObject({ any: expect.any(Array) });
    expect(JSON.stringify(scope.in)).toContain('{"fact":"attendance_percent","op":"<=","value":85}');
  });
});

describe('the second version of Derbyshire', () => {
  const lines = (file: string): string[] =>
    readFileSync(join(shippedFolder('policies'), file), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'));

  test('is the first but for DER-D1 and its own name and day', () => {
    const first = lines('derbyshire.yaml');
    const second = lines('derbyshire-2.yaml').filter((line) => line !== 'example: true');
    const differing = second.filter((line, index) => line !== first[index]).map((line) => line.trim());
    expect(second).toHaveLength(first.length);
    expect(differing).toEqual([
      'version: 2',
      expect.stringMatching(/^title: .*example/),
      'effectiveFrom: 2027-04-01',
      expect.stringMatching(/^document: .*example/),
      'amount: 5',
      'text: within 5 working days of referral',
      'text: within 5 working days of',
    ]);
  });

  test('takes effect on 1 April 2027, and no authority adopted it', () => {
    expect(loadPack('derbyshire', '2027-03-31').policy.version).toBe('1');
    expect(loadPack('derbyshire', '2027-04-01').policy.version).toBe('2');
    expect(loadPack('derbyshire@2').pack.example).toBe(true);
  });
});
