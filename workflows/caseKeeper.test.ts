import { describe, expect, test } from '@jest/globals';
import { loadCalendars } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import type { CaseInput } from '../domain/inputs.js';
import { simulate } from '../domain/simulate.js';
import { addSeconds } from '../domain/time.js';
import { createCaseKeeper, type CaseKeeper } from './caseKeeper.js';
import type { EnquiryStart } from './messages.js';

const world = { policy: loadPack('bradford').policy, calendars: loadCalendars({ school: 'r26' }) };
const start: EnquiryStart = { authority: 'bradford', caseId: 'c1', ...world, state: null };
const at = '2026-12-21T10:12:00Z';
const officer = { id: 'officer-a', role: 'officer' } as const;

const referral: CaseInput = {
  do: 'referral',
  by: { id: 'r', role: 'referrer' },
  referral: {
    receivedAt: at,
    referrer: { kind: 'school', reply: 'email', verified: true },
    child: { dateOfBirth: '2015-05-04' },
    facts: { cp_plan: true, social_worker: true },
  },
};

function begun(): CaseKeeper {
  const keeper = createCaseKeeper(start);
  expect(keeper.take(referral, at, 'request-0').ok).toBe(true);
  return keeper;
}

describe('a case between inputs', () => {
  test('answers the same request the same, and remembers five hundred', () => {
    const keeper = begun();
    const first = keeper.firstAnswer('request-0');
    expect(first?.events.length).toBeGreaterThan(0);
    for (let n = 1; n <= 500; n += 1) keeper.take({ do: 'note', by: officer, text: `t${n}` }, at, `request-${n}`);
    expect(keeper.firstAnswer('request-0')).toBeUndefined();
    expect(keeper.firstAnswer('request-1')).toMatchObject({ status: 'open', events: [] });
    expect(keeper.firstAnswer('request-500')?.events).toHaveLength(1);
    expect(keeper.carry().answered).toHaveLength(500);
  });

  test('an input that is refused changes nothing, except that the clock came first', () => {
    const keeper = begun();
    const before = keeper.state;
    const wrong: CaseInput = { do: 'recordCheck', by: officer, check: 'BRA-NONE', result: 'nothing_found' };
    expect(keeper.refusalOf(wrong, at)?.code).toBe('not_found');
    expect(keeper.state).toBe(before);
    const later = '2027-01-02T00:00:00Z';
    expect(keeper.take(wrong, later).ok).toBe(false);
    expect(keeper.state?.deadlines.some((deadline) => deadline.state === 'breached')).toBe(true);
  });

  test('no input is older than what was played', () => {
    const keeper = begun();
    const taken = keeper.take({ do: 'note', by: officer, text: 't' }, '2026-12-20T00:00:00Z');
    expect(taken.ok && taken.answer.at).toBe(at);
  });

  test('is carried from run to run whole', () => {
    const keeper = begun();
    keeper.recorded(3);
    const next = createCaseKeeper({ ...start, ...keeper.carry() });
    expect(next.recordedSeq).toBe(3);
    expect(next.unrecorded).toEqual(keeper.unrecorded);
    expect(next.unsent).toEqual(keeper.unsent);
    expect(next.nextWake()).toBe(keeper.nextWake());
    expect(next.firstAnswer('request-0')).toEqual(keeper.firstAnswer('request-0'));
  });
});

describe('a late wake', () => {
  const until = '2027-03-15T12:00:00Z';

  test('plays every instant with its own time, as the simulator does', () => {
    const keeper = begun();
    keeper.play(until);
    const played = [{ at, input: referral }];
    const simulated = simulate({ world, played, until }).events;
    const happened = keeper.unrecorded.filter((event) => event.type !== 'messageOvertaken');
    expect(happened).toEqual(simulated);
  });

  test('sends of the ordinary messages of a rule only the last, and records the others as overtaken', () => {
    const keeper = begun();
    keeper.play(until);
    const reviews = keeper.unrecorded.filter((event) => event.type === 'messageDue' && event.rule === 'SYS-REVIEW');
    expect(reviews.length).toBeGreaterThan(1);
    const sent = keeper.unsent.filter((due) => due.message.rule === 'SYS-REVIEW');
    expect(sent.map((due) => due.message.occurrence)).toEqual([reviews.length]);
    const overtaken = keeper.unrecorded.filter(
      (event) => event.type === 'messageOvertaken' && event.rule === 'SYS-REVIEW',
    );
    expect(overtaken).toHaveLength(reviews.length - 1);
    expect(keeper.unrecorded.map((event) => event.seq)).toEqual(keeper.unrecorded.map((_event, index) => index + 1));
  });

  test('sends every message about a concern', () => {
    const keeper = begun();
    keeper.take({ do: 'raiseConcern', by: officer, kind: 'abuse', immediate: false, note: 't' }, addSeconds(at, 60));
    const before = keeper.unsent.length;
    keeper.play(addSeconds(at, 5 * 3_600));
    const ladder = keeper.unsent.slice(before).filter((due) => due.message.safeguarding);
    expect(ladder.map((due) => due.message.to)).toEqual(['senior', 'manager']);
    expect(keeper.unrecorded.filter((event) => event.type === 'messageOvertaken')).toEqual([]);
  });
});
