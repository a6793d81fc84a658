import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCalendars, withBankHoliday, withClosureDay } from '../config/calendars.js';
import { loadPack } from '../config/pack/load.js';
import type { Calendars } from './calendar/types.js';
import {
  dutyActs,
  dutyDates,
  dutyLine,
  frequencyInWords,
  type DutyFrequency,
  type DutyPlan,
  type HeldOccurrence,
} from './duties.js';
import { addDays, isoDate, dayNumber, type IsoDate } from './time.js';

const calendars = loadCalendars({ school: 'r26' });
const { policy, service } = loadPack('luton');
const { defaults } = policy;
const YEAR = { from: '2026-09-01', to: '2027-08-31' };

const plan = (over: Partial<DutyPlan> = {}): DutyPlan => ({
  anchor: '2026-09-01',
  anchorIsDue: false,
  frequency: null,
  dates: null,
  knownFrom: '2026-09-01',
  ...over,
});

function dues(frequency: DutyFrequency | null | undefined, over: Partial<DutyPlan> = {}, span = YEAR, by = calendars) {
  const found = dutyDates({ id: 'ANY-R1', ...(frequency === undefined ? {} : { frequency }) }, plan(over), span, by);
  return found.dated ? found.dates.map(({ due }) => due) : found.why;
}

describe('the days of a duty', () => {
  test('every month in term: the first working day of the month on which pupils attend', () => {
    // 2 November is an INSET day, 4 January is one, 3 May a bank holiday, 31 May to 4 June half term; August has no pupils.
    expect(dues('monthly_in_term', {}, { from: '2026-09-01', to: '2027-07-21' })).toEqual([
      ...['2026-09-03', '2026-10-01', '2026-11-03', '2026-12-01', '2027-01-05', '2027-02-01', '2027-03-01'],
      ...['2027-04-12', '2027-05-04', '2027-06-07', '2027-07-01'],
    ]);
    const closed = withClosureDay(calendars, '2026-12-01');
    expect(dues('monthly_in_term', {}, { from: '2026-12-01', to: '2026-12-31' }, closed)).toEqual(['2026-12-02']);
  });

  test('beyond the school calendar it names the calendar', () => {
    const found = dutyDates(
      { id: 'ANY-M1', frequency: 'monthly_in_term' },
      plan(),
      { from: '2027-07-01', to: '2027-09-30' },
      calendars,
    );
    // 1 August 2027 is a Sunday.
    expect(found).toMatchObject({ dates: [{ due: '2027-07-01' }], missing: { calendar: 'r26', needed: '2027-08-02' } });
    const none: Calendars = { ...calendars, school: { id: 'bradford-schools', missing: true } };
    expect(dutyDates({ id: 'ANY-M1', frequency: 'termly' }, plan(), YEAR, none)).toEqual({
      dated: true,
      dates: [],
      missing: { calendar: 'bradford-schools', needed: '2026-09-01' },
    });
  });

  test('every term: its last day; every second term counts from the anchor', () => {
    expect(dues('termly')).toEqual(['2026-12-18', '2027-03-25', '2027-07-21']);
    expect(dues({ amount: 2, unit: 'term' })).toEqual(['2027-03-25']);
    expect(dues({ amount: 2, unit: 'term' }, { anchorIsDue: true })).toEqual(['2026-12-18', '2027-07-21']);
  });

  test('periods count from the anchor, and a 31st stays one where the month has it', () => {
    const autumn = { from: '2026-09-01', to: '2026-12-31' };
    expect(dues({ amount: 1, unit: 'month' }, { anchor: '2026-08-31' }, autumn)).toEqual([
      ...['2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31'],
    ]);
    expect(
      dues({ amount: 1, unit: 'year' }, { anchor: '2024-02-29' }, { from: '2025-01-01', to: '2028-12-31' }),
    ).toEqual([...['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']]);
    expect(dues({ amount: 2, unit: 'week' }, { anchor: '2026-12-10', anchorIsDue: true }, autumn)).toEqual([
      ...['2026-12-10', '2026-12-24'],
    ]);
    // 25 and 28 December are bank holidays.
    expect(dues({ amount: 2, unit: 'working_day' }, { anchor: '2026-12-22' }, autumn)).toEqual([
      '2026-12-24',
      '2026-12-30',
    ]);
  });

  test('three times a year: 29 days after the census days, which the authority may set', () => {
    const rule = service.duties.find(({ id }) => id === 'NAT-RETURN');
    if (rule === undefined) throw new Error('The law has the return');
    const found = dutyDates(rule, plan(), YEAR, calendars);
    // As published for 2022/23: a census on a Thursday, the return on the Friday four weeks and a day later.
    expect(found).toEqual({
      dated: true,
      missing: null,
      dates: [
        { occurrence: '2026-10-01', due: '2026-10-30', working: '29 calendar days after the census day 2026-10-01' },
        { occurrence: '2027-01-21', due: '2027-02-19', working: '29 calendar days after the census day 2027-01-21' },
        { occurrence: '2027-05-20', due: '2027-06-18', working: '29 calendar days after the census day 2027-05-20' },
      ],
    });
    const own = dutyDates(rule, plan({ dates: ['2027-01-14'] }), YEAR, calendars);
    expect(own.dated && own.dates.map(({ due }) => due)).toEqual(['2027-02-12']);
  });

  test('no rule, no date: until the authority says one', () => {
    expect(dues(null)).toBe('not_dated');
    expect(dues(undefined)).toBe('standing');
    expect(dues('three_times_a_year')).toBe('not_dated');
    expect(dues(null, { frequency: 'termly' })).toHaveLength(3);
    expect(dues(null, { dates: ['2027-03-01', '2026-10-05'] })).toEqual(['2026-10-05', '2027-03-01']);
    // What the text says stands; the authority's own is for where it is silent.
    expect(dues('termly', { frequency: { amount: 1, unit: 'week' } })).toHaveLength(3);
  });

  test('are said in words', () => {
    expect(
      [
        ...[
          { amount: 1, unit: 'year' } as const,
          { amount: 2, unit: 'week' } as const,
          'termly' as const,
          null,
          undefined,
        ],
      ].map(frequencyInWords),
    ).toEqual([...['every year', 'every 2 weeks', 'every term', 'the text names no frequency', 'at all times']]);
  });
});

