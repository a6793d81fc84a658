import { setTimeout as delay } from 'node:timers/promises';
import type { CaseInput } from '../../domain/inputs.js';
import { epochSeconds } from '../../domain/time.js';
import { enquiryWorkflowId } from '../../workflows/messages.js';
import type { Minimal } from '../minimal.js';
import { AUTHORITY, typicalReferral, type Rollcall } from '../rollcall.js';
import { endAll } from '../endAll.js';
import { atOnce, inTurns, secondsOf } from '../statistics.js';
import { figure, type Row } from '../table.js';

const PAIRS = 3;
const INTAKES = 60;
const INPUT_CASES = 40;
const INPUTS_EACH = 3;
const AT_ONCE = 20;
/** What follows an answer (messages, their rows in the ledger) is done before the next batch begins. */
const REST_MS = 1_000;
const SHARE = 0.85;

/** Referrals and inputs a second against the minimal workflow, on the same server, in turns. */
export async function measureThroughput(rollcall: Rollcall, minimal: Minimal): Promise<Row[]> {
  const rows: Row[] = [];
  for (const record of ['local', 'ordinary'] as const) {
    const words = record === 'local' ? 'a local activity' : 'an ordinary activity';
    const intake = await inTurns(
      PAIRS,
      () => intakes(rollcall),
      () => minimalIntakes(minimal, record),
    );
    rows.push(rowOf(`referrals a second; minimal with ${words}`, intake, record));
    const input = await inTurns(PAIRS, await inputs(rollcall), await minimalInputs(minimal, record));
    rows.push(rowOf(`inputs a second; minimal with ${words}`, input, record));
  }
  return rows;
}

function rowOf(what: string, { ours, theirs, ratio }: Awaited<ReturnType<typeof inTurns>>, record: string): Row {
  return {
    what,
    seen: `${figure(ours)} /s`,
    against: `${figure(theirs)} /s`,
    ratio,
    ...(record === 'local' ? { target: { words: `at least ${SHARE}`, holds: ratio >= SHARE } } : {}),
  };
}

let made = 0;
const newIds = (many: number): string[] => Array.from({ length: many }, () => `minimal-${(made += 1)}`);

/** The case's clock stands at the receipt of the referral, whenever this runs. */
const clock = (): number => epochSeconds(typicalReferral().referral.receivedAt) - Math.floor(Date.now() / 1_000);

async function mintedCases(rollcall: Rollcall, many: number): Promise<string[]> {
  const ids: string[] = [];
  await atOnce(5, Array.from({ length: many }), async () => void ids.push(await rollcall.mint()));
  return ids;
}

async function intakes(rollcall: Rollcall): Promise<number> {
  const cases = await mintedCases(rollcall, INTAKES);
  const clockOffsetSeconds = clock();
  const seconds = await secondsOf(() =>
    atOnce(AT_ONCE, cases, (id) => rollcall.begin(rollcall.startOf(id, { clockOffsetSeconds }))),
  );
  await delay(REST_MS);
  await endAll(
    rollcall.client,
    cases.map((id) => enquiryWorkflowId(AUTHORITY, id)),
  );
  return INTAKES / seconds;
}

async function minimalIntakes(minimal: Minimal, record: 'local' | 'ordinary'): Promise<number> {
  const ids = newIds(INTAKES);
  const seconds = await secondsOf(() => atOnce(AT_ONCE, ids, (id) => minimal.begin(id, record)));
  await delay(REST_MS);
  await endAll(minimal.client, ids);
  return INTAKES / seconds;
}

/** Cases that stay; each batch records another check on each, with a note after each. */
async function inputs(rollcall: Rollcall): Promise<() => Promise<number>> {
  const cases = await mintedCases(rollcall, INPUT_CASES);
  const clockOffsetSeconds = clock();
  await atOnce(AT_ONCE, cases, (id) => rollcall.begin(rollcall.startOf(id, { clockOffsetSeconds })));
  await delay(REST_MS);
  const checks = rollcall.world.policy.checks.map((rule) => rule.id).filter((id) => /^BRA-C\d$/.test(id));
  const by = { id: 'officer-a', role: 'officer' as const };
  let batch = 0;
  return async () => {
    const check = checks[(batch += 1)] ?? 'BRA-C1';
    const each: CaseInput[] = [
      { do: 'recordCheck', by, check, result: 'nothing_found' },
      { do: 'note', by, text: 'words' },
      { do: 'recordFact', by, fact: 'on_roll', value: batch % 2 === 0 },
      { do: 'note', by, text: 'words' },
    ];
    const all = each.slice(0, INPUTS_EACH).flatMap((input) => cases.map((id) => ({ id, input })));
    const seconds = await secondsOf(() => atOnce(AT_ONCE, all, ({ id, input }) => rollcall.send(id, input)));
    await delay(REST_MS);
    return all.length / seconds;
  };
}

async function minimalInputs(minimal: Minimal, record: 'local' | 'ordinary'): Promise<() => Promise<number>> {
  const ids = newIds(INPUT_CASES);
  await atOnce(AT_ONCE, ids, (id) => minimal.begin(id, record));
  await delay(REST_MS);
  return async () => {
    const all = Array.from({ length: INPUTS_EACH }, () => ids).flat();
    const seconds = await secondsOf(() => atOnce(AT_ONCE, all, (id) => minimal.touch(id)));
    await delay(REST_MS);
    return all.length / seconds;
  };
}
