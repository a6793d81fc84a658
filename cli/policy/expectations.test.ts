import { describe, expect, test } from '@jest/globals';
import { unmetExpectations } from './expectations.js';

const played = {
  status: 'open',
  category: null,
  deadlines: [
    { rule: 'BRA-D1', due: '2026-12-30', state: 'met', clock: { amount: 5, unit: 'working_day' } },
    { rule: 'BRA-D2', due: '2026-12-30', state: 'breached', clock: { amount: 5, unit: 'working_day' } },
  ],
  refused: [],
};

describe('an expectation', () => {
  test('is met by any part of what was played', () => {
    expect(unmetExpectations({}, played)).toEqual([]);
    expect(unmetExpectations({ status: 'open', category: null }, played)).toEqual([]);
    expect(unmetExpectations({ deadlines: [{ rule: 'BRA-D2', state: 'breached' }] }, played)).toEqual([]);
    expect(unmetExpectations({ deadlines: [{ clock: { amount: 5 } }], refused: [] }, played)).toEqual([]);
  });

  test('that is not met says where, what was expected and what is nearest', () => {
    expect(unmetExpectations({ status: 'closed' }, played)).toEqual([
      { path: 'status', message: 'expected "closed", found "open"' },
    ]);
    expect(unmetExpectations({ deadlines: [{ rule: 'BRA-D1', due: '2026-12-31' }] }, played)).toEqual([
      {
        path: 'deadlines[0]',
        message:
          'none is like {"rule":"BRA-D1","due":"2026-12-31"}; the nearest differs: due expected "2026-12-31", found "2026-12-30"',
      },
    ]);
    expect(unmetExpectations({ refused: [{ code: 'gate_closed' }], gone: 1 }, played).map(({ path }) => path)).toEqual([
      'refused[0]',
      'gone',
    ]);
    expect(unmetExpectations({ category: { value: 1 }, status: ['open'] }, played)).toHaveLength(2);
  });
});
