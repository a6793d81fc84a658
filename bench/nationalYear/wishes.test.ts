import { expect, test } from '@jest/globals';
import { loadPack } from '../../config/pack/load.js';
import type { Condition, FactValue } from '../../domain/policy.js';
import { findingsFor } from './wishes.js';

const { policy } = loadPack('bradford');
const is = (fact: string): Condition => ({ fact, is: true });
const found = (condition: Condition, wanted: boolean, stated: Record<string, FactValue> = {}) =>
  findingsFor(condition, wanted, { policy, known: (fact) => stated[fact], today: '2026-12-01' });

test('nothing is to be found where it is so already', () => {
  expect(found(is('on_roll'), true, { on_roll: true })).toEqual([]);
  expect(found({ not: is('on_roll') }, true, { on_roll: false })).toEqual([]);
});

test('all of it, or the first way that there is', () => {
  expect(found({ all: [is('place_accepted'), is('ctf_uploaded')] }, true)).toEqual([
    ['place_accepted', true],
    ['ctf_uploaded', true],
  ]);
  expect(found({ any: [is('csa'), is('ctf_uploaded')] }, true)).toEqual([['ctf_uploaded', true]]);
  expect(found({ all: [is('ehcp'), { not: is('send_review_approved') }] }, false, { ehcp: true })).toEqual([
    ['send_review_approved', true],
  ]);
});

test('what is true stays true, and no concern is stated to get past a gate', () => {
  expect(found(is('cp_plan'), false, { cp_plan: true })).toBeNull();
  expect(found(is('safeguarding_concern'), true)).toBeNull();
  expect(found(is('csa'), true)).toBeNull();
});

test('something known is a text, or a date before today', () => {
  expect(found({ fact: 'removal_ground', known: true }, true)).toEqual([['removal_ground', 'stated']]);
  expect(found({ fact: 'expected_start', past: true }, true)).toEqual([['expected_start', '2026-11-30']]);
});
