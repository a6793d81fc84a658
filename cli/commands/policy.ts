import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { loadLondon } from '../../config/calendars.js';
import { checkPack } from '../../config/pack/check/check.js';
import type { Finding, Severity } from '../../config/pack/check/finding.js';
import { diffPacks, diffText } from '../../config/pack/diff/diff.js';
import { explainPack } from '../../config/pack/explain/explain.js';
import { explanationHtml } from '../../config/pack/explain/html.js';
import { explanationText } from '../../config/pack/explain/text.js';
import { DATE_EXPECTED } from '../../config/scenario/wallTime.js';
import { YamlProblems } from '../../config/yamlProblems.js';
import { londonDate } from '../../domain/calendar/london.js';
import { isIsoDate, type IsoDate } from '../../domain/time.js';
import { EXIT, printProblem, printResult } from '../output.js';
import { replay, replayText } from '../policy/replay.js';
import { scenariosOf, testScenario } from '../policy/testScenarios.js';

const PACK = 'the path of a pack file, or the name of one that ships: bradford, derbyshire@2';

export function registerPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .summary('check, explain, compare and test an authority’s policy')
    .description('Tools for the person who writes down a policy. docs/policy-author.md goes through them one by one.');
  registerCheck(policy);
  registerExplain(policy);
  registerDiff(policy);
  registerTest(policy);
  for (const command of policy.commands) command.exitOverride();
}

function registerCheck(policy: Command): void {
  policy
    .command('check')
    .summary('find what is wrong with a pack, and what its author should know')
    .description(
      'Says what the pack cannot mean: contradictions, what is never reached, clocks that nothing starts, gates that nobody can open, names that lead to nothing, superseded law, periods that the law does not allow; and the readings it relies on.\nExit status 0 without errors, 2 with errors.',
    )
    .argument('<file...>', PACK)
    .option('--strict', 'exit with 2 for warnings as well')
    .option('--json', 'print one JSON object for each pack, one a line')
    .action(async (names: string[], options: { strict?: boolean; json?: boolean }) => {
      let status: number = EXIT.done;
      for (const name of names) {
        const findings = checkPack(name, today());
        const { error, warning } = countsOf(findings);
        if (error > 0 || (options.strict === true && warning > 0)) status = EXIT.malformed;
        await printResult(options.json === true ? findingsJson(name, findings) : findingsText(name, findings));
      }
      process.exitCode = status;
    });
}

