/** Reads a scenario: a YAML or JSON file that says what happens to a case, as a play for the simulator. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { londonDate } from '../../domain/calendar/london.js';
import type { Calendars, LondonTime } from '../../domain/calendar/types.js';
import type { Played } from '../../domain/simulate.js';
import type { World } from '../../domain/case/turn.js';
import type { CompiledPolicy } from '../../domain/policy.js';
import { isIsoDate, type Instant } from '../../domain/time.js';
import { loadCalendars, loadLondon } from '../calendars.js';
import { loadPack, type LoadedPack } from '../pack/load.js';
import { checkYaml, readYaml, YamlProblems, type Problem, type YamlPath, type YamlSource } from '../yamlProblems.js';
import { changeOf, createChangeSchema, type Change } from './changes.js';
import { createChildMatch } from './childMatch.js';
import { factProblem, isFactValue } from './facts.js';
import { playedInput } from './inputs.js';
import { createInputSchemas, type InputSchemas, type WrittenInput } from './inputSchemas.js';
import { personNamed } from './people.js';
import { referralFields, referralOf, type ReferralAsWritten } from './referralSchema.js';
import { endField, readTime, timeField } from './wallTime.js';

/** The school calendar that every authority has until it sets its own. */
export const AUTHORITYS_OWN_CALENDAR = 'r26';

/** A scenario that can be played. */
export interface Scenario {
  file: string;
  pack: LoadedPack;
  /** What the case is decided with at the start. */
  world: World;
  /** The referral, the inputs and the changes; at one instant in the order in which they are to be taken. */
  played: Played[];
  /** When the referral that starts the case is received. */
  receivedAt: Instant;
  until?: Instant;
  /** What `policy test` compares; the simulator ignores it. */
  expect?: unknown;
}

export type ReadScenario = { ok: true; scenario: Scenario } | { ok: false; problems: readonly Problem[] };

