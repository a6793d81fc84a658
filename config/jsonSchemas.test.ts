import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import { isIsoDate } from '../domain/time.js';
import { jsonSchemas, schemaText } from './jsonSchemas.js';
import { packSchema } from './pack/schema.js';
import { SECTION_WORDS } from './packWords.js';

const root = join(import.meta.dirname, '..');
const published = (name: string): string => readFileSync(join(root, 'docs/schemas', name), 'utf8');

const compiled = new Map<string, ValidateFunction>();

/** A validator of the schema as it is published; the large ones take a second to make. */
function validatorOf(name: string): ValidateFunction {
  const made = compiled.get(name);
  if (made !== undefined) return made;
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addFormat('date', isIsoDate);
  const validator = ajv.compile(JSON.parse(published(`${name}.schema.json`)));
  compiled.set(name, validator);
  return validator;
}

/** What is wrong with a value, as places. */
function faults(name: string, value: unknown): string[] {
  const validate = validatorOf(name);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

const yamlIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('-referral.yaml')) // a body for the API
    .map((name) => `${folder}/${name}`);
const valueOf = (file: string): unknown => parse(readFileSync(join(root, file), 'utf8'));

function schemaFor(file: string): string {
  if (file.endsWith('.scenario.yaml')) return 'scenario';
  if (file.startsWith('config/policies/') || file.startsWith('examples/policies/')) return 'pack';
  if (file.startsWith('examples/')) return 'scenario';
  if (file.startsWith('config/messages/'))
    return file.endsWith('closings.yaml') ? 'message-closings' : 'message-templates';
  if (file.endsWith('london.yaml')) return 'london';
  return file.endsWith('england.yaml') ? 'bank-holidays' : 'school-calendar';
}

describe('the published schemas', () => {
  test.each([...jsonSchemas()])('%s is what the program makes (npm run schemas)', (name, schema) => {
    expect(published(name)).toBe(schemaText(schema));
  });

  const shipped = ['config/policies', 'config/calendars', 'config/messages', 'examples'].flatMap(yamlIn);
  test.each(shipped)('%s is valid', (file) => {
    expect(faults(schemaFor(file), valueOf(file))).toEqual([]);
  });

  test.each([
    ['pack', 'config/policies/bradford.yaml', 'effectiveFrom', 'effectiveForm'],
    ['school-calendar', 'config/calendars/r26.yaml', 'gaps', 'gasp'],
    ['bank-holidays', 'config/calendars/england.yaml', 'bankHolidays', 'bankHoliday'],
    ['scenario', 'examples/bradford-christmas.yaml', 'inputs', 'input'],
    ['message-closings', 'config/messages/closings.yaml', 'staff', 'stuff'],
  ])('%s: a misspelt field of %s fails', (schema, file, field, misspelt) => {
    const text = readFileSync(join(root, file), 'utf8');
    const spoilt: unknown = parse(text.replace(new RegExp(`^${field}:`, 'm'), `${misspelt}:`));
    expect(faults(schema, spoilt).join('\n')).toContain(`"additionalProperty":"${misspelt}"`);
  });

  test('a misspelt field within an input, and a word that no field takes, fail', () => {
    const scenario = (input: Record<string, unknown>): unknown => ({
      policy: 'bradford',
      referral: { receivedAt: '2026-12-21T10:12', referrer: { kind: 'school' }, child: {} },
      inputs: [{ at: '2026-12-22T10:00', by: 'officer-a', ...input }],
    });
    const check = { do: 'recordCheck', check: 'BRA-C1', result: 'nothing_found' };
    expect(faults('scenario', scenario(check))).toEqual([]);
    expect(faults('scenario', scenario({ ...check, resutl: 'x' }))).not.toEqual([]);
    expect(faults('scenario', scenario({ ...check, result: 'nothing' }))).not.toEqual([]);
    expect(faults('scenario', scenario({ ...check, do: 'recordChecks' }))).not.toEqual([]);
  });

  test('say what each section of a pack is for, and nothing about one that there is not', () => {
    expect(Object.keys(SECTION_WORDS).sort()).toEqual(Object.keys(packSchema.shape).sort());
  });

  test('are mapped to the folders that hold the files', () => {
    const settings: unknown = JSON.parse(readFileSync(join(root, '.vscode/settings.json'), 'utf8'));
    const mapped = Object.keys(
      z.record(z.string(), z.record(z.string(), z.unknown())).parse(settings)['yaml.schemas'] ?? {},
    );
    expect(mapped.sort()).toEqual([...jsonSchemas().keys()].map((name) => `./docs/schemas/${name}`).sort());
    for (const file of yamlIn('examples')) {
      const up = '../'.repeat(file.split('/').length - 1);
      const [first] = readFileSync(join(root, file), 'utf8').split('\n', 1);
      expect(first).toBe(`# yaml-language-server: $schema=${up}docs/schemas/${schemaFor(file)}.schema.json`);
    }
  });
});
