import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { loadCalendars } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import { addSeconds } from '../domain/time.js';
import { simulate } from '../domain/simulate.js';
import {
  AUTHORITY,
  eventually,
  liveOf,
  MANAGER,
  OFFICER,
  referralOf,
  useEnquiries,
  type TestCase,
} from '../tests/support/enquiries/harness.js';
import { eventCounts, eventNames } from '../tests/support/enquiries/histories.js';
import {
  breachAndLadder,
  concernMidWait,
  afterLadder,
  endAndReopening,
  goldenCase,
  joinedReferral,
  plainCase,
  PRIORITISED,
  recorded,
} from '../tests/support/enquiries/scenarios.js';
import {
  calendarChangedSignal,
  deliveryReportedSignal,
  enquiryWorkflowId,
  getEnquiryQuery,
  rehearsedSignal,
} from './messages.js';

const enquiries = useEnquiries();
const world = { policy: loadPack('bradford').policy, calendars: loadCalendars({ school: 'r26' }) };

/** What the simulator makes of the same inputs at the same instants. */
const simulated = ({ played }: TestCase, until: string) => simulate({ world, played, until }).events;

const mailsTo = (person: string, caseId: string): number =>
  enquiries().mails.filter((mail) => mail.to === person && mail.html.includes(caseId)).length;

describe('intake', () => {
  test('begins by update-with-start, is recorded and acknowledged', async () => {
    const one = await enquiries().begin();
    expect(one.first.status).toBe('open');
    await recorded(one);
    expect(await enquiries().events(one)).toEqual(one.first.events);
    await eventually(
      () => Promise.resolve(mailsTo('office@oak.example', '')),
      (count) => count > 0,
    );
    expect(await one.handle.query(getEnquiryQuery)).toMatchObject({ seq: one.first.seq, resting: false });
    expect(await eventNames(one.handle)).not.toContain('TIMER_CANCELED');
  });

  test('the same request again gets the first answer and changes nothing', async () => {
    const { begin, refer, send } = enquiries();
    const one = await begin();
    const further = { ...referralOf({ facts: { cp_plan: true } }), match: 'same_upn' as const };
    const joined = await refer(one.caseId, further, { updateId: 'request-2' });
    expect(await refer(one.caseId, further, { updateId: 'request-2' })).toEqual(joined);
    expect(joined.events.map((event) => event.type)).toContain('referralJoined');
    const note = { do: 'note', by: OFFICER, text: 't1' } as const;
    const first = await send(one, note, 'request-3');
    expect(await send(one, note, 'request-3')).toEqual(first);
    expect((await liveOf(one)).seq).toBe(first.seq);
  });

  test('a refused first referral begins no case', async () => {
    const { refer, client } = enquiries();
    const caseId = randomUUID();
    await expect(refer(caseId, referralOf({ facts: { no_such_fact: true } }))).rejects.toThrow();
    const handle = client.workflow.getHandle(enquiryWorkflowId(AUTHORITY, caseId));
    await expect(handle.query(getEnquiryQuery)).rejects.toThrow();
    expect(await eventNames(handle)).not.toContain('WORKFLOW_EXECUTION_UPDATE_ACCEPTED');
    await handle.terminate();
  });
});

describe('an input', () => {
  test('refused by its validator leaves no event', async () => {
    const one = await plainCase(enquiries());
    await delay(500);
    const before = await eventNames(one.handle);
    const refused = await enquiries().refusal(one, {
      ...{ do: 'recordCheck', by: OFFICER, check: 'BRA-NONE', result: 'nothing_found' },
    });
    expect(refused.code).toBe('not_found');
    expect(await eventNames(one.handle)).toEqual(before);
  });

  test('of a wrong shape is refused and names the field', async () => {
    const one = await enquiries().begin();
    const nobody = { do: 'note', by: { id: '', role: 'officer' }, text: 't' } as const;
    expect(await enquiries().refusal(one, nobody)).toMatchObject({ code: 'invalid', field: 'by' });
  });

  test('that moves no deadline arms no timer again', async () => {
    const one = await enquiries().begin({ facts: PRIORITISED });
    await recorded(one);
    const before = await eventCounts(one.handle);
    for (const text of ['t1', 't2', 't3']) await enquiries().send(one, { do: 'note', by: OFFICER, text });
    const after = await eventCounts(one.handle);
    expect(after['TIMER_STARTED']).toBe(before['TIMER_STARTED']);
    expect(after['UPSERT_WORKFLOW_SEARCH_ATTRIBUTES']).toBe(before['UPSERT_WORKFLOW_SEARCH_ATTRIBUTES']);
    await enquiries().send(one, { do: 'raiseConcern', by: OFFICER, kind: 'welfare', immediate: false, note: 't4' });
    const moved = await eventCounts(one.handle);
    expect(moved['TIMER_STARTED']).toBe((before['TIMER_STARTED'] ?? 0) + 1);
    expect(moved['TIMER_CANCELED']).toBe((before['TIMER_CANCELED'] ?? 0) + 1);
  });
});

