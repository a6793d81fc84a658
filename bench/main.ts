/** The measurements, each against its target, as one table. `bench/README.md` says how. */
import { Command, InvalidArgumentError } from 'commander';
import { measureYear } from './measurements/nationalYear.js';
import { measureGrowth, measureSimulation } from './measurements/simulation.js';
import { tableOf, type Row } from './table.js';

const OF_THE_CORE = ['simulation', 'growth', 'nationalYear'] as const;
const ON_SERVERS = ['history', 'heap', 'register', 'pages', 'reports', 'throughput', 'burst'] as const;
const NAMES = [...OF_THE_CORE, ...ON_SERVERS];
type Name = (typeof NAMES)[number];

const REGISTER_CASES = 20_000;
const MANY_REGISTER_CASES = 100_000;

interface Options {
  large?: true;
  cases?: number;
  seed?: number;
}

const program = new Command('bench')
  .description('Measures Rollcall against its targets, and against a minimal workflow on the same server.')
  .argument('[name...]', `only these: ${NAMES.join(', ')}`)
  .option('--large', `fill the register with ${MANY_REGISTER_CASES} cases instead of ${REGISTER_CASES}`)
  .option('--cases <n>', 'how many cases the national year has, instead of 143,000', wholeNumber)
  .option('--seed <n>', 'another national year', wholeNumber)
  .action(async (only: string[], options: Options) => {
    const unknown = only.filter((name) => !NAMES.some((known) => known === name));
    if (unknown.length > 0) program.error(`error: no measurement ${unknown.join(', ')}: use ${NAMES.join(', ')}`);
    const rows = await measure(
      NAMES.filter((name) => only.length === 0 || only.includes(name)),
      options,
    );
    process.stdout.write(`${tableOf(rows)}\n`);
  });

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 9999999.');
  return Number(text);
}

async function measure(wanted: readonly Name[], { large, cases, seed }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  const step = async (name: Name, run: () => Row[] | Promise<Row[]>): Promise<void> => {
    if (!wanted.includes(name)) return;
    process.stderr.write(`${name}…\n`);
    const measured = await run();
    // As they come, so that a later one that fails takes nothing along.
    process.stderr.write(`${tableOf(measured)}\n`);
    rows.push(...measured);
  };
  await step('simulation', measureSimulation);
  await step('growth', measureGrowth);
  await step('nationalYear', () => {
    const year = measureYear(cases, seed);
    process.stdout.write(`${year.report}\n\n`);
    return year.rows;
  });
  if (!ON_SERVERS.some((name) => wanted.includes(name))) return rows;
  // Loaded only now: the memory of the national year is that of the core, not of Temporal's library.
  const { measureOnServers } = await import('./onServers.js');
  await measureOnServers(step, large === true ? MANY_REGISTER_CASES : REGISTER_CASES);
  return rows;
}

await program.parseAsync();
