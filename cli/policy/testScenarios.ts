/** Runs the expectations kept beside packs: `*.scenario.yaml` with an `expect` part. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { loadLayers, shippedPacks } from '../../config/pack/load.js';
import { readScenario } from '../../config/scenario/read.js';
import { printProblem, readYaml, YamlProblems, type YamlPath } from '../../config/yamlProblems.js';
import { NothingBegan } from '../../domain/simulate.js';
import { playScenario } from '../simulation/play.js';
import { present } from '../simulation/present.js';
import { unmetExpectations } from './expectations.js';

/** How one scenario went. */
export interface TestedScenario {
  file: string;
  result: 'met' | 'unmet' | 'malformed' | 'nothing expected';
  /** `file:line:column: what`, one for each thing that is unmet or malformed. */
  problems: string[];
}

const ENDING = '.scenario.yaml';

/** The scenario files that are meant: files as they are, folders whole, packs with what is kept beside them. */
export function scenariosOf(names: readonly string[]): { files: string[]; problems: string[] } {
  const problems: string[] = [];
  const meant = names.length > 0 ? names : [...new Set(shippedPacks().map(({ id }) => id))];
  const files = meant.flatMap((name) => {
    try {
      return filesOf(name);
    } catch (error) {
      if (!(error instanceof YamlProblems)) throw error;
      problems.push(...error.problems.map(printProblem));
      return [];
    }
  });
  return { files: [...new Set(files)], problems };
}

function filesOf(name: string): string[] {
  if (existsSync(name) && statSync(name).isDirectory()) return scenariosIn(name, { deep: true });
  if (!isPath(name)) return besidePack(name);
  if (name.endsWith(ENDING) || !existsSync(name)) return [name];
  const { value } = readYaml(name);
  return typeof value === 'object' && value !== null && 'pack' in value ? besidePack(name) : [name];
}

const isPath = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

/** In the pack's folder those that name the pack, and all of the folder beside it that has the pack's id. */
function besidePack(name: string): string[] {
  const [{ pack, source }] = loadLayers(name);
  const folder = dirname(source.file);
  const beside = scenariosIn(folder, { deep: false }).filter((file) => names(file, source.file, pack.pack));
  return [...beside, ...scenariosIn(join(folder, pack.pack), { deep: true })];
}

function scenariosIn(folder: string, { deep }: { deep: boolean }): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: deep, encoding: 'utf8' })
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => shorter(join(folder, name)));
}

/** A path as a person would write it. */
function shorter(file: string): string {
  const here = relative(process.cwd(), resolve(file));
  return here.startsWith('..') ? resolve(file) : here;
}

/** Whether a scenario plays under a pack. One that cannot be read is taken, so that it is told. */
function names(file: string, pack: string, id: string): boolean {
  const { value } = readYaml(file);
  const policy = typeof value === 'object' && value !== null && 'policy' in value ? value.policy : undefined;
  if (typeof policy !== 'string') return true;
  if (isPath(policy)) return resolve(dirname(file), policy) === pack || basename(policy) === basename(pack);
  return policy.split('@')[0] === id;
}

/** Plays a scenario and holds it against what it expects. */
export function testScenario(file: string): TestedScenario {
  const read = readScenario(file);
  if (!read.ok) return { file, result: 'malformed', problems: read.problems.map(printProblem) };
  const { scenario } = read;
  if (scenario.expect === undefined) return { file, result: 'nothing expected', problems: [] };
  try {
    const printed: unknown = JSON.parse(JSON.stringify(present(playScenario(scenario))));
    const unmet = unmetExpectations(scenario.expect, printed);
    const source = readYaml(file);
    return {
      file,
      result: unmet.length === 0 ? 'met' : 'unmet',
      problems: unmet.map(({ path, message }) => {
        const { line, column } = source.problemAt(['expect', ...stepsOf(path)], message);
        return `${file}:${line}:${column}: ${path === '' ? 'expect' : path}: ${message}`;
      }),
    };
  } catch (error) {
    if (!(error instanceof NothingBegan)) throw error;
    const problem = `${file}: the referral cannot start a case: ${error.refusal.detail}`;
    return { file, result: 'malformed', problems: [problem] };
  }
}

/** `deadlines[0].due` as steps in a document. */
function stepsOf(path: string): YamlPath {
  return path
    .split(/[.[\]]/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