describe('over virtual time', () => {
  test('a breach and its ladder come at their instants, as the simulator says', async () => {
    const one = await breachAndLadder(enquiries());
    const events = await enquiries().events(one);
    expect(events).toEqual(simulated(one, afterLadder(one, 'BRA-D2')));
    const breach = events.find((event) => event.type === 'deadlineBreached' && event.rule === 'BRA-D2');
    expect(breach?.at).toMatch(/T00:00:00Z$/);
    await eventually(
      () =>
        Promise.resolve([
          mailsTo('senior-a@bradford.example', one.caseId),
          mailsTo('manager-a@bradford.example', one.caseId),
        ]),
      (counts) => counts.every((count) => count === 2),
    );
  });

  test('the golden case stays within its events, and its record is the simulator’s', async () => {
    const one = await goldenCase(enquiries());
    const total = await eventCounts(one.handle, enquiries().client, one.workflowId);
    // What the server notes down while it moves a case in time is no part of a real case.
    const moved =
      (total['WORKFLOW_EXECUTION_OPTIONS_UPDATED'] ?? 0) +
      (total['WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED'] ?? 0);
    expect((total['all'] ?? Infinity) - moved).toBeLessThanOrEqual(180);
    const events = await enquiries().events(one);
    expect(events).toEqual(simulated(one, events.at(-1)?.at ?? ''));
  });
});

describe('a concern', () => {
  test('is told at once to those the policy names, and the case goes on', async () => {
    const one = await concernMidWait(enquiries());
    for (const to of ['safeguarding-contact', 'police', 'dsl-a'])
      await eventually(
        () => Promise.resolve(mailsTo(`${to}@bradford.example`, '')),
        (count) => count > 0,
      );
    expect((await liveOf(one)).state.concerns).toMatchObject([{ id: 'concern-1' }]);
    const secure = enquiries().mails.find((mail) => mail.to === 'safeguarding-contact@bradford.example');
    expect(secure?.text).toContain('Zephyrine');
    const police = enquiries().mails.find((mail) => mail.to === 'police@bradford.example');
    expect(police?.text).not.toContain('Zephyrine');
  });
});

describe('the end', () => {
  test('rests in a run of its own, takes a reopening, and goes on', async () => {
    const one = await endAndReopening(enquiries());
    const live = await liveOf(one);
    expect(live).toMatchObject({ resting: false, view: { status: 'open' } });
    expect(await enquiries().events(one)).toEqual(simulated(one, live.state.at));
    expect(await eventNames(one.handle)).toContain('WORKFLOW_EXECUTION_STARTED');
  });

  test('a run that has rested ends; an input then starts it again from the register’s events', async () => {
    const { begin, send, forwardTo, refer, register, startOf } = enquiries();
    const one = await begin({}, { restDays: 2 });
    await send(one, { do: 'decideOutcome', by: MANAGER, outcome: 'on_roll_not_attending' });
    const { state } = await eventually(
      () => liveOf(one),
      ({ resting }) => resting,
    );
    // The run ends on the way, and with it what moves it.
    await forwardTo(one, addSeconds(state.at, 2 * 86_400 + 5)).catch(() => undefined);
    await eventually(
      () => one.handle.describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    const folded = await register.record.stateOf(AUTHORITY, one.caseId);
    expect(folded?.seq).toBe(state.seq);
    const next = referralOf({ facts: {} });
    const start = startOf(one.caseId, { state: folded });
    const answer = await refer(one.caseId, { ...next, match: 'same_upn' }, { start, reuse: 'ALLOW_DUPLICATE' });
    expect(answer.events[0]).toMatchObject({ seq: state.seq + 1 });
    expect((await liveOf(one)).view).toMatchObject({ episode: 2, status: 'open' });
  });

  test('continues as new with everything it holds, and remembers what it answered', async () => {
    const { begin, send } = enquiries();
    const one = await begin({}, { renewAfterEvents: 40 });
    const note = { do: 'note', by: OFFICER, text: 't0' } as const;
    const first = await send(one, note, 'request-0');
    for (let n = 1; n < 8; n += 1) await send(one, { do: 'note', by: OFFICER, text: `t${n}` });
    await eventually(
      () => one.handle.describe(),
      ({ raw }) => raw.workflowExecutionInfo?.firstRunId !== raw.workflowExecutionInfo?.execution?.runId,
    );
    await delay(1_500);
    expect(await send(one, note, 'request-0')).toEqual(first);
    await recorded(one);
    const events = await enquiries().events(one);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events.filter((event) => event.type === 'noteAdded')).toHaveLength(8);
  });
});

