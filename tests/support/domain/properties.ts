/**
 * What holds for every case, whatever happens to it: the properties P1 to P9 of `docs/semantics.md`, over random cases
 * of a policy.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withNonPupilDay } from '../../../config/calendars.js';
import { loadTemplates } from '../../../config/messages.js';
import { fieldsIn, isMessageField, messageFields } from '../../../config/messageFields.js';
import type { LoadedPack } from '../../../config/pack/load.js';
import { worldOf } from './cases.js';
import { apply } from '../../../domain/apply.js';
import { decide, playDue } from '../../../domain/case/decide.js';
import { createTurn } from '../../../domain/case/turn.js';
import { blockersLeft, outcomeActions } from '../../../domain/case/outcomes.js';
import type { CaseEvent } from '../../../domain/events.js';
import type { World } from '../../../domain/case/turn.js';
import { simulate, type Play } from '../../../domain/simulate.js';
import type { CaseState } from '../../../domain/state.js';
import { randomCase } from '../../../domain/testing/randomCases.js';
import { addDays } from '../../../domain/time.js';
import { viewOf } from '../../../domain/view.js';

const fold = (events: readonly CaseEvent[]): CaseState | null => events.reduce<CaseState | null>(apply, null);

/** Replays a case beside its events, with the state before each of them. */
function withStateBefore(events: readonly CaseEvent[], see: (before: CaseState, event: CaseEvent) => void): void {
  let state: CaseState | null = null;
  for (const event of events) {
    if (state !== null) see(state, event);
    state = apply(state, event);
  }
}

const manyInsetDays = worldOf('bradford', (calendars) => {
  let changed = calendars;
  for (let day = '2026-09-03'; day < '2027-07-21'; day = addDays(day, 3))
    changed = withNonPupilDay(changed, 'r26', day);
  return changed;
}).calendars.school;

