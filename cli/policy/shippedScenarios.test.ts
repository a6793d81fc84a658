import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readScenario } from '../../config/scenario/read.js';
import { playScenario } from '../simulation/play.js';
import { present } from '../simulation/present.js';
import { unmetExpectations } from './expectations.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scenariosIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.endsWith('-referral.yaml'))
    .map((name) => join(folder, name))
    .sort();

/** Beside the scenarios of an example authority lies its pack. */
const isScenario = (file: string): boolean => !file.startsWith('examples/policies') || file.endsWith('.scenario.yaml');

/** The dates in these files are derived by hand: what is printed must agree with the file, never the other way round. */
describe('the scenarios kept beside the packs', () => {
  test.each([
    ...scenariosIn('config/policies', '.scenario.yaml'),
    ...scenariosIn('examples', '.yaml').filter(isScenario),
  ])('%s goes as it expects', (file) => {
    const read = readScenario(join(root, file));
    if (!read.ok) throw new Error(read.problems.map(({ line, message }) => `${file}:${line} ${message}`).join('\n'));
    const { expect: expected } = read.scenario;
    if (file.startsWith('config')) expect(expected).toBeDefined();
    const printed: unknown = JSON.parse(JSON.stringify(present(playScenario(read.scenario))));
    expect(unmetExpectations(expected ?? {}, printed)).toEqual([]);
  });
});
