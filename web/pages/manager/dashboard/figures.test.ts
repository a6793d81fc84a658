import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCalendars } from '../../../../config/calendars.js';
import { barChart, columnChart } from '../../../layout/charts/chart.js';
import { byAge, byMonth, stageTimes, twelveMonths, workingDaysBetween } from './figures.js';

const calendars = loadCalendars({ school: 'r26' });

describe('the figures', () => {
  test('have twelve months, those without anything too', () => {
    const months = twelveMonths('2027-01-31');
    expect(months).toHaveLength(12);
    expect([months[0], months[11]]).toEqual(['2026-02', '2027-01']);
    expect(byMonth(months, [{ month: '2026-12', received: 2, ended: 1 }])[10]).toEqual({
      month: '2026-12',
      received: 2,
      ended: 1,
    });
    expect(byMonth(months, [])[0]).toEqual({ month: '2026-02', received: 0, ended: 0 });
  });

  test('put each age into one band', () => {
    const found = byAge([
      { age: 4, open: 1 },
      { age: 5, open: 2 },
      { age: 16, open: 3 },
      { age: 17, open: 4 },
      { age: null, open: 5 },
    ]);
    expect(found.map(({ open }) => open)).toEqual([1, 2, 0, 0, 3, 4, 5]);
  });

  test('count working days over Christmas by the calendar', () => {
    // 22, 23, 24, 29, 30 December: not the weekend, not 25 and 28 December.
    expect(workingDaysBetween('2026-12-21', '2026-12-30', calendars)).toBe(5);
    expect(workingDaysBetween('2026-12-21', '2026-12-21', calendars)).toBe(0);
    expect(workingDaysBetween('2020-01-01', '2026-12-21', calendars)).toBeNull();
  });

  test('take the middle case, the mean of two where their number is even, and none where there is none', () => {
    const span = (to: string, cases: number) => ({ stage: 'enquiries' as const, from: '2026-12-21', to, cases });
    // 1 day twice, 3 days once, 5 days once: the second and the third are 1 and 3.
    const times = stageTimes([span('2026-12-30', 1), span('2026-12-22', 2), span('2026-12-24', 1)], calendars);
    expect(times).toEqual([
      { stage: 'received', median: null, cases: 0 },
      { stage: 'enquiries', median: 2, cases: 4 },
      { stage: 'decision', median: null, cases: 0 },
    ]);
  });
});

describe('the charts', () => {
  const figures = fc.array(
    fc.record({ name: fc.string({ maxLength: 40 }), values: fc.tuple(fc.nat(100_000), fc.nat(100_000)) }),
    { minLength: 1, maxLength: 12 },
  );

  test('begin at zero, keep the proportions and stay inside', () => {
    fc.assert(
      fc.property(figures, (rows) => {
        for (const draw of [columnChart, barChart]) {
          const chart = draw({ id: 'c', rows, series: ['a', 'b'], label: '' });
          const along = draw === columnChart ? 'height' : 'width';
          const values = rows.flatMap((row) => row.values).filter((value) => value > 0);
          const lengths = chart.bars.map((bar) => bar[along]);
          expect(lengths).toHaveLength(values.length);
          const longest = Math.max(...values);
          values.forEach((value, index) => {
            expect(lengths[index]).toBeCloseTo((value / longest) * Math.max(...lengths), 1);
          });
          for (const bar of chart.bars) {
            expect(bar.x).toBeGreaterThanOrEqual(0);
            expect(bar.y).toBeGreaterThanOrEqual(0);
            expect(bar.x + bar.width).toBeLessThanOrEqual(chart.width);
            expect(bar.y + bar.height).toBeLessThanOrEqual(chart.height);
          }
        }
      }),
    );
  });

  test('write every figure, and a dash for what is not known', () => {
    const chart = barChart({ id: 'c', rows: [{ name: 'Decision', values: [null] }], series: ['Days'], label: '' });
    expect(chart.texts.map(({ text }) => text)).toEqual(['Decision', '–']);
    expect(chart.bars).toEqual([]);
  });
});
