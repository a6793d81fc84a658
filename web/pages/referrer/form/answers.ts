/** From what was typed to what is kept, and back. */
import { plainUpn } from '../../../../register/index.js';
import { isIsoDate, type IsoDate } from '../../../../domain/time.js';
import { optionalDate } from '../../../forms/fields.js';
import { FieldRefused, formErrors, type FormError } from '../../../forms/errors.js';
import type { DraftData } from './draftData.js';
import { slotKey, type Question, type Slot } from './questions.js';
import { triedCame, triedFields, triedOn } from './tried.js';

/** What a form sent, dates put together. */
export type Typed = Readonly<Record<string, unknown>>;

const MOST = { line: 300, name: 100, prose: 10_000, address: 500 };
const CONTROL = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;
const PHONE = /^\+?[0-9 ()-]{5,30}$/;
const EMAIL = /^[^\s@<>"(),;:\\[\]]+@[^\s@<>"(),;:\\[\]]+\.[^\s@<>"(),;:\\[\]]+$/;

/** Days that may lie ahead; every other one that is asked for has been. */
const MAY_LIE_AHEAD = ['expected_return', 'expected_start', 'livesFrom', 'name_added'];

const text = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '');

interface Read {
  facts: DraftData['facts'];
  records: DraftData['records'];
}

/** Collects what is wrong, the first for each field, in the order of the page. */
export function createChecker(typed: Typed) {
  const errors: FormError[] = [];
  const wrong = (field: string, message: string, target = field): '' => {
    if (!errors.some((error) => error.field === field)) errors.push({ field, target, message });
    return '';
  };
  const one = (field: string): unknown => {
    const value = typed[field];
    if (Array.isArray(value)) wrong(field, 'errors.repeated');
    return value;
  };
  return {
    wrong,
    line: (field: string, most = MOST.line): string => {
      const value = text(one(field));
      if (CONTROL.test(value) || value.includes('\n')) return wrong(field, 'referQuestion.control');
      return value.length > most ? wrong(field, 'errors.tooLong') : value;
    },
    prose: (field: string, most = MOST.prose): string => {
      const value = text(one(field));
      if (CONTROL.test(value)) return wrong(field, 'referQuestion.control');
      return value.length > most ? wrong(field, 'errors.tooLong') : value;
    },
    phone: (field: string): string => {
      const value = text(one(field));
      return value === '' || PHONE.test(value) ? value : wrong(field, 'referQuestion.phone');
    },
    email: (field: string): string => {
      const value = text(one(field));
      return value === '' || (EMAIL.test(value) && value.length <= 254) ? value : wrong(field, 'referQuestion.email');
    },
    /** Empty where nothing was typed. */
    day: (field: string): IsoDate => {
      const read = optionalDate().safeParse(typed[field]);
      if (read.success) return read.data ?? '';
      const [error] = formErrors(read.error);
      // The schema sees the date alone, so the part is what its errors name.
      return wrong(field, error?.message ?? 'errors.dateWrong', `${field}-${error?.field ?? 'day'}`);
    },
    many: (field: string): string[] => [typed[field] ?? []].flat().map(text),
    /** @throws FieldRefused where something is wrong */
    done: (): void => {
      if (errors.length > 0) throw new FieldRefused(errors);
    },
  };
}

export type Checker = ReturnType<typeof createChecker>;

/** Reads the answers of a step. @throws FieldRefused */
export function readAnswers(
  questions: readonly Question[],
  typed: Typed,
  { data, today, schools }: { data: DraftData; today: IsoDate; schools: readonly { id: string }[] },
): Read {
  const check = createChecker(typed);
  const facts = new Map(Object.entries(data.facts));
  const records = new Map(Object.entries(data.records));
  for (const question of questions) {
    const { slot } = question;
    const key = slotKey(slot);
    const answer = read(question, check, today, data, schools);
    if ('fact' in slot) put(facts, key, answer.value);
    else put(records, key, answer.value === undefined ? undefined : String(answer.value));
    for (const [beside, value] of Object.entries(answer.beside ?? {})) put(records, beside, value);
  }
  check.done();
  return { facts: Object.fromEntries(facts), records: Object.fromEntries(records) };
}

function put<T>(into: Map<string, T>, key: string, value: T | '' | undefined): void {
  if (value === undefined || value === '') into.delete(key);
  else into.set(key, value);
}