/** Reads a scenario file. Everything that is wrong with it is said at once; it never throws for what a person wrote. */
export function readScenario(file: string): ReadScenario {
  const source = readYaml(file);
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const reader = createReader(source, loadLondon());
  const scenario = reader.read();
  if (reader.problems.length > 0 || scenario === undefined)
    return { ok: false, problems: reader.problems.sort(byPlace) };
  return { ok: true, scenario };
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/** A part of a document as a document of its own, whose problems stand where they stand in the whole. */
const within = (source: YamlSource, path: YamlPath, value: unknown): YamlSource => ({
  ...source,
  value,
  problemAt: (inner, message, key) => source.problemAt([...path, ...inner], message, key),
});

/** What the policy knows beside the closed list of facts; nothing where the policy cannot be found. */
interface KnownBy {
  facts: CompiledPolicy['facts'];
  forms: readonly string[] | undefined;
  notices: readonly string[] | undefined;
}

function createReader(source: YamlSource, london: LondonTime) {
  const problems: Problem[] = [];
  const complain = (path: YamlPath, message: string): void => {
    problems.push(source.problemAt(path, message));
  };
  const check = <T>(path: YamlPath, value: unknown, schema: z.ZodType<T>): T | undefined => {
    const checked = checkYaml(within(source, path, value), schema);
    if (checked.ok) return checked.value;
    problems.push(...checked.problems);
    return undefined;
  };
  const find = (name: string): string => {
    const beside = resolve(dirname(source.file), name);
    return existsSync(beside) ? beside : resolve(name);
  };

  function read(): Scenario | undefined {
    check([], source.value, outline);
    const parts = anyParts.safeParse(source.value).data;
    if (parts === undefined) return undefined;
    const referral = isObject(parts.referral) ? check(['referral'], parts.referral, firstReferral(london)) : undefined;
    const receivedAt = timeIn(parts.referral, 'receivedAt');
    const until = parts.until === undefined ? undefined : check(['until'], parts.until, endField(london));
    const pack = typeof parts.policy === 'string' ? policyOf(parts.policy, receivedAt) : undefined;
    const calendars = calendarsOf(parts.calendars);
    const inputList = listIn(parts.inputs);
    const changeList = listIn(parts.changes);
    const inputs = inputsOf(inputList);
    const changes = changesOf(changeList);
    if (calendars !== undefined) checkSchools(calendars, changeList, changes);
    checkTimes(receivedAt, until, inputList, changeList);
    const knownBy = {
      facts: pack?.policy.facts ?? {},
      forms: pack?.policy.forms,
      notices: pack?.policy.notices.map(({ notice }) => notice),
    };
    checkReferral(['referral'], parts.referral, receivedAt, knownBy);
    for (const [index, input] of inputList.entries()) checkInput(['inputs', index], input, knownBy);
    if (referral === undefined || pack === undefined || calendars === undefined || problems.length > 0)
      return undefined;
    const { receivedAt: at, ...first } = referral;
    return {
      file: source.file,
      pack,
      world: { policy: pack.policy, calendars },
      played: [
        ...changes,
        { at, input: { do: 'referral', by: REFERRER, referral: referralOf(first, at, factsOf(first)) } },
        ...playInputs(first, inputs),
      ],
      receivedAt: at,
      ...(until === undefined ? {} : { until }),
      ...(parts.expect === undefined ? {} : { expect: parts.expect }),
    };
  }

  /** The time in a field, where it can be read; what is wrong with it is said elsewhere. */
  function timeIn(value: unknown, field: string): Instant | undefined {
    const text = fieldOf(value, field);
    const time = typeof text === 'string' ? readTime(text, london) : undefined;
    return time?.ok === true ? time.value : undefined;
  }

  function policyOf(name: string, receivedAt: Instant | undefined): LoadedPack | undefined {
    try {
      return loadPack(
        isPath(name) ? find(name) : name,
        receivedAt === undefined ? undefined : londonDate(london, receivedAt),
      );
    } catch (error) {
      if (!(error instanceof YamlProblems)) throw error;
      for (const problem of error.problems)
        if (problem.file === name || !existsSync(problem.file)) complain(['policy'], problem.message);
        else problems.push(problem);
      return undefined;
    }
  }

  function calendarsOf(chosen: unknown): Calendars | undefined {
    const school = fieldOf(chosen, 'school');
    const name = typeof school === 'string' ? school : AUTHORITYS_OWN_CALENDAR;
    const path = isPath(name) ? find(name) : name;
    if (isPath(name) && !existsSync(path)) {
      complain(['calendars', 'school'], 'there is no such file');
      return undefined;
    }
    try {
      const calendars = loadCalendars({ school: path });
      if ('missing' in calendars.school) {
        complain(
          ['calendars', 'school'],
          `no calendar ${name} is known: expected ${AUTHORITYS_OWN_CALENDAR}, or a path`,
        );
        return undefined;
      }
      return calendars;
    } catch (error) {
      if (!(error instanceof YamlProblems)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  }

  function inputsOf(list: readonly unknown[]): { at: Instant; input: WrittenInput }[] {
    const schemas = createInputSchemas(london);
    return list.flatMap((value, index) => {
      const path = ['inputs', index];
      const named = check(path, value, z.looseObject({ do: z.string() }));
      if (named === undefined) return [];
      if (!isInputName(named.do, schemas)) {
        complain([...path, 'do'], `expected one of ${Object.keys(schemas).join(', ')}`);
        return [];
      }
      const input: WrittenInput | undefined = check<WrittenInput>(path, value, schemas[named.do]);
      return input === undefined ? [] : [{ at: input.at, input }];
    });
  }

  function changesOf(list: readonly unknown[]): Change[] {
    const schema = createChangeSchema(london);
    return list.flatMap((value, index) => {
      const path = ['changes', index];
      const written = check(path, value, schema);
      if (written === undefined) return [];
      if (written.loadCalendar !== undefined && !existsSync(find(written.loadCalendar))) {
        complain([...path, 'loadCalendar'], 'there is no such file');
        return [];
      }
      try {
        const change = changeOf(written, find);
        return change === undefined ? [] : [change];
      } catch (error) {
        if (!(error instanceof YamlProblems)) throw error;
        problems.push(...error.problems);
        return [];
      }
    });
  }

  /** A day is added to a calendar that is known: of the case, shipped, or loaded by the scenario itself. */
  function checkSchools({ school: own }: Calendars, list: readonly unknown[], changes: readonly Change[]): void {
    const loaded = changes.flatMap(({ loads }) => loads ?? []);
    const isKnown = (id: string): boolean =>
      id === own.id || loaded.includes(id) || (!isPath(id) && !('missing' in loadCalendars({ school: id }).school));
    for (const [index, change] of list.entries())
      for (const name of ['addNonPupilDay', 'addPupilDay']) {
        const school = fieldOf(fieldOf(change, name), 'school');
        if (typeof school === 'string' && !isKnown(school))
          complain(['changes', index, name, 'school'], `no calendar ${school} is known: expected ${own.id}`);
      }
  }

  /** Nothing happens to a case before its referral, and what comes after the end of the play would never be seen. */
  function checkTimes(
    receivedAt: Instant | undefined,
    until: Instant | undefined,
    inputs: readonly unknown[],
    changes: readonly unknown[],
  ): void {
    if (receivedAt !== undefined && until !== undefined && until < receivedAt)
      complain(['until'], 'expected a time after the referral is received');
    for (const [list, items] of [['inputs', inputs] as const, ['changes', changes] as const])
      for (const [index, item] of items.entries()) {
        const at = timeIn(item, 'at');
        if (at === undefined) continue;
        if (list === 'inputs' && receivedAt !== undefined && at < receivedAt)
          complain([list, index, 'at'], 'expected a time at or after the referral is received');
        if (until !== undefined && at > until) complain([list, index, 'at'], 'expected a time at or before until');
      }
  }

  function checkReferral(path: YamlPath, referral: unknown, receivedAt: Instant | undefined, known: KnownBy): void {
    const birth = fieldOf(fieldOf(referral, 'child'), 'dateOfBirth');
    if (typeof birth === 'string' && isIsoDate(birth) && receivedAt !== undefined)
      if (birth > londonDate(london, receivedAt))
        complain([...path, 'child', 'dateOfBirth'], 'expected a day at or before the receipt of the referral');
    const form = fieldOf(referral, 'form');
    if (typeof form === 'string' && known.forms !== undefined && !known.forms.includes(form))
      complain([...path, 'form'], `the policy has no such form: expected ${known.forms.join(', ') || 'none'}`);
    for (const [fact, value] of entriesOf(fieldOf(referral, 'facts'))) {
      const wrong = factProblem(fact, value, known.facts, 'referral');
      if (wrong === undefined) continue;
      problems.push(source.problemAt([...path, 'facts'], wrong.message, fact));
    }
  }

  function checkInput(path: YamlPath, input: unknown, known: KnownBy): void {
    const name = fieldOf(input, 'do');
    if (name === 'referral')
      checkReferral([...path, 'referral'], fieldOf(input, 'referral'), timeIn(input, 'at'), known);
    const notice = fieldOf(input, 'notice');
    if (name === 'serveNotice' && typeof notice === 'string' && known.notices?.includes(notice) === false)
      complain([...path, 'notice'], `expected ${known.notices.map((each) => `"${each}"`).join(' or ')}`);
    const fact = fieldOf(input, 'fact');
    if (name !== 'recordFact' || typeof fact !== 'string') return;
    const wrong = factProblem(fact, fieldOf(input, 'value'), known.facts, 'person');
    if (wrong !== undefined) complain([...path, wrong.about], wrong.message);
  }

  function playInputs(first: ReferralAsWritten, inputs: readonly { at: Instant; input: WrittenInput }[]): Played[] {
    const match = createChildMatch(first.child);
    const inTime = [...inputs].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return inTime.map(({ at, input }) => {
      if (input.do !== 'referral') return { at, input: playedInput(input, adopted) };
      const found = match(input.referral.child);
      return {
        at,
        input: {
          do: 'referral',
          by: input.by ?? REFERRER,
          referral: referralOf(input.referral, at, factsOf(input.referral)),
          ...(found === undefined ? {} : { match: found }),
        },
      };
    });
  }

  /** A policy that a manager moves the case to; one that nobody knows is refused when it is played. */
  function adopted(name: string, at: Instant) {
    try {
      return loadPack(isPath(name) ? find(name) : name, londonDate(london, at)).policy;
    } catch (error) {
      if (error instanceof YamlProblems) return undefined;
      throw error;
    }
  }

  return { read, problems };
}

const REFERRER = personNamed('referrer') ?? { id: 'referrer', role: 'referrer' as const };

const isPath = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

const isInputName = (name: string, schemas: InputSchemas): name is keyof InputSchemas => Object.hasOwn(schemas, name);

/** The parts of a scenario. Each is then read on its own, so that one mistake does not hide another. */
const outline = z.strictObject({
  policy: z.string(),
  calendars: z.exactOptional(z.strictObject({ school: z.exactOptional(z.string()) })),
  referral: z.looseObject({}),
  inputs: z.exactOptional(z.array(z.unknown())),
  changes: z.exactOptional(z.array(z.unknown())),
  until: z.exactOptional(z.unknown()),
  expect: z.exactOptional(z.unknown()),
});

const anyParts = z.record(z.string(), z.unknown());

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? Object.entries(value).find(([key]) => key === field)?.[1]
    : undefined;

/** The fields of a map as written, also those whose names every object has. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const isObject = (value: unknown): boolean => anyParts.safeParse(value).success;

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const firstReferral = (london: LondonTime) => z.strictObject({ receivedAt: timeField(london), ...referralFields });

const factsOf = ({ facts }: ReferralAsWritten) =>
  Object.fromEntries(
    Object.entries(facts ?? {}).flatMap(([fact, value]) => (isFactValue(value) ? [[fact, value]] : [])),
  );
