import { describe, expect, test } from '@jest/globals';
import { migrateState, StateTooNew } from './migrateState.js';
import { STATE_VERSION } from './state.js';

describe('migrateState', () => {
  test('leaves a state of today as it is', () => {
    const state = { stateVersion: STATE_VERSION, seq: 4 };
    expect(migrateState(state)).toBe(state);
  });

  test('takes one step for each version in between, in order', () => {
    const steps = {
      1: (state: { stateVersion: number }) => ({ ...state, path: ['one'] }),
      2: (state: { stateVersion: number }) => ({ ...state, path: [...('path' in state ? [state.path] : []), 'two'] }),
    };
    expect(migrateState({ stateVersion: 1 }, steps, 3)).toEqual({ stateVersion: 3, path: [['one'], 'two'] });
  });

  test('refuses a state of a newer release, and one that no step leads on from', () => {
    expect(() => migrateState({ stateVersion: STATE_VERSION + 1 })).toThrow(StateTooNew);
    expect(() => migrateState({ stateVersion: 1 }, {}, 2)).toThrow('no step from version 1');
  });
});
