/** Checks the meaning of a pack: `rollcall policy check`. Looks at the authority's own layer, with the law under it. */
import { loadCalendars } from '../../calendars.js';
import type { Calendars } from '../../../domain/calendar/types.js';
import type { IsoDate } from '../../../domain/time.js';
import { YamlProblems } from '../../yamlProblems.js';
import { compilePack } from '../compile.js';
import type { Layer } from '../layers.js';
import { loadLayers } from '../load.js';
import { createTranslator } from '../translate.js';
import { checkConditions } from './conditions.js';
import { checkTimes } from './deadlines.js';
import { createAsk, type Checking, type Finding, type Severity } from './finding.js';
import { checkGates } from './gates.js';
import { checkLaw } from './law.js';
import { checkNames } from './names.js';
import { checkOrder } from './order.js';
import { checkReadings } from './readings.js';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/**
 * Everything there is to say about a pack, the worst first and then from the top of the file down. What the compiler
 * refuses comes as errors of the kind `refused`, and then nothing else is looked at.
 * @param name as `loadPack` takes it.
 * @param at the day on which it is asked, Europe/London.
 */
export function checkPack(name: string, at: IsoDate): Finding[] {
  try {
    return findingsOn(loadLayers(name, at), at);
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return error.problems.map(({ file, line, column, path, message }) => ({
      severity: 'error',
      kind: 'refused',
      rule: '',
      file,
      line,
      column,
      path,
      what: message,
      remedy: '',
    }));
  }
}

/**
 * The findings on layers that were read.
 * @throws YamlProblems where they do not compile.
 */
export function findingsOn(
  layers: readonly [Layer, ...Layer[]],
  at: IsoDate,
  calendars: Calendars = loadCalendars({ school: 'r26' }),
): Finding[] {
  const [top, ...below] = layers;
  const policy = compilePack(top, ...below);
  const translator = createTranslator(layers, () => undefined);
  const findings: Finding[] = [];
  const checking: Checking = {
    layers,
    top,
    policy,
    at,
    calendars,
    condition: (authored) => translator.condition(authored, [], top),
    clock: (authored) => translator.clock(authored, [], top),
    ask: createAsk(layers, policy),
    report: (path, { severity, kind, rule, what, remedy = '' }, key) => {
      const { file, line, column, path: place } = top.source.problemAt(path, what, key);
      findings.push({ severity, kind, rule, file, line, column, path: place, what, remedy });
    },
  };
  for (const look of [checkConditions, checkOrder, checkGates, checkTimes, checkLaw, checkNames, checkReadings])
    look(checking);
  return findings.sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.line - b.line || a.column - b.column,
  );
}
