import { setTimeout as delay } from 'node:timers/promises';
import { simulate } from '../../domain/simulate.js';
import { addSeconds, epochSeconds, instantOf } from '../../domain/time.js';
import { ENQUIRY_WORKFLOW, enquiryWorkflowId } from '../../workflows/messages.js';
import type { Minimal } from '../minimal.js';
import { AUTHORITY, type Rollcall } from '../rollcall.js';
import { playOf, scenarioNamed } from '../scenario.js';
import { endAll } from '../endAll.js';
import { atOnce, inTurns, percentile } from '../statistics.js';
import { figure, type Row } from '../table.js';

const CASES = 200;
const PAIRS = 2;
const AT_ONCE = 20;
/** Enough to start them all before the instant comes. */
const SET_UP_SECONDS = 20;
const GIVE_UP_MS = 60_000;
const MOST = 1.2;

/** Who tells that something was carried out for a case, by the case's id. */
export interface Told {
  listen: (told: ((id: string) => void) | undefined) => void;
}

/** Cases with one and the same deadline: how long after it the last of them has told of its breach. */
export async function measureBurst(rollcall: Rollcall, minimal: Minimal, minimalTold: Told): Promise<Row[]> {
  const lag = await inTurns(
    PAIRS,
    () => breaches(rollcall),
    () => timers(minimal, minimalTold),
  );
  return [
    {
      what: `${CASES} cases with one deadline: all told, after it`,
      seen: `${figure(lag.ours)} s`,
      against: `${figure(lag.theirs)} s`,
      ratio: lag.ratio,
      target: { words: `at most ${MOST}`, holds: lag.ratio <= MOST },
    },
  ];
}

/** A case shortly before its first breach. */
function beforeBreach() {
  const { world, played } = playOf(scenarioNamed('golden'));
  const undisturbed = { world, played: played.slice(0, 1) };
  const breach = simulate(undisturbed).events.find((event) => event.type === 'deadlineBreached');
  if (breach === undefined) throw new Error('The case has no breach');
  const told = simulate(undisturbed).events.filter((event) => event.type === 'messageDue' && event.at === breach.at);
  return {
    breachAt: breach.at,
    mailsEach: told.length,
    ...simulate({ ...undisturbed, until: addSeconds(breach.at, -60) }),
  };
}

async function breaches(rollcall: Rollcall): Promise<number> {
  const { breachAt, mailsEach, events, state } = beforeBreach();
  const due = Math.floor(Date.now() / 1_000) + SET_UP_SECONDS;
  const clockOffsetSeconds = epochSeconds(breachAt) - due;
  const ids: string[] = [];
  const mails: number[] = [];
  await atOnce(AT_ONCE, Array.from({ length: CASES }), async () => {
    const caseId = await rollcall.mint();
    ids.push(caseId);
    const now = instantOf(Math.floor(Date.now() / 1_000));
    await rollcall.register.record.recordEvents({ authority: AUTHORITY, caseId, events, carriedOutAt: now });
    await rollcall.client.workflow.start(ENQUIRY_WORKFLOW, {
      workflowId: enquiryWorkflowId(AUTHORITY, caseId),
      taskQueue: 'enquiry',
      args: [rollcall.startOf(caseId, { state, clockOffsetSeconds })],
    });
  });
  rollcall.onMail = () => void mails.push(Date.now());
  try {
    return await lagOf(mails, CASES * mailsEach, due * 1_000);
  } finally {
    rollcall.onMail = () => undefined;
    await endAll(
      rollcall.client,
      ids.map((id) => enquiryWorkflowId(AUTHORITY, id)),
    );
  }
}

async function timers({ client, taskQueue }: Minimal, { listen }: Told): Promise<number> {
  const due = (Math.floor(Date.now() / 1_000) + SET_UP_SECONDS) * 1_000;
  const told: number[] = [];
  const ids = Array.from({ length: CASES }, (_, n) => `sleeper-${due}-${n}`);
  await atOnce(AT_ONCE, ids, async (workflowId) => {
    await client.workflow.start('sleeperWorkflow', { workflowId, taskQueue, args: [workflowId, due] });
  });
  listen(() => void told.push(Date.now()));
  try {
    return await lagOf(told, CASES, due);
  } finally {
    listen(undefined);
  }
}

/** Seconds from the instant until so many were told. */
async function lagOf(told: readonly number[], wanted: number, due: number): Promise<number> {
  if (Date.now() > due) throw new Error(`The machine did not start ${CASES} cases in ${SET_UP_SECONDS} s`);
  while (told.length < wanted) {
    if (Date.now() > due + GIVE_UP_MS) throw new Error(`Only ${told.length} of ${wanted} were told`);
    await delay(20);
  }
  return (percentile(told.slice(0, wanted), 1) - due) / 1_000;
}