function read(
  question: Question,
  check: Checker,
  today: IsoDate,
  data: DraftData,
  schools: readonly { id: string }[],
): { value: string | number | boolean | undefined; beside?: Record<string, string> } {
  const { id, kind, choices } = question;
  const key = slotKey(question.slot);
  switch (kind) {
    case 'yes_no': {
      const value = check.line(id);
      if (!['', 'yes', 'no', 'unknown'].includes(value)) check.wrong(id, 'errors.notAChoice');
      const isFact = 'fact' in question.slot;
      return {
        value: value === 'yes' ? (isFact ? true : 'yes') : value === 'no' ? (isFact ? false : 'no') : undefined,
      };
    }
    case 'date':
      return { value: possibleDay(id, key, check, today, data) };
    case 'number': {
      const value = check.line(id, 20).replace(/%$/, '').trim();
      if (value !== '' && !/^\d{1,3}(\.\d{1,2})?$/.test(value)) check.wrong(id, 'referQuestion.number');
      const number = Number(value);
      if (number > 100) check.wrong(id, 'referQuestion.number');
      return { value: value === '' ? undefined : number };
    }
    case 'choice': {
      const value = check.line(id);
      if (value !== '' && !choices.some((choice) => choice.value === value)) check.wrong(id, 'errors.notAChoice');
      return { value };
    }
    case 'several': {
      const values = check.many(id);
      if (values.some((value) => !choices.some((choice) => choice.value === value)))
        check.wrong(id, 'errors.notAChoice');
      return { value: values.join(', ') };
    }
    case 'tried': {
      const ticked = check.many(id);
      if (ticked.some((value) => !choices.some((choice) => choice.value === value)))
        check.wrong(id, 'errors.notAChoice');
      const beside: Record<string, string> = {};
      const tried = choices.filter(({ value }, index) => {
        const fields = triedFields(id, index);
        const on = possibleDay(fields.on, key, check, today, data);
        const came = check.line(fields.came);
        // Without script both can be filled in with no tick: that says as much.
        const isTried = ticked.includes(value) || on !== '' || came !== '';
        beside[triedOn(value)] = isTried ? on : '';
        beside[triedCame(value)] = isTried ? came : '';
        return isTried;
      });
      return { value: tried.map(({ value }) => value).join(', '), beside };
    }
    case 'school': {
      const chosen = check.line(id, 200);
      const other = check.line(`${id}Other`, 200);
      if (chosen !== '' && !schools.some((school) => school.id === chosen)) check.wrong(id, 'errors.notAChoice');
      return { value: other === '' ? chosen : other };
    }
    case 'upn': {
      const value = check.line(id, 40);
      const plain = plainUpn(value) ?? '';
      if (value !== '' && !/^[A-Z0-9]{1,20}$/.test(plain)) check.wrong(id, 'referQuestion.upn');
      return { value: plain };
    }
    case 'address':
      return {
        value: check.prose(id, MOST.address),
        beside: { [`${key}#postcode`]: check.line(`${id}Postcode`, 10) },
      };
    case 'long_text':
      return { value: check.prose(id) };
    case 'phone':
      // Some forms ask for several numbers in one field.
      return { value: check.line(id, MOST.line) };
    case 'email':
      return { value: check.email(id) };
    case 'text':
      return { value: check.line(id, key.endsWith('Name') ? MOST.name : key === 'child.sex' ? 30 : 200) };
  }
}

/** A day that was: not in the future but for those that may be, and not before the child was born. */
function possibleDay(field: string, key: string, check: Checker, today: IsoDate, data: DraftData): IsoDate {
  const value = check.day(field);
  if (value > today && !MAY_LIE_AHEAD.includes(key)) check.wrong(field, 'referQuestion.future', `${field}-day`);
  const born = data.records['child.dateOfBirth'];
  if (value !== '' && key !== 'child.dateOfBirth' && born !== undefined && value < born)
    check.wrong(field, 'referQuestion.beforeBirth', `${field}-day`);
  return value;
}

/** What was answered, as the fields of the page hold it. */
export function storedValues(
  questions: readonly Question[],
  data: DraftData,
  { seen, schools }: { seen: boolean; schools: readonly { id: string }[] },
): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  const dayInto = (field: string, day: string): void => {
    const [year = '', month = '', date = ''] = day.split('-');
    values[`${field}-day`] = String(Number(date));
    values[`${field}-month`] = String(Number(month));
    values[`${field}-year`] = year;
  };
  for (const { id, slot, kind, choices } of questions) {
    const value = answerIn(data, slot);
    if (kind === 'yes_no')
      values[id] = value === true || value === 'yes' ? 'yes' : value === undefined ? (seen ? 'unknown' : '') : 'no';
    else if (kind === 'date' && typeof value === 'string' && isIsoDate(value)) dayInto(id, value);
    else if (kind === 'tried') {
      values[id] = typeof value === 'string' ? value.split(', ') : [];
      for (const [index, { value: step }] of choices.entries()) {
        const fields = triedFields(id, index);
        const on = data.records[triedOn(step)] ?? '';
        if (isIsoDate(on)) dayInto(fields.on, on);
        values[fields.came] = data.records[triedCame(step)] ?? '';
      }
    } else if (kind === 'several') values[id] = typeof value === 'string' ? value.split(', ') : [];
    else if (kind === 'school') {
      const isListed = schools.some((school) => school.id === value);
      values[id] = isListed ? String(value) : '';
      values[`${id}Other`] = isListed || value === undefined ? '' : String(value);
    } else values[id] = value === undefined ? '' : String(value);
    if (kind === 'address') values[`${id}Postcode`] = data.records[`${slotKey(slot)}#postcode`] ?? '';
  }
  return values;
}

export const answerIn = (data: DraftData, slot: Slot): string | number | boolean | undefined =>
  'fact' in slot ? data.facts[slot.fact] : data.records[slot.record];

const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Whether the check letter of a unique pupil number is right: the first letter, from the twelve signs behind it weighted 2
 * to 13, modulo 23. The last sign of a temporary number is a letter. A wrong one is told, and never stands in the way.
 */
export function isUpn(upn: string): boolean {
  if (!/^[A-Z]\d{11}[0-9A-Z]$/.test(upn)) return false;
  const value = (sign: string): number => (/\d/.test(sign) ? Number(sign) : LETTERS.indexOf(sign));
  const values = Array.from(upn.slice(1), value);
  const sum = values.reduce((total, each, index) => total + each * (index + 2), 0);
  return !values.includes(-1) && LETTERS[sum % 23] === upn[0];
}
