import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { registerPolicy } from '../commands/policy.js';
import { packageRoot } from '../packageRoot.js';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in this process, with what it prints and the status it would end with. */
async function policy(...given: string[]) {
  const printed = { out: '', err: '' };
  const taking = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    jest.spyOn(stream, 'write').mockImplementation((text, ...more) => {
      printed[name] += String(text);
      const done = more.find((each) => typeof each === 'function');
      if (typeof done === 'function') done();
      return true;
    });
  const spies = [taking(process.stdout, 'out'), taking(process.stderr, 'err')];
  const program = new Command('rollcall').exitOverride();
  registerPolicy(program);
  let status: number;
  try {
    await program.parseAsync(['policy', ...given], { from: 'user' });
    status = Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    status = 2;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
    process.exitCode = undefined;
  }
  return { status, ...printed };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const northmere = readFileSync(join(packageRoot, 'examples/policies/northmere.yaml'), 'utf8');
const malformed = file('malformed.yaml', 'pack: x\ncolour: red\ndeadlines: 7\n');
const contradiction = file(
  'contradiction.yaml',
  northmere.replace('when: imminent_harm\n', 'when: { all: [imminent_harm, { not: imminent_harm }] }\n'),
);

describe('rollcall policy check', () => {
  test('ends with 0 for warnings, with 2 for errors, and with --strict for warnings as well', async () => {
    const bradford = await policy('check', 'bradford');
    expect(bradford).toMatchObject({ status: 0, err: '' });
    expect(bradford.out).toMatch(/bradford\.yaml:\d+:\d+: warning: .*superseded|no longer stands/);
    expect(bradford.out).toMatch(/\nbradford: 0 errors, \d+ warnings, \d+ notes\n$/);
    expect((await policy('check', '--strict', 'bradford')).status).toBe(2);
    const wrong = await policy('check', contradiction);
    expect(wrong.status).toBe(2);
    expect(wrong.out).toMatch(
      /contradiction\.yaml:\d+:\d+: error: NMR-D3 deadlines\[2\]\.when: "imminent_harm and not imminent_harm" can never be true/,
    );
  });

  test('prints objects, and tells what the compiler refuses with its line, for several packs', async () => {
    const run = await policy('check', '--json', malformed, join(folder, 'none.yaml'), 'nowhere');
    expect(run.status).toBe(2);
    const printed: unknown[] = run.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(printed).toMatchObject([
      {
        pack: malformed,
        findings: expect.arrayContaining([
          expect.objectContaining({ severity: 'error', kind: 'refused', line: 2, column: 1, path: 'colour' }),
          expect.objectContaining({ line: 3, path: 'deadlines', what: 'expected a list' }),
        ]),
      },
      { errors: 1, findings: [{ what: 'there is no such file' }] },
      { errors: 1, findings: [{ what: expect.stringMatching('bradford') }] },
    ]);
  });
});

describe('rollcall policy explain', () => {
  test('prints text, one object, or writes a page', async () => {
    const text = await policy('explain', 'bradford', '--from', '2026-12-21');
    expect(text).toMatchObject({ status: 0, err: '' });
    expect(text.out).toMatch('due: Wednesday 30 December 2026');
    const json = await policy('explain', 'bradford@1', '--from', '2026-12-21', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ policy: 'bradford@1', from: '2026-12-21' });
    const page = join(folder, 'page.html');
    expect(await policy('explain', 'luton', '--format', 'html', '--from', '2027-01-05', '--out', page)).toEqual({
      status: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(page, 'utf8')).toMatch(/<caption>Dates of LUT-D1<\/caption>[\s\S]*Tuesday 2 February 2027/);
  });

  test('says what is malformed', async () => {
    expect(await policy('explain', malformed)).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(':2:1: colour'),
    });
    expect((await policy('explain', 'bradford', '--from', '2026-02-30')).status).toBe(2);
    expect((await policy('explain', 'bradford', '--from', '2019-02-03')).err).toMatch('no version was in force');
    expect(await policy('explain', 'bradford', '--out', join(folder, 'none', 'page.html'))).toMatchObject({
      status: 2,
      err: expect.stringMatching('cannot be written'),
    });
  });
});

describe('rollcall policy diff', () => {
  const second = file(
    'second.yaml',
    northmere
      .replace('version: 1', 'version: 2')
      .replace('amount: 15\n    unit: working_day', 'amount: 3\n    unit: working_day'),
  );

  test('says what changes, and which cases would have gone differently', async () => {
    const run = await policy(
      'diff',
      'examples/policies/northmere.yaml',
      second,
      '--replay',
      'examples/policies/northmere',
    );
    expect(run).toMatchObject({ status: 0, err: '' });
    expect(run.out).toMatch('NMR-D2: 15 working days becomes three working days');
    expect(run.out).toMatch(/\d of 4 cases would have gone differently\./);
    expect(run.out).toMatch('a breach of NMR-D2 that there was not');
    const json = await policy('diff', 'examples/policies/northmere.yaml', second, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ from: 'northmere@1', to: 'northmere@2' });
  });

  test('plays the cases that it can, and tells those that it cannot', async () => {
    const run = await policy('diff', 'bradford', 'luton', '--replay', 'examples/luton-removal.yaml', malformed);
    expect(run.status).toBe(2);
    expect(run.out).toMatch('1 of 1 cases would have gone differently.');
    expect(run.err).toMatch('malformed.yaml:2:1: colour: this field is not known here');
    expect(await policy('diff', 'bradford', malformed)).toMatchObject({ status: 2, out: '' });
  });
});

describe('rollcall policy test', () => {
  const scenario = (expected: string): string => `policy: bradford
referral:
  receivedAt: 2026-12-21T10:12
  referrer: { kind: anonymous }
  child: { dateOfBirth: 2015-05-04 }
${expected}`;

  test('ends with 0 when all is met, 1 when something is not, 2 when a file is malformed', async () => {
    const met = file('met.scenario.yaml', scenario('expect: { status: open }\n'));
    const unmet = file(
      'unmet.scenario.yaml',
      scenario('expect:\n  status: open\n  checks:\n    - { id: BRA-C1, state: done }\n'),
    );
    const silent = file('silent.scenario.yaml', scenario(''));
    expect(await policy('test', met)).toMatchObject({
      status: 0,
      err: '',
      out: `ok   ${met}\n1 scenario, 1 as expected\n`,
    });
    const run = await policy('test', met, unmet);
    expect(run.status).toBe(1);
    expect(run.out).toMatch(
      /unmet\.scenario\.yaml:9:7: checks\[0\]: none is like .*state expected "done", found "open"/,
    );
    expect(await policy('test', met, silent)).toMatchObject({
      status: 2,
      out: expect.stringMatching('nothing expected'),
    });
    expect((await policy('test', unmet, malformed)).status).toBe(2);
    expect(await policy('test', 'nowhere')).toMatchObject({ status: 2, err: expect.stringMatching('bradford') });
    const json = await policy('test', '--json', unmet);
    expect(JSON.parse(json.out)).toMatchObject({ file: unmet, result: 'unmet' });
  });

  test('finds what is kept beside a pack, and plays no other pack’s', async () => {
    const own = file('own.yaml', northmere.replace('pack: northmere', 'pack: own'));
    file('a.scenario.yaml', scenario('expect: { status: closed }\n'));
    file('b.scenario.yaml', scenario('expect: { status: open }\n').replace('policy: bradford', 'policy: own.yaml'));
    expect(await policy('test', own)).toMatchObject({
      status: 0,
      out: expect.stringMatching(/ok {3}.*b\.scenario\.yaml\n1 scenario, 1/),
    });
  });
});
