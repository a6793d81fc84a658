import { InvalidArgumentError, type Command } from 'commander';
import { loadLondon } from '../../config/calendars.js';
import { readScenario, type Scenario } from '../../config/scenario/read.js';
import { readEnd } from '../../config/scenario/wallTime.js';
import { printProblem as problemText } from '../../config/yamlProblems.js';
import { NothingBegan } from '../../domain/simulate.js';
import type { Instant } from '../../domain/time.js';
import { EXIT, printProblem, printResult } from '../output.js';
import { playScenario, type PlayedScenario } from '../simulation/play.js';
import { present } from '../simulation/present.js';
import { timelineOf } from '../simulation/timeline.js';

interface Options {
  json?: boolean;
  at?: Instant;
  throughTemporal?: boolean;
  temporal?: string;
}

export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .summary('play a scenario on virtual time and show what the policy does')
    .description(
      'Plays one or more scenario files through the core that runs live cases, on virtual time and without a server.',
    )
    .argument('<file...>', 'scenario files, YAML or JSON')
    .option('--json', 'print one JSON object for each file, one a line')
    .option('--at <instant>', 'show the case as it stood then: 2026-12-31T10:00 in London, or with an offset', instant)
    .option('--through-temporal', 'play it through the real workflow, on a Temporal server that skips time')
    .option('--temporal <address>', 'with --through-temporal: a server that can skip time, else one is brought up')
    .action(async (files: string[], options: Options) => {
      process.exitCode =
        options.throughTemporal === true
          ? await throughTemporal(files, options)
          : await simulateFiles(files, options, (scenario, at) => Promise.resolve(playScenario(scenario, at)));
    });
}

function instant(text: string): Instant {
  const read = readEnd(text, loadLondon());
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.value;
}

/** Temporal's code is loaded for this option alone: a play without a server starts at once. */
async function throughTemporal(files: readonly string[], options: Options): Promise<number> {
  const { onStage, playScenarioOn } = await import('../simulation/onStage.js');
  return onStage(options.temporal, (stage) =>
    simulateFiles(files, options, (scenario, at) => playScenarioOn(stage, scenario, at)),
  );
}

type Play = (scenario: Scenario, at: Instant | undefined) => Promise<PlayedScenario>;

/** Plays each file. A malformed one is told with all its problems, and the others are still played. */
async function simulateFiles(files: readonly string[], { json, at }: Options, play: Play): Promise<number> {
  let malformed = false;
  for (const file of files) {
    const result = await simulateFile(file, { json: json === true, at }, play);
    if (result.ok) await printResult(result.text);
    else {
      malformed = true;
      await printProblem(result.problems.join('\n'));
    }
  }
  return malformed ? EXIT.malformed : EXIT.done;
}

/** A terminal's width as far as lines are comfortable to read; in a pipe or a file each event keeps to one line. */
const terminalColumns = (): number | undefined =>
  process.stdout.isTTY ? Math.min(Math.max(process.stdout.columns, 80), 110) : undefined;

type Result = { ok: true; text: string } | { ok: false; problems: string[] };

async function simulateFile(
  file: string,
  { json, at }: { json: boolean; at: Instant | undefined },
  play: Play,
): Promise<Result> {
  const read = readScenario(file);
  if (!read.ok) return { ok: false, problems: read.problems.map(problemText) };
  const { scenario } = read;
  if (at !== undefined && at < scenario.receivedAt)
    return {
      ok: false,
      problems: [`${file}: --at lies before the referral is received: expected ${scenario.receivedAt} or later`],
    };
  try {
    const played = await play(scenario, at);
    return { ok: true, text: json ? JSON.stringify(present(played)) : timelineOf(played, terminalColumns()) };
  } catch (error) {
    if (!(error instanceof NothingBegan)) throw error;
    return { ok: false, problems: [`${file}: the referral cannot start a case: ${error.refusal.detail}`] };
  }
}
