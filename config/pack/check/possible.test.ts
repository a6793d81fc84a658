import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../domain/conditions.js';
import type { Condition, FactValue } from '../../../domain/policy.js';
import { isFalse, isNotTrue, isTrue, witnessOf, type FactRange } from './possible.js';

const ranges: Record<string, FactRange> = {
  a: { type: 'boolean', settable: true, alwaysKnown: false },
  b: { type: 'boolean', settable: true, alwaysKnown: false },
  shown: { type: 'boolean', settable: true, alwaysKnown: true },
  nobody: { type: 'boolean', settable: false, alwaysKnown: false },
  percent: { type: 'number', settable: true, alwaysKnown: false, least: 0, most: 100 },
  day: { type: 'date', settable: true, alwaysKnown: false },
  name: { type: 'text', settable: true, alwaysKnown: false },
};
const rangeOf = (fact: string): FactRange => ranges[fact] ?? { type: 'boolean', settable: true, alwaysKnown: false };
const a: Condition = { fact: 'a', is: true };
const b: Condition = { fact: 'b', is: true };
const never = (condition: Condition) => witnessOf(isTrue(condition), rangeOf) === 'never';

describe('what can be', () => {
  test('a contradiction is never true, also across levels', () => {
    expect(never({ all: [a, { not: a }] })).toBe(true);
    expect(never({ all: [{ any: [a, b] }, { not: a }, { not: b }] })).toBe(true);
    expect(never({ all: [{ any: [a, b] }, { not: a }] })).toBe(false);
    expect(
      never({
        all: [
          { fact: 'a', known: true },
          { fact: 'a', known: false },
        ],
      }),
    ).toBe(true);
  });

  test('numbers, dates and texts contradict each other by their values', () => {
    const percent = (op: '<' | '>=', value: number): Condition => ({ fact: 'percent', op, value });
    expect(never({ all: [percent('<', 50), percent('>=', 85)] })).toBe(true);
    expect(never({ all: [percent('<', 85), percent('>=', 50)] })).toBe(false);
    expect(never(percent('<', 0))).toBe(true);
    expect(never({ fact: 'percent', op: '>', value: 100 })).toBe(true);
    expect(never({ fact: 'percent', op: '>=', value: 100 })).toBe(false);
    expect(
      never({
        all: [
          { fact: 'name', is: 'x' },
          { fact: 'name', is: 'y' },
        ],
      }),
    ).toBe(true);
    expect(
      never({
        all: [
          { fact: 'day', op: '>', value: '2026-09-01' },
          { fact: 'day', op: '<', value: '2026-09-01' },
        ],
      }),
    ).toBe(true);
    expect(
      never({
        all: [
          { fact: 'day', past: true },
          { fact: 'day', op: '>', value: '2026-09-01' },
        ],
      }),
    ).toBe(false);
  });

  test('a fact that nobody may set is never known, and one that is always known never unknown', () => {
    expect(never({ fact: 'nobody', is: true })).toBe(true);
    expect(never({ not: { fact: 'nobody', is: true } })).toBe(true);
    expect(witnessOf({ condition: { fact: 'nobody', is: true }, is: [null] }, rangeOf)).toBeInstanceOf(Map);
    expect(witnessOf({ condition: { fact: 'shown', is: true }, is: [null] }, rangeOf)).toBe('never');
  });

  test('a claim knows "not true" from "false"', () => {
    const excluded: Condition = { any: [a, { not: a }] };
    expect(witnessOf(isFalse(excluded), rangeOf)).toBe('never');
    expect(witnessOf(isNotTrue(excluded), rangeOf)).toEqual(new Map([['a', undefined]]));
    expect(witnessOf({ every: [{ some: [isTrue(a), isTrue(b)] }, isNotTrue(a), isNotTrue(b)] }, rangeOf)).toBe('never');
  });

  test('agrees with the core: what is found holds, and what is never found holds for no facts', () => {
    const facts = ['a', 'b', 'shown'];
    const values: (FactValue | undefined)[] = [true, false, undefined];
    let state = 7;
    const random = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
    const condition = (depth: number): Condition => {
      const fact = facts[random(3)] ?? 'a';
      const kind = depth === 0 ? random(2) : random(5);
      if (kind === 0) return { fact, is: true };
      if (kind === 1) return { fact, known: random(2) === 0 };
      if (kind === 2) return { not: condition(depth - 1) };
      const parts = [condition(depth - 1), condition(depth - 1)];
      return kind === 3 ? { all: parts } : { any: parts };
    };
    let nevers = 0;
    for (let run = 0; run < 500; run += 1) {
      const tried = condition(3);
      const answer = witnessOf(isTrue(tried), rangeOf);
      const holds = values.some((first) =>
        values.some((second) =>
          [true, false].some(
            (shown) => truth(tried, (fact) => ({ a: first, b: second, shown })[fact], '2026-09-01') === true,
          ),
        ),
      );
      expect([tried, answer !== 'never']).toEqual([tried, holds]);
      if (!holds) nevers += 1;
    }
    expect(nevers).toBeGreaterThan(20);
  });

  test('gives up on what would take too long', () => {
    // Nine pigeons, eight holes: never true, and hard to see.
    const inHole = (pigeon: number, hole: number): Condition => ({ fact: `p${pigeon}_${hole}`, is: true });
    const numbers = (below: number) => Array.from({ length: below }, (_, index) => index);
    const housed = numbers(9).map((pigeon): Condition => ({ any: numbers(8).map((hole) => inHole(pigeon, hole)) }));
    const alone = numbers(8).flatMap((hole) =>
      numbers(9).flatMap((first) =>
        numbers(first).map((second): Condition => ({ not: { all: [inHole(first, hole), inHole(second, hole)] } })),
      ),
    );
    expect(witnessOf(isTrue({ all: [...housed, ...alone] }), rangeOf)).toBe('undecided');
  });
});
