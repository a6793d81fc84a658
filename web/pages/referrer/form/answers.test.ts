import { describe, expect, test } from '@jest/globals';
import { english } from '../../../../config/language/english.js';
import { FieldRefused } from '../../../forms/errors.js';
import { isUpn, readAnswers, storedValues, type Typed } from './answers.js';
import { NOTHING_YET, type DraftData } from './draftData.js';
import type { Question } from './questions.js';
import { triedLines } from './tried.js';

const TODAY = '2026-12-21';
const of = (kind: Question['kind'], slot: Question['slot'], id = 'field'): Question => ({
  ...{ id, slot, kind, title: 'Title', choices: [], when: null },
});
const schools = [{ id: 'oak' }];

const read = (question: Question, typed: Typed, data: DraftData = NOTHING_YET) =>
  readAnswers([question], typed, { data, today: TODAY, schools });
function refused(question: Question, typed: Typed, data?: DraftData) {
  try {
    read(question, typed, data);
    return null;
  } catch (error) {
    return error instanceof FieldRefused ? error.errors[0] : error;
  }
}
const on = (day: string, month: string, year: string): Typed => ({ field: { day, month, year } });

describe('an answer', () => {
  const name = of('text', { record: 'child.familyName' });

  test.each(["O'Example", 'Ñandú-Łoś', 'X', '李', 'bin Ali al-Example'])('takes the name %s as it is', (typed) => {
    expect(read(name, { field: ` ${typed} ` }).records).toEqual({ 'child.familyName': typed });
  });

  test.each(['two\nlines', 'a\u0000b', 'x'.repeat(101)])('does not take %j for a name', (typed) => {
    expect(refused(name, { field: typed })).toMatchObject({ field: 'field', target: 'field' });
  });

  test('of yes and no knows a third: not known states nothing', () => {
    const question = of('yes_no', { fact: 'cp_plan' });
    expect(read(question, { field: 'yes' }).facts).toEqual({ cp_plan: true });
    expect(read(question, { field: 'no' }).facts).toEqual({ cp_plan: false });
    const before = { ...NOTHING_YET, facts: { cp_plan: true } };
    expect(read(question, { field: 'unknown' }, before).facts).toEqual({});
    expect(read(question, {}, before).facts).toEqual({});
    expect(refused(question, { field: 'maybe' })).toMatchObject({ message: 'errors.notAChoice' });
  });

  test('of a day goes to its first wrong part', () => {
    const question = of('date', { fact: 'last_attended' });
    expect(read(question, on('4', 'May', '2026')).facts).toEqual({ last_attended: '2026-05-04' });
    expect(refused(question, on('4', '13', '2026'))).toMatchObject({ target: 'field-month' });
    expect(refused(question, on('31', '2', '2026'))).toMatchObject({ target: 'field-day' });
    expect(refused(question, on('22', '12', '2026'))).toMatchObject({ message: 'referQuestion.future' });
    const born = { ...NOTHING_YET, records: { 'child.dateOfBirth': '2026-06-01' } };
    expect(refused(question, on('4', '5', '2026'), born)).toMatchObject({ message: 'referQuestion.beforeBirth' });
    expect(refused(of('date', { fact: 'expected_start' }), on('22', '12', '2026'))).toBeNull();
  });

  test('never needs a postcode, nor a school of the list', () => {
    const address = of('address', { record: 'child.address' });
    expect(read(address, { field: 'Leeds' }).records).toEqual({ 'child.address': 'Leeds' });
    const school = of('school', { record: 'child.school' });
    expect(read(school, { field: 'oak' }).records).toEqual({ 'child.school': 'oak' });
    expect(read(school, { field: '', fieldOther: 'Elsewhere' }).records).toEqual({ 'child.school': 'Elsewhere' });
    expect(refused(school, { field: 'elm' })).toMatchObject({ message: 'errors.notAChoice' });
  });

  describe('of what was tried', () => {
    const choices = [
      { value: 'calls', text: 'Telephone calls' },
      { value: 'homeVisit', text: 'A visit to the home' },
    ];
    const question: Question = { ...of('tried', { record: 'triedChecks' }), choices };
    const visited = { day: '4', month: '11', year: '2026' };

    test('keeps the day and the outcome of each step, and shows them again', () => {
      const typed = { field: 'calls', field2On: visited, field2Came: 'Nobody answered' };
      const { records } = read(question, typed);
      // A day without a tick says as much as the tick.
      expect(records).toEqual({
        triedChecks: 'calls, homeVisit',
        'triedChecks#homeVisit#on': '2026-11-04',
        'triedChecks#homeVisit#came': 'Nobody answered',
      });
      expect(triedLines(records, choices, english())).toEqual([
        'Telephone calls',
        'A visit to the home: Wednesday 4 November 2026, Nobody answered',
      ]);
      const data = { ...NOTHING_YET, records };
      expect(storedValues([question], data, { seen: true, schools })).toEqual({
        field: ['calls', 'homeVisit'],
        ...{ field1Came: '', field2Came: 'Nobody answered' },
        ...{ 'field2On-day': '4', 'field2On-month': '11', 'field2On-year': '2026' },
      });
      expect(read(question, {}, data).records).toEqual({});
    });

    test('names the day that cannot be, and takes no other step', () => {
      const ahead = { field: 'homeVisit', field2On: { day: '22', month: '12', year: '2026' } };
      expect(refused(question, ahead)).toMatchObject({ target: 'field2On-day', message: 'referQuestion.future' });
      expect(refused(question, { field: 'elsewhere' })).toMatchObject({ message: 'errors.notAChoice' });
    });
  });

  test('that came twice is refused', () => {
    expect(refused(name, { field: ['a', 'b'] })).toMatchObject({ message: 'errors.repeated' });
  });

  test('is shown again as it was typed', () => {
    const data = { ...NOTHING_YET, facts: { last_attended: '2026-05-04', ehcp: false } };
    const questions = [of('date', { fact: 'last_attended' }, 'last'), of('yes_no', { fact: 'ehcp' }, 'plan')];
    expect(storedValues([...questions, of('yes_no', { fact: 'cin' }, 'cin')], data, { seen: true, schools })).toEqual({
      ...{ 'last-day': '4', 'last-month': '5', 'last-year': '2026' },
      plan: 'no',
      cin: 'unknown',
    });
  });
});

// By hand: 1·2 + 2·3 + … + 9·10 + 0·11 + 1·12 + 2·13 = 368 = 16·23, so the check letter is the first, A.
test.each([
  ['A123456789012', true],
  ['B123456789012', false],
  // The last sign A counts 0: 368 − 26 = 342 = 14·23 + 20, and the 21st letter of the list without I, O and S is X.
  ['X12345678901A', true],
  ['A12345678901A', false],
  ['A12345678901', false],
  ['A12345678901I', false],
])('the number %s checks: %s', (upn, right) => {
  expect(isUpn(upn)).toBe(right);
});
