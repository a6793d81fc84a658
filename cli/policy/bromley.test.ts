import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readScenario } from '../../config/scenario/read.js';
import { playScenario } from '../simulation/play.js';
import { present, type Presented } from '../simulation/present.js';

const folder = mkdtempSync(join(tmpdir(), 'bromley-'));

function played(facts: string, inputs = ''): Presented {
  const file = join(folder, 'case.yaml');
  writeFileSync(
    file,
    `policy: bromley
calendars: { school: r26 }
referral:
  receivedAt: 2026-11-03T09:00
  referrer: { kind: school, name: Elm School, email: office@elm.example }
  child: { givenName: Sam, familyName: Vale, dateOfBirth: 2014-03-02, school: elm }
  facts: { first_absence: 2026-10-12, ${facts} }
inputs:${inputs === '' ? ' []' : `\n${inputs}`}
until: 2026-11-10
`,
  );
  const read = readScenario(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return present(playScenario(read.scenario));
}

const idsOf = (one: Presented): string[] => one.checks.map(({ id }) => id);
const named = (one: Presented, id: string): boolean => JSON.stringify(one.events).includes(`"${id}"`);
const INTRUSIVE = ['BRO-CL15', 'BRO-CL16', 'BRO-CL17'];

describe('the conditional checks of Bromley', () => {
  test.each(['on_roll: true', 'service_family: false, safeguarding_concern: false', 'cp_plan: true'])(
    'with %s: the Ministry of Defence, Border Force and Child Benefit are absent, not skipped',
    (facts) => {
      const one = played(facts);
      expect(idsOf(one)).toEqual(expect.arrayContaining(['BRO-CL1', 'BRO-CL14']));
      for (const id of INTRUSIVE) {
        expect([id, idsOf(one).includes(id)]).toEqual([id, false]);
        expect([id, named(one, id)]).toEqual([id, false]);
      }
    },
  );

  test('each opens with its fact, at the instant of it', () => {
    expect(idsOf(played('service_family: true'))).toEqual(expect.arrayContaining(['BRO-CL15']));
    const raised = played(
      'service_family: false',
      '  - { at: 2026-11-05T11:05, do: raiseConcern, by: officer-a, kind: welfare, immediate: false, note: heard }',
    );
    const opened = raised.events.filter(({ type, at }) => type === 'checkOpened' && at === '2026-11-05T11:05:00Z');
    expect(opened.map(({ rule }) => rule)).toEqual(['BRO-CL16', 'BRO-CL17']);
    expect(idsOf(raised)).not.toContain('BRO-CL15');
  });

  test('and are absent again when the concern is resolved before any work on them', () => {
    const resolved = played(
      'on_roll: true',
      `  - { at: 2026-11-05T11:05, do: raiseConcern, by: officer-a, kind: welfare, immediate: false, note: heard }
  - { at: 2026-11-06T11:05, do: resolveConcern, by: dsl-d, reason: unfounded }`,
    );
    expect(idsOf(resolved).filter((id) => INTRUSIVE.includes(id))).toEqual([]);
  });
});

describe('a child without a first day of absence', () => {
  test('has no deadline of the authority and no invented breach', () => {
    const file = join(folder, 'none.yaml');
    writeFileSync(
      file,
      `policy: bromley
referral:
  receivedAt: 2026-11-03T09:00
  referrer: { kind: public, name: A neighbour, phone: '07700 900321' }
  child: { givenName: Ivo, dateOfBirth: 2014-03-02 }
  facts: { on_roll: false }
until: 2027-03-01
`,
    );
    const read = readScenario(file);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const none = present(playScenario(read.scenario));
    expect(none.deadlines).toEqual([]);
    expect(none.messages.filter(({ purpose }) => purpose === 'breach')).toEqual([]);
  });
});