/** Declares the tests of the properties for one policy. */
export function testProperties({ details, policy }: LoadedPack, calendars: World['calendars'], numRuns: number): void {
  const world = { policy, calendars };
  const property = (holds: (play: Play) => void) =>
    fc.assert(
      fc.property(randomCase(policy), (played) => holds({ world, ...played })),
      { numRuns },
    );

  test('P1 the same inputs give the same bytes, and the events fold to the state', () => {
    property((play) => {
      const once = simulate(play);
      const again = simulate(structuredCloneOf(play));
      expect(JSON.stringify(again.events)).toBe(JSON.stringify(once.events));
      expect(JSON.stringify(again.refused)).toBe(JSON.stringify(once.refused));
      const folded = fold(once.events);
      expect(folded === null ? null : { ...folded, at: once.state.at }).toEqual(once.state);
      expect(once.events.map((event) => event.seq)).toEqual(once.events.map((_, index) => index + 1));
      expect(JSON.parse(JSON.stringify(once.state))).toEqual(once.state);
    });
  });

  test('P1 a wake that comes late gives the events of one that comes in time', () => {
    property((play) => {
      const { state, world: now, events } = simulate(play);
      const later = `${addDays(state.at.slice(0, 10), 60)}T12:00:00Z`;
      const inSteps: CaseEvent[] = [];
      let current = state;
      for (let day = state.at.slice(0, 10); day <= later.slice(0, 10); day = addDays(day, 1)) {
        const to = `${day}T12:00:00Z`;
        if (to < state.at) continue;
        const step = playDue({ state: current, world: now }, to);
        inSteps.push(...step.events);
        current = step.state;
      }
      expect(playDue({ state, world: now }, later).events).toEqual(inSteps);
      expect(events.length).toBeGreaterThan(0);
    });
  });

  test('P2 no notification twice', () => {
    property((play) => {
      const seen = new Set<string>();
      let episode = 1;
      for (const event of simulate(play).events) {
        if (event.type === 'episodeStarted') episode = event.episode;
        if (event.type !== 'messageDue') continue;
        const key = [episode, event.rule, event.occurrence, event.to].join('|');
        expect(seen.has(key)).toBe(false);
        seen.add(key);
      }
    });
  });

  test('P3 a concern never lengthens a deadline', () => {
    property((play) => {
      const { state, world: now } = simulate(play);
      const concern = {
        do: 'raiseConcern',
        kind: 'welfare',
        immediate: true,
        note: 'text-1',
        by: { id: 'dsl-a', role: 'dsl' },
      } as const;
      const decided = decide({ state, world: now }, concern, state.at);
      expect(decided.ok).toBe(true);
      if (!decided.ok) return;
      for (const before of state.deadlines) {
        const after = decided.state.deadlines.find((d) => d.rule === before.rule && d.occurrence === before.occurrence);
        expect(after).toBeDefined();
        if (before.dueAt !== null && after?.dueAt != null) expect(after.dueAt <= before.dueAt).toBe(true);
        if (before.dueAt !== null) expect(after?.dueAt).not.toBeNull();
      }
    });
  });

  test('P4 a case ends, and removal is advised, only by a named person and through open gates', () => {
    property((play) => {
      const { events } = simulate(play);
      let calendars = play.world.calendars;
      withStateBefore(events, (before, event) => {
        const change = play.played.find((item) => 'change' in item && item.at === event.at);
        if (event.type === 'calendarChanged' && change !== undefined && 'change' in change)
          calendars = change.change(calendars);
        const turn = createTurn(before, { policy, calendars }, event.at);
        if (event.type === 'caseClosed' || event.type === 'madeInactive' || event.type === 'adviceGiven') {
          expect(event.by).not.toBe('system');
          expect(event.role).toBeDefined();
        }
        if (event.type === 'adviceGiven' && event.advice === 'remove')
          expect(blockersLeft(turn, 'roll_removal')).toEqual([]);
        if (event.type !== 'outcomeDecided') return;
        expect(event.role).toBe('manager');
        const rule = policy.outcomes.find((each) => each.id === event.rule && each.outcome === event.outcome);
        expect(rule).toBeDefined();
        if (rule !== undefined)
          for (const action of outcomeActions(turn, rule)) expect(blockersLeft(turn, action)).toEqual([]);
        if (event.effect !== 'stays')
          expect(before.concerns.every((concern) => concern.resolvedAt !== undefined)).toBe(true);
      });
    });
  });

  test('P5 every date, block, task and message names a rule with its source', () => {
    const known = (rule: string): void => {
      if (rule === 'X-1') return;
      expect(details[rule]?.source ?? `no source for ${rule}`).not.toBe(`no source for ${rule}`);
    };
    property((play) => {
      const { events, refused, state, world: now, until } = simulate(play);
      for (const event of events) if ('rule' in event && typeof event.rule === 'string') known(event.rule);
      for (const refusal of refused)
        for (const { rule, why } of refusal.blockedBy ?? []) {
          known(rule);
          expect(why).not.toBe('');
        }
      const view = viewOf(state, now, until);
      for (const rule of [...view.deadlines, ...view.earliest, ...view.tasks, ...view.problems].map(
        (item) => item.rule,
      ))
        known(rule);
      for (const { rule } of view.gates.flatMap((gate) => gate.blockedBy)) known(rule);
      for (const refusal of refused)
        if (refusal.code === 'gate_closed') expect(refusal.blockedBy?.length ?? 0).toBeGreaterThan(0);
    });
  });

  test('P6 no text message carries a name or an address: what the core hands on holds none', () => {
    property((play) => {
      for (const event of simulate(play).events) {
        if (event.type !== 'messageDue' || event.channel !== 'sms') continue;
        expect(Object.keys(event.fields).filter((field) => field.startsWith('child'))).toEqual([]);
        const sms = loadTemplates().get(event.template)?.sms ?? '';
        expect(fieldsIn(sms).filter((field) => !isMessageField(field) || messageFields[field] === 'child')).toEqual([]);
      }
    });
  });

  test('P7 the school’s calendar moves only what is counted in school days', () => {
    property((play) => {
      const { state, world: now } = simulate(play);
      const calendars = { ...now.calendars, school: manyInsetDays };
      const decided = decide(
        { state, world: now },
        { do: 'calendarChanged', reason: 'INSET days', calendars },
        state.at,
      );
      if (!decided.ok) throw new Error(decided.refusal.detail);
      const moved = decided.events.flatMap((event) =>
        event.type === 'deadlineRecalculated' ? [event.clock.unit] : [],
      );
      expect(moved.filter((unit) => unit !== 'school_day' && unit !== 'term')).toEqual([]);
    });
  });

  test('P8 a join keeps the earliest receipt and every referrer', () => {
    property((play) => {
      withStateBefore(simulate(play).events, (before, event) => {
        if (event.type !== 'referralJoined') return;
        const after = apply(before, event);
        expect(after.receivedAt <= before.receivedAt && after.receivedAt <= event.receivedAt).toBe(true);
        expect(after.referrers).toEqual([...before.referrers, event.referrer]);
        for (const [fact, stated] of Object.entries(before.facts))
          if (stated.value === true) expect(after.facts[fact]?.value).toBe(true);
      });
    });
  });

  test('P9 only a rule of the authority is breached', () => {
    const rules = new Set(policy.deadlines.filter((rule) => rule.actor === 'authority').map((rule) => rule.id));
    property((play) => {
      for (const event of simulate(play).events)
        if (event.type === 'deadlineBreached') expect(rules.has(event.rule)).toBe(true);
      const without = { ...play, world: { ...play.world, policy: { ...policy, deadlines: [] } } };
      expect(simulate(without).events.filter((event) => event.type === 'deadlineBreached')).toEqual([]);
    });
  });
}

/** The same play from other objects: nothing may depend on what is shared. */
const structuredCloneOf = (play: Play): Play => ({
  ...play,
  world: structuredClone(play.world),
  played: play.played.map((item) => ('input' in item ? structuredClone(item) : item)),
});