const countsOf = (findings: readonly Finding[]): Record<Severity, number> => {
  const count = (severity: Severity): number => findings.filter((each) => each.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
};

const findingsJson = (name: string, findings: readonly Finding[]): string => {
  const { error, warning, note } = countsOf(findings);
  return JSON.stringify({ pack: name, errors: error, warnings: warning, notes: note, findings });
};

function findingsText(name: string, findings: readonly Finding[]): string {
  const { error, warning, note } = countsOf(findings);
  const lines = findings.map(({ severity, rule, file, line, column, path, what, remedy }) => {
    const about = [rule, path].filter((each) => each !== '').join(' ');
    return `${file}:${line}:${column}: ${severity}: ${about === '' ? '' : `${about}: `}${what}${remedy === '' ? '' : `\n    ${remedy}`}`;
  });
  return [
    ...lines,
    `${name}: ${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(note, 'note')}`,
  ].join('\n');
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

interface ExplainOptions {
  from?: IsoDate;
  format: 'text' | 'json' | 'html';
  json?: boolean;
  out?: string;
}

function registerExplain(policy: Command): void {
  policy
    .command('explain')
    .summary('say what a pack will do, rule by rule')
    .description(
      'Says in words what the pack will do: who is told, what is due and when, what holds what, with the dates of an imagined referral.',
    )
    .argument('<file>', PACK)
    .option('--from <date>', 'the day on which everything is imagined to happen, by default today', date)
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json', 'html']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write it to a file, for example a page for a committee')
    .action(async (name: string, options: ExplainOptions) => {
      process.exitCode = await orProblems(async () => {
        const explanation = explainPack(name, options.from ?? today());
        const format = options.json === true ? 'json' : options.format;
        const text =
          format === 'json'
            ? JSON.stringify(explanation)
            : format === 'html'
              ? explanationHtml(explanation)
              : explanationText(explanation);
        if (options.out === undefined) await printResult(text);
        else return writeOut(options.out, text);
        return EXIT.done;
      });
    });
}

async function writeOut(file: string, text: string): Promise<number> {
  try {
    writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
    return EXIT.done;
  } catch (error) {
    await printProblem(`${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.malformed;
  }
}

function registerDiff(policy: Command): void {
  policy
    .command('diff')
    .summary('say what two versions of a policy change')
    .description(
      'Says in words what changes from one pack to another, and with --replay which cases would have gone differently under the second, and how.',
    )
    .argument('<a>', PACK)
    .argument('<b>', 'the pack that it is compared with')
    .option('--replay <file...>', 'scenario files or folders of past cases, played under both')
    .option('--json', 'print one JSON object')
    .action(async (a: string, b: string, options: { replay?: string[]; json?: boolean }) => {
      process.exitCode = await orProblems(async () => {
        const diff = diffPacks(a, b, today());
        const cases = options.replay === undefined ? undefined : scenariosOf(options.replay);
        const played = cases === undefined ? undefined : replay(a, b, cases.files, today());
        const problems = [...(cases?.problems ?? []), ...(played?.problems ?? [])];
        await printResult(
          options.json === true
            ? JSON.stringify({ ...diff, ...(played === undefined ? {} : { replayed: played.cases }) })
            : [diffText(diff), ...(played === undefined ? [] : ['', replayText(played)])].join('\n'),
        );
        if (problems.length === 0) return EXIT.done;
        await printProblem(problems.join('\n'));
        return EXIT.malformed;
      });
    });
}

function registerTest(policy: Command): void {
  policy
    .command('test')
    .summary('play the scenarios kept beside a pack and hold them against what they expect')
    .description(
      'Plays scenario files that have an "expect" part. For a pack: the *.scenario.yaml in its folder that name it, and those in the folder beside it that has its id. Without files: those of every pack that ships.\nExit status 0: all met; 1: something is unmet; 2: a file is malformed.',
    )
    .argument('[file...]', 'packs, scenario files, or folders of scenario files')
    .option('--json', 'print one JSON object for each scenario, one a line')
    .action(async (names: string[], options: { json?: boolean }) => {
      const { files, problems } = scenariosOf(names);
      const tested = files.map((file) => testScenario(file));
      for (const scenario of tested) {
        const { file, result, problems: unmet } = scenario;
        await printResult(
          options.json === true
            ? JSON.stringify(scenario)
            : [
                `${result === 'met' ? 'ok  ' : 'FAIL'} ${file}${result === 'met' ? '' : `: ${result}`}`,
                ...unmet.map((each) => `     ${each}`),
              ].join('\n'),
        );
      }
      if (problems.length > 0) await printProblem(problems.join('\n'));
      if (options.json !== true)
        await printResult(
          `${counted(tested.length, 'scenario')}, ${tested.filter(({ result }) => result === 'met').length} as expected`,
        );
      const malformed = tested.some(({ result }) => result === 'malformed' || result === 'nothing expected');
      process.exitCode =
        malformed || problems.length > 0
          ? EXIT.malformed
          : tested.some(({ result }) => result === 'unmet')
            ? EXIT.fault
            : EXIT.done;
    });
}

/** Does something that may find the pack malformed. */
async function orProblems(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    await printProblem(error.message);
    return EXIT.malformed;
  }
}

function date(text: string): IsoDate {
  if (!isIsoDate(text)) throw new InvalidArgumentError(DATE_EXPECTED);
  return text;
}

const today = (): IsoDate => londonDate(loadLondon(), `${new Date().toISOString().slice(0, 19)}Z`);
