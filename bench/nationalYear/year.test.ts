/** A small national year: that it comes out the same, and that no case of it breaks what holds for every case. */
import { describe, expect, test } from '@jest/globals';
import { apply } from '../../domain/apply.js';
import type { CaseEvent } from '../../domain/events.js';
import { simulate } from '../../domain/simulate.js';
import type { CaseState } from '../../domain/state.js';
import { shippedAuthorities, yearCalendars, type Authority } from './authorities.js';
import type { PlayedCase } from './playCase.js';
import { reportOf } from './report.js';
import { daysToEnd, emptyTally } from './tally.js';
import { playYear, SEED } from './year.js';

const CASES = 300;
const calendars = yearCalendars();
const authorities = shippedAuthorities(calendars);

function play(seed = SEED, cases = CASES) {
  const played: { one: PlayedCase; authority: Authority }[] = [];
  const tallies = playYear({ calendars, authorities, cases, seed }, (one, authority) =>
    played.push({ one, authority }),
  );
  return { played, tallies, report: reportOf(authorities, tallies) };
}

const year = play();
const allOf = <T extends CaseEvent['type']>(events: readonly CaseEvent[], type: T) =>
  events.filter((event): event is CaseEvent & { type: T } => event.type === type);

describe('the table', () => {
  test('is the same twice, and another under another seed', () => {
    expect(play().report).toBe(year.report);
    expect(play(SEED + 1, 50).report).not.toBe(play(SEED, 50).report);
  });

  test('begins alike for fewer cases: a case does not depend on those before it', () => {
    const events = play(SEED, 20).played.map(({ one }) => one.events);
    expect(events).toEqual(year.played.slice(0, 20).map(({ one }) => one.events));
  });

  test('counts every case of every authority once, in one state', () => {
    expect([...year.tallies.keys()]).toEqual(authorities.map(({ id }) => id));
    const sum = (of: (tally: ReturnType<typeof emptyTally>) => number): number =>
      [...year.tallies.values()].reduce((total, tally) => total + of(tally), 0);
    expect(sum((tally) => tally.cases)).toBe(CASES);
    expect(sum((t) => t.rejected + t.closed + t.inactive + t.stillOpen)).toBe(CASES);
    expect(sum((t) => t.rejected + [...t.outcomes.values()].reduce((a, b) => a + b, 0))).toBe(CASES);
    expect(sum((t) => t.events)).toBe(year.played.reduce((all, { one }) => all + one.events.length, 0));
  });

  test('has a row for each rule that was not kept, with counts that agree', () => {
    for (const [id, tally] of year.tallies)
      for (const [rule, counts] of tally.deadlines) {
        expect(counts.withdrawn + counts.doneLate).toBeLessThanOrEqual(counts.breached);
        expect(counts.actor).not.toBe('');
        expect(year.report).toMatch(new RegExp(`^\\| ${id} +\\| ${rule} `, 'm'));
      }
  });

  test('tells of plausible officers: some of everything happens', () => {
    const all = year.played.flatMap(({ one }) => one.events);
    for (const type of [
      ...([
        'deadlineMet',
        'deadlineBreached',
        'breachWithdrawn',
        'ladderStopped',
        'concernRaised',
        'concernResolved',
      ] as const),
      ...(['duplicateConfirmed', 'referralJoined', 'partnerReplied', 'referralRejected', 'caseClosed'] as const),
      ...(['madeInactive', 'checkNotApplicable', 'checkAttempted'] as const),
    ])
      expect([type, allOf(all, type).length > 0]).toEqual([type, true]);
    expect(allOf(all, 'checkRecorded').some((event) => event.lateEntry)).toBe(true);
    for (const tally of year.tallies.values()) expect(daysToEnd(tally, 0.5)).toBeGreaterThan(10);
  });
});

describe('every case of the year', () => {
  test('P1 is the same when its inputs are played again, and its events fold to its state', () => {
    for (const { one } of year.played) {
      const again = simulate(one.play);
      // As text: the order of the fields is part of "the same".
      expect(JSON.stringify(again.events)).toBe(JSON.stringify(one.events));
      expect(again.refused).toHaveLength(one.refused);
      const folded = one.events.reduce<CaseState | null>(apply, null);
      expect(folded === null ? null : { ...folded, at: one.state.at }).toEqual(one.state);
    }
  });

  test('P2 tells nobody twice', () => {
    for (const { one } of year.played) {
      const names = allOf(one.events, 'messageDue').map((event) => `${event.rule}|${event.occurrence}|${event.to}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('P4 ends only by a named person', () => {
    for (const { one } of year.played)
      for (const event of [...allOf(one.events, 'caseClosed'), ...allOf(one.events, 'madeInactive')])
        expect(event.role).toBe('manager');
  });

  test('P9 breaches only a rule that its authority has: none where the policy gives it no deadline', () => {
    for (const { one, authority } of year.played) {
      const { policy } = one.play.world;
      const own = policy.deadlines.filter((rule) => rule.actor === 'authority').map((rule) => rule.id);
      for (const event of allOf(one.events, 'deadlineBreached')) expect(own).toContain(event.rule);
      if (!authority.hasDeadlines) expect(allOf(one.events, 'deadlineBreached')).toEqual([]);
    }
    expect(authorities.some((authority) => !authority.hasDeadlines)).toBe(true);
  });

  test('tells the safeguarding contact of every concern in the step that raised it', () => {
    for (const tally of year.tallies.values()) expect(tally.concernsToldAtOnce).toBe(tally.concerns);
  });
});
