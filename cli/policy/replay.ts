/** Which past cases would have gone differently under another version of a policy, and how. */
import { loadPack, type LoadedPack } from '../../config/pack/load.js';
import { readScenario, type Scenario } from '../../config/scenario/read.js';
import { printProblem } from '../../config/yamlProblems.js';
import { NothingBegan } from '../../domain/simulate.js';
import type { IsoDate } from '../../domain/time.js';
import { present, type Presented } from '../simulation/present.js';
import { playScenario } from '../simulation/play.js';

/** A case under two versions: what differs, one sentence each; none where it would have gone the same way. */
export interface ReplayedCase {
  file: string;
  differences: string[];
}

export interface Replay {
  cases: ReplayedCase[];
  /** What is wrong with files that could not be played. */
  problems: string[];
}

/**
 * Plays each scenario under both packs, whatever policy it names itself, and compares what became of the case.
 * @param at the day on which a name without a version is in force; the newest version where it is left out.
 */
export function replay(a: string, b: string, files: readonly string[], at?: IsoDate): Replay {
  const cases: ReplayedCase[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const read = readScenario(file);
    if (!read.ok) {
      problems.push(...read.problems.map(printProblem));
      continue;
    }
    const [before, after] = [a, b].map((name) => outcomeOf(read.scenario, loadPack(name, at)));
    if (before !== undefined && after !== undefined) cases.push({ file, differences: differencesOf(before, after) });
  }
  return { cases, problems };
}

/** What a case looks like in the end, or why it never began. */
type Outcome = Presented | { neverBegan: string };

function outcomeOf(scenario: Scenario, pack: LoadedPack): Outcome {
  try {
    return present(playScenario(under(scenario, pack)));
  } catch (error) {
    if (!(error instanceof NothingBegan)) throw error;
    return { neverBegan: error.refusal.detail };
  }
}

/** The same child, the same inputs, another policy. */
const under = (scenario: Scenario, pack: LoadedPack): Scenario => ({
  ...scenario,
  pack,
  world: { ...scenario.world, policy: pack.policy },
});

export function differencesOf(before: Outcome, after: Outcome): string[] {
  if ('neverBegan' in before || 'neverBegan' in after) {
    const [was, is] = [before, after].map((outcome) => ('neverBegan' in outcome ? outcome.neverBegan : undefined));
    if (was === is) return [];
    return [is === undefined ? 'the case begins; it could not before' : `the case cannot begin: ${is}`];
  }
  return [
    ...headlines(before, after),
    ...deadlines(before, after),
    ...compared(before.earliest, after.earliest, {
      key: ({ rule, action }) => `${rule} (${action})`,
      what: 'minimum period',
      words: ({ from }) => `allows it from ${from}`,
    }),
    ...compared(before.checks, after.checks, {
      key: ({ id }) => id,
      what: 'check',
      words: ({ state, required }) => `${state.replace('_', ' ')}${required ? ', required' : ''}`,
    }),
    ...compared(before.gates, after.gates, {
      key: ({ action }) => action,
      what: 'gate',
      words: ({ open, blockedBy }) =>
        open ? 'open' : `shut by ${[...new Set(blockedBy.map(({ rule }) => rule))].join(', ')}`,
    }),
    ...compared(before.tasks, after.tasks, {
      key: ({ kind, rule }) => `${kind} (${rule})`,
      what: 'task',
      words: ({ for: whose, due }) => `for ${whose}${due === null ? '' : `, due ${due}`}`,
    }),
    ...refusals(before, after),
    ...messages(before, after),
  ];
}

type Headline = 'status' | 'stage' | 'risk' | 'category' | 'owner';

const wordOf = (shown: Presented, field: Headline): string => shown[field] ?? 'none';

function headlines(before: Presented, after: Presented): string[] {
  const lines = (['status', 'stage', 'risk', 'category', 'owner'] as const).flatMap((field) => {
    const was = wordOf(before, field);
    const is = wordOf(after, field);
    return was === is ? [] : [`${field}: ${was} becomes ${is}`];
  });
  const told = ({ expected }: Presented): string =>
    expected === null ? 'nothing' : `${expected.from} to ${expected.to}`;
  return told(before) === told(after)
    ? lines
    : [...lines, `the referrer is told to expect: ${told(before)} becomes ${told(after)}`];
}

function deadlines(before: Presented, after: Presented): string[] {
  const breached = ({ deadlines: all }: Presented): string[] =>
    all.filter(({ state }) => state === 'breached').map(({ rule, occurrence }) => named(rule, occurrence));
  const [was, is] = [breached(before), breached(after)];
  return [
    ...compared(before.deadlines, after.deadlines, {
      key: ({ rule, occurrence }) => named(rule, occurrence),
      what: 'deadline',
      words: ({ due, state }) => `due ${due ?? 'on a day that is not known'}, ${state}`,
    }),
    ...is.filter((rule) => !was.includes(rule)).map((rule) => `a breach of ${rule} that there was not`),
    ...was.filter((rule) => !is.includes(rule)).map((rule) => `no breach of ${rule} any more`),
  ];
}

const named = (rule: string, occurrence: number): string => (occurrence > 1 ? `${rule} (${occurrence})` : rule);

function refusals(before: Presented, after: Presented): string[] {
  return compared(before.refused, after.refused, {
    key: ({ at, do: input }) => `${input} at ${at}`,
    what: 'refusal',
    words: ({ code, blockedBy }) =>
      `${code}${blockedBy.length === 0 ? '' : ` by ${[...new Set(blockedBy.map(({ rule }) => rule))].join(', ')}`}`,
  });
}

/** Messages of one rule, purpose and recipient, with the instants at which they fall due. */
function messages(before: Presented, after: Presented): string[] {
  const grouped = (shown: Presented) => {
    const groups = new Map<string, string[]>();
    for (const { rule, purpose, to, at, digest } of shown.messages) {
      const key = `${purpose} of ${rule} to ${to}${digest ? ', in the daily mail' : ''}`;
      groups.set(key, [...(groups.get(key) ?? []), at]);
    }
    return [...groups].map(([key, times]) => ({ key, times }));
  };
  return compared(grouped(before), grouped(after), {
    key: ({ key }) => key,
    what: 'message',
    words: ({ times }) => (times.length > 3 ? `${times.length} times from ${times[0] ?? ''}` : times.join(', ')),
  });
}

interface Wording<T> {
  key: (item: T) => string;
  what: string;
  words: (item: T) => string;
}

/** What came, what went, what is another; each item by its key. */
function compared<T>(before: readonly T[], after: readonly T[], { key, what, words }: Wording<T>): string[] {
  const was = new Map(before.map((item) => [key(item), words(item)]));
  const is = new Map(after.map((item) => [key(item), words(item)]));
  return [
    ...[...was].flatMap(([name, said]) => {
      const now = is.get(name);
      if (now === undefined) return [`no ${what} ${name} any more (was ${said})`];
      return now === said ? [] : [`${what} ${name}: ${said} becomes ${now}`];
    }),
    ...[...is].filter(([name]) => !was.has(name)).map(([name, said]) => `${what} ${name} is new: ${said}`),
  ];
}

/** The cases as people read them. */
export function replayText({ cases }: Replay): string {
  const different = cases.filter(({ differences }) => differences.length > 0).length;
  return [
    `${different} of ${cases.length} cases would have gone differently.`,
    ...cases.flatMap(({ file, differences }) =>
      differences.length === 0
        ? [`${file}: the same`]
        : [`${file}:`, ...differences.map((difference) => `  ${difference}`)],
    ),
  ].join('\n');
}
