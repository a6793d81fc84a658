import { InvalidArgumentError, type Command } from 'commander';
import { loadLondon } from '../../config/calendars.js';
import { readScenario } from '../../config/scenario/read.js';
import { readEnd } from '../../config/scenario/wallTime.js';
import { printProblem as problemText } from '../../config/yamlProblems.js';
import { NothingBegan } from '../../domain/simulate.js';
import type { Instant } from '../../domain/time.js';
import { EXIT, printProblem, printResult } from '../output.js';
import { playScenario } from '../simulation/play.js';
import { present } from '../simulation/present.js';
import { timelineOf } from '../simulation/timeline.js';

interface Options {
  json?: boolean;
  at?: Instant;
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
    .action(async (files: string[], options: Options) => {
      process.exitCode = await simulateFiles(files, options);
    });
}

function instant(text: string): Instant {
  const read = readEnd(text, loadLondon());
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.value;
}

/** Plays each file. A malformed one is told with all its problems, and the others are still played. */
async function simulateFiles(files: readonly string[], { json, at }: Options): Promise<number> {
  let malformed = false;
  for (const file of files) {
    const result = simulateFile(file, { json: json === true, at });
    if (result.ok) await printResult(result.text);
    else {
      malformed = true;
      await printProblem(result.problems.join('\n'));
    }
  }
  return malformed ? EXIT.malformed : EXIT.done;
}

type Result = { ok: true; text: string } | { ok: false; problems: string[] };

function simulateFile(file: string, { json, at }: { json: boolean; at: Instant | undefined }): Result {
  const read = readScenario(file);
  if (!read.ok) return { ok: false, problems: read.problems.map(problemText) };
  const { scenario } = read;
  if (at !== undefined && at < scenario.receivedAt)
    return {
      ok: false,
      problems: [`${file}: --at lies before the referral is received: expected ${scenario.receivedAt} or later`],
    };
  try {
    const played = playScenario(scenario, at);
    return { ok: true, text: json ? JSON.stringify(present(played)) : timelineOf(played) };
  } catch (error) {
    if (!(error instanceof NothingBegan)) throw error;
    return { ok: false, problems: [`${file}: the referral cannot start a case: ${error.refusal.detail}`] };
  }
}
