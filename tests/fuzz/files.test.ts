import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { playScenario } from '../../cli/simulation/play.js';
import { present } from '../../cli/simulation/present.js';
import { timelineOf } from '../../cli/simulation/timeline.js';
import { loadSchoolCalendar, loadWorking } from '../../config/calendars.js';
import { MessageTemplatesInvalid, readTemplates } from '../../config/messageTemplates.js';
import { loadPack, packNotes } from '../../config/pack/load.js';
import { readScenario } from '../../config/scenario/read.js';
import { YamlProblems, type Problem } from '../../config/yamlProblems.js';
import { NothingBegan } from '../../domain/simulate.js';
import { blows, spoilt } from './mutations.js';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'rollcall-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_126);
const runs = Number(process.env['FUZZ_RUNS'] ?? 1);

/** No file of this size may keep a person waiting. Of the processor's time, whatever else the machine does. */
const LONGEST_MS = 5000;

const filesIn = (path: string): string[] =>
  readdirSync(join(root, path))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(root, path, name));
const textOf = (file: string): string => readFileSync(file, 'utf8');

const SCENARIO = `policy: bradford
referral:
  receivedAt: 2026-12-21T10:12
  referrer: { kind: school, email: office@oak.example }
  child: { dateOfBirth: 2015-05-04 }
  facts: { cp_plan: true, social_worker: true, first_absence: 2026-11-30 }
inputs:
  - { at: 2027-01-04T09:30, do: raiseConcern, by: officer-a, kind: forced_marriage, immediate: true, note: n }
  - { at: 2027-01-05T09:30, do: assign, by: senior-b, to: officer-a }
  - { at: 2027-01-06T09:30, do: recordCheck, by: officer-a, check: BRA-C1, result: contact_made }
  - { at: 2027-01-07T09:30, do: serveNotice, by: officer-a, notice: s437, method: hand, servedOn: 2027-01-07 }
  - { at: 2027-01-08T09:30, do: decideOutcome, by: manager-m, outcome: in_education }
changes:
  - { at: 2027-01-06T00:00, addBankHoliday: 2027-01-08 }
  - { at: 2027-01-06T00:00, addNonPupilDay: { school: r26, date: 2027-01-08 } }
until: 2027-03-01
`;

/** What spoils comes to: used, or refused with problems that say where and what. */
type Fate = 'used' | readonly Problem[];

function withPlaces(problems: readonly Problem[]): Fate {
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) {
    expect(problem).toMatchObject({ file: expect.any(String), path: expect.any(String) });
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.column).toBeGreaterThan(0);
    expect(problem.message).toMatch(/\S/);
    // No words of the machine: those of a type error, or of a stack.
    expect(problem.message).not.toMatch(/undefined|Cannot read|is not a function|\n\s+at |\[object/);
  }
  return problems;
}

function play(file: string): Fate {
  const read = readScenario(file);
  if (!read.ok) return withPlaces(read.problems);
  try {
    const played = playScenario(read.scenario);
    JSON.stringify(present(played));
    timelineOf(played);
  } catch (error) {
    if (!(error instanceof NothingBegan)) throw error;
    expect(error.refusal.detail).toMatch(/\S/);
  }
  return 'used';
}

function refusable(use: () => unknown): Fate {
  try {
    use();
    return 'used';
  } catch (error) {
    if (error instanceof YamlProblems) return withPlaces(error.problems);
    throw error;
  }
}

/** Spoils the texts again and again; each result in time, and neither all nor none of them refused. */
function hunt(texts: readonly string[], numRuns: number, feed: (text: string, which: number) => Fate): void {
  const fates = { used: 0, refused: 0 };
  fc.assert(
    fc.property(fc.nat(texts.length - 1), blows, (which, hits) => {
      const text = spoilt(texts[which] ?? '', hits);
      const began = process.cpuUsage();
      const fate = feed(text, which);
      const { user, system } = process.cpuUsage(began);
      expect((user + system) / 1_000).toBeLessThan(LONGEST_MS);
      fates[fate === 'used' ? 'used' : 'refused'] += 1;
    }),
    { seed, numRuns: numRuns * runs, endOnFailure: process.env['FUZZ_SEED'] !== undefined },
  );
  expect(fates.used).toBeGreaterThan(0);
  expect(fates.refused).toBeGreaterThan(0);
  expect(Object.prototype).not.toHaveProperty('polluted');
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('spoilt files are used or refused, each problem with its place', () => {
  test('scenarios', () => {
    const texts = [SCENARIO, ...filesIn('examples').map(textOf)];
    hunt(texts, 200, (text) => play(written('scenario.yaml', text)));
  });

  test('packs, and cases played under them', () => {
    const texts = filesIn('config/policies').map(textOf);
    hunt(texts, 25, (text) => {
      const pack = written('pack.yaml', text);
      const fate = refusable(() => {
        loadPack(pack);
        packNotes(pack, '2026-12-21');
      });
      play(written('under.yaml', SCENARIO.replace('policy: bradford', `policy: ${basename(pack)}`)));
      return fate;
    });
  });

  test('calendars, and cases counted by them', () => {
    const texts = filesIn('config/calendars')
      .filter((file) => basename(file) !== 'london.yaml')
      .map(textOf);
    hunt(texts, 60, (text) => {
      const file = written('calendar.yaml', text);
      const fates = [refusable(() => loadSchoolCalendar(file)), refusable(() => loadWorking(file))];
      play(written('counted.yaml', SCENARIO.replace('policy:', 'calendars: { school: calendar.yaml }\npolicy:')));
      const load = 'changes:\n  - { at: 2027-01-05T10:00, loadCalendar: calendar.yaml }';
      play(written('counted.yaml', SCENARIO.replace('changes:', load)));
      return fates.find((fate) => fate === 'used') ?? fates[0] ?? 'used';
    });
  });

  test('message templates', () => {
    const texts = filesIn('config/messages');
    const templates = mkdtempSync(join(folder, 'templates-'));
    const originals = new Map(texts.map((file) => [basename(file), textOf(file)]));
    const names = [...originals.keys()];
    hunt([...originals.values()], 40, (text, which) => {
      for (const [name, original] of originals)
        writeFileSync(join(templates, name), name === names[which] ? text : original);
      try {
        readTemplates(templates);
        return 'used';
      } catch (error) {
        if (!(error instanceof MessageTemplatesInvalid)) throw error;
        for (const problem of error.problems) expect(problem).toMatch(/^\S+:\d+:\d+: ./);
        expect(error.problems.length).toBeGreaterThan(0);
        return [];
      }
    });
  });
});