describe('the closing instant', () => {
  test('loses no input and takes none twice, while the case closes and hands over to its next run', async () => {
    const { begin, send, events } = enquiries();
    const one = await begin();
    // As the API does: an input whose run ended while it was on its way is sent once more, under the same id.
    const note = async (text: string): Promise<number> => {
      const updateId = randomUUID();
      const give = () => send(one, { do: 'note', by: OFFICER, text }, updateId);
      return (await give().catch(give)).seq;
    };
    const close = send(one, { do: 'decideOutcome', by: MANAGER, outcome: 'on_roll_not_attending' });
    const notes: Promise<number>[] = [];
    for (let n = 0; n < 25; n += 1) {
      notes.push(note(`t${n}`));
      await delay(80);
    }
    await close;
    const answered = await Promise.all(notes);
    const { resting } = await eventually(
      () => liveOf(one),
      (live) => live.resting && live.seq === live.recordedSeq,
    );
    expect(resting).toBe(true);
    const recordedNotes = (await events(one)).filter((event) => event.type === 'noteAdded' && event.by === OFFICER.id);
    expect(recordedNotes).toHaveLength(25);
    expect(recordedNotes.map((event) => event.seq).sort()).toEqual([...answered].sort());
  });
});

describe('machines', () => {
  test('a receipt counts once; a permanent failure opens a task', async () => {
    const one = await enquiries().begin();
    const receipt = {
      rule: 'SYS-ACK',
      to: 'referrer',
      occurrence: 1,
      status: 'permanent_failure',
      receipt: 'r1',
    } as const;
    await one.handle.signal(deliveryReportedSignal, receipt);
    await one.handle.signal(deliveryReportedSignal, receipt);
    const { view } = await eventually(
      () => liveOf(one),
      ({ view: seen }) => seen.tasks.some((task) => task.kind === 'contactByOtherMeans'),
    );
    expect(view.tasks.filter((task) => task.kind === 'contactByOtherMeans')).toHaveLength(1);
  });

  test('a calendar change counts once', async () => {
    const one = await enquiries().begin({ facts: PRIORITISED });
    const { calendars } = world;
    const bankHolidays = [...calendars.working.bankHolidays, '2026-12-23', '2026-12-24'].sort();
    const change = {
      change: 'calendar-1',
      reason: 'a royal funeral',
      calendars: { ...calendars, working: { ...calendars.working, bankHolidays } },
    };
    await one.handle.signal(calendarChangedSignal, change);
    await one.handle.signal(calendarChangedSignal, change);
    await one.handle.signal(rehearsedSignal);
    const live = await eventually(
      () => liveOf(one),
      ({ rehearsed }) => rehearsed,
    );
    await recorded(one);
    const events = await enquiries().events(one);
    expect(events.filter((event) => event.type === 'calendarChanged')).toHaveLength(1);
    expect(live.seq).toBe(events.length);
  });
});

describe('joins', () => {
  test('a further referral of the same child joins the case', async () => {
    const one = await joinedReferral(enquiries());
    expect((await liveOf(one)).state.referrers).toHaveLength(2);
  });
});