describe('the work of a day', () => {
  const duty = (frequency: DutyFrequency, over: Partial<DutyPlan> = {}) => ({
    rule: { id: 'LUT-R3', frequency },
    plan: plan(over),
  });
  const monthly = duty({ amount: 1, unit: 'month' }, { anchor: '2026-09-15' });
  const acts = (day: IsoDate, held: HeldOccurrence[] = [], by = calendars, duties = [monthly]) =>
    dutyActs(duties, held, day, { calendars: by, defaults });
  const open = (occurrence: string, due = occurrence): HeldOccurrence => ({
    rule: 'LUT-R3',
    occurrence,
    due,
    state: 'open',
  });

  test('opens four weeks ahead, reminds on the working day before, and never before the one before is due', () => {
    expect(acts('2026-09-16')).toEqual([]);
    // Thursday 15 October less 28 days is 17 September.
    expect(acts('2026-09-17')).toEqual([
      expect.objectContaining({ act: 'open', occurrence: '2026-10-15', due: '2026-10-15', remindOn: '2026-10-14' }),
    ]);
    const weekly = duty({ amount: 1, unit: 'week' }, { knownFrom: '2026-09-08' });
    const opened = dutyActs([weekly], [], '2026-09-08', { calendars, defaults });
    expect(opened.map((act) => act.occurrence)).toEqual(['2026-09-08', '2026-09-15']);
  });

  test('what was due before the service knew of it is not opened; what was missed while it was down is, and is late', () => {
    const known = { ...monthly, plan: plan({ anchor: '2026-09-15', knownFrom: '2026-11-01' }) };
    expect(acts('2026-12-20', [], calendars, [known]).map(({ act, occurrence }) => `${act} ${occurrence}`)).toEqual([
      ...['open 2026-11-15', 'late 2026-11-15', 'open 2026-12-15', 'late 2026-12-15', 'open 2027-01-15'],
    ]);
  });

  test('the due day itself is in time, the day after is late, and nothing is done twice', () => {
    expect(acts('2026-10-15', [open('2026-10-15')]).filter(({ act }) => act === 'late')).toEqual([]);
    expect(acts('2026-10-16', [open('2026-10-15')])).toContainEqual(
      expect.objectContaining({ act: 'late', occurrence: '2026-10-15' }),
    );
    expect(acts('2026-10-16', [{ ...open('2026-10-15'), state: 'late' }]).filter(({ act }) => act === 'late')).toEqual(
      [],
    );
    expect(acts('2026-10-16', [{ ...open('2026-10-15'), state: 'done' }]).filter(({ act }) => act === 'late')).toEqual(
      [],
    );
  });

  test('a calendar that changes moves what is open and depends on it, and nothing else', () => {
    const meeting = duty('monthly_in_term', { knownFrom: '2026-11-01' });
    const changed = withBankHoliday(calendars, '2026-12-01');
    const held = [open('2026-11', '2026-11-03'), open('2026-12', '2026-12-01')];
    expect(acts('2026-11-03', held, changed, [meeting])).toEqual([
      {
        act: 'move',
        rule: 'LUT-R3',
        occurrence: '2026-12',
        was: '2026-12-01',
        due: '2026-12-02',
        // Tuesday is the holiday now, so the working day before Wednesday is Monday.
        remindOn: '2026-11-30',
        working: 'first working day of 2026-12 in term, by the calendar r26',
      },
    ]);
  });

  test('what the rule no longer asks for is withdrawn; a missing calendar withdraws nothing, and what is late stays', () => {
    const yearly = duty({ amount: 1, unit: 'year' });
    expect(acts('2026-10-01', [open('2026-10-15')], calendars, [yearly])).toEqual([
      { act: 'withdraw', rule: 'LUT-R3', occurrence: '2026-10-15', due: '2026-10-15' },
    ]);
    expect(acts('2026-10-01', [open('2026-10-15')], calendars, [])).toHaveLength(1);
    expect(acts('2026-10-16', [open('2026-10-15')], calendars, [yearly])).toEqual([
      { act: 'late', rule: 'LUT-R3', occurrence: '2026-10-15', due: '2026-10-15' },
    ]);
    const none: Calendars = { ...calendars, school: { id: 'luton-schools', missing: true } };
    const meeting = duty('termly');
    expect(acts('2026-12-01', [open('autumn 2026', '2026-12-18')], none, [meeting])).toEqual([]);
  });

  test('day after day it opens each occurrence once, and all of them', () => {
    fc.assert(
      fc.property(
        fc.record({
          amount: fc.integer({ min: 1, max: 5 }),
          unit: fc.constantFrom('week' as const, 'month' as const, 'calendar_day' as const, 'year' as const),
          start: fc.integer({ min: dayNumber('2026-09-01'), max: dayNumber('2027-01-31') }),
          skip: fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
        }),
        ({ amount, unit, start, skip }) => {
          const first = isoDate(start);
          const duty = {
            rule: { id: 'ANY-R1', frequency: { amount, unit } },
            plan: plan({ anchor: first, knownFrom: first }),
          };
          const held: HeldOccurrence[] = [];
          for (const [index, away] of skip.entries()) {
            if (away && index < skip.length - 1) continue;
            for (const act of dutyActs([duty], held, addDays(first, index), { calendars, defaults })) {
              const found = held.find((one) => one.occurrence === act.occurrence);
              if (act.act === 'open') {
                expect(found).toBeUndefined();
                held.push({ rule: act.rule, occurrence: act.occurrence, due: act.due, state: 'open' });
              } else if (act.act === 'late' && found !== undefined) {
                expect([found.state, found.due < addDays(first, index)]).toEqual(['open', true]);
                found.state = 'late';
              } else throw new Error(`${act.act} of what nobody changed`);
            }
          }
          const last = addDays(first, skip.length - 1);
          const wanted = dutyDates(duty.rule, duty.plan, { from: first, to: addDays(last, -1) }, calendars);
          expect(held.filter(({ state }) => state === 'late').map(({ due }) => due)).toEqual(
            wanted.dated ? wanted.dates.map(({ due }) => due) : [],
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the line of the digest', () => {
  const one = { due: '2026-12-30', state: 'open' as const, remindOn: '2026-12-29', for: 'senior' };
  test('reminds once, and tells the manager from the day after until it ends', () => {
    expect(dutyLine(one, '2026-12-29')).toEqual({ purpose: 'reminder', to: 'senior' });
    expect(dutyLine(one, '2026-12-30')).toBeUndefined();
    expect(dutyLine(one, '2026-12-31')).toEqual({ purpose: 'late', to: 'manager' });
    expect(dutyLine({ ...one, state: 'late' }, '2027-01-04')).toEqual({ purpose: 'late', to: 'manager' });
    expect(dutyLine({ ...one, state: 'done' }, '2027-01-04')).toBeUndefined();
    expect(dutyLine({ ...one, state: 'not_needed' }, '2026-12-29')).toBeUndefined();
  });
});
