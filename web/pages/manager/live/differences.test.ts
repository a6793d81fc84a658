import { expect, test } from '@jest/globals';
import { compare, type Account } from './differences.js';

const account: Account = {
  ...{ seq: 12, policy: 'bradford@1', status: 'open', stage: 'enquiries', risk: null, category: null, episode: 1 },
  ...{ assignee: null, outcome: null, proposedOutcome: null, endedAt: null, nextWake: '2026-12-31T00:00:00Z' },
  ...{ nextDue: '2026-12-30', openDeadlines: 2, breaches: 0, openChecks: 12, openTasks: 1, openConcerns: 0 },
};

test('the same accounts differ in nothing; each field that differs is found', () => {
  expect(compare(account, { ...account }).filter(({ same }) => !same)).toEqual([]);
  const register = { ...account, seq: 10, assignee: 'officer-a', nextWake: null };
  expect(compare(account, register).filter(({ same }) => !same)).toEqual([
    { field: 'seq', live: 12, register: 10, same: false },
    { field: 'assignee', live: null, register: 'officer-a', same: false },
    { field: 'nextWake', live: '2026-12-31T00:00:00Z', register: null, same: false },
  ]);
});
