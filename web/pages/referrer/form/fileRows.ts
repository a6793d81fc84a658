/** Rows of a file of many as referrals: the same questions, the same checks, and what is wrong in words with its remedy. */
import { z } from 'zod';
import { requestHash } from '../../../../api/enquiries/requestKey.js';
import { referralErrors } from '../../../../api/intake/referralOf.js';
import { referralBody, type ReferralBody } from '../../../../api/schemas/referral.js';
import { Problem } from '../../../../api/problem.js';
import type { PackForm } from '../../../../config/pack/forms.js';
import { truth } from '../../../../domain/conditions.js';
import type { Instant } from '../../../../domain/time.js';
import type { Language } from '../../../language/language.js';
import { FieldRefused } from '../../../forms/errors.js';
import { createChecker, readAnswers, type Typed } from './answers.js';
import { NOTHING_YET, type DraftData } from './draftData.js';
import { ABOUT_THE_REFERRER, formsFor } from './flow.js';
import type { FormWorld } from './formWorld.js';
import { questionOf, slotKey, type Question } from './questions.js';
import { toReferral } from './toReferral.js';

/** Rows that one file may have, and how large it may be. */
export const MOST_ROWS = 200;
export const MOST_BYTES = 1_000_000;
/** The column in which rows that were not sent say why. It is not read. */
export const REASON = 'reason';

export interface Column {
  /** What stands in the first row. */
  name: string;
  /** What to write, in the form's words. */
  title: string;
  /** How to write it: a key under `fileUpload.how`. */
  how: 'text' | 'date' | 'yes_no' | 'number' | 'choice' | 'several' | 'school' | 'upn' | 'email' | 'phone' | 'postcode';
  choices: readonly string[];
}

const own = [
  { name: 'yourName', title: 'fileUpload.yourName', how: 'text' },
  { name: 'yourOrganisation', title: 'fileUpload.yourOrganisation', how: 'text' },
  { name: 'yourEmail', title: 'fileUpload.yourEmail', how: 'email' },
  { name: 'yourPhone', title: 'fileUpload.yourPhone', how: 'phone' },
] as const;

/** The form that a school's file follows: the fullest that needs no answer to be chosen. */
export function fileForm(forms: readonly PackForm[]): PackForm | null {
  const [fullest] = [...formsFor(forms, 'school')]
    .filter(({ when }) => when === undefined)
    .sort((a, b) => b.fields.length - a.fields.length);
  return fullest ?? null;
}

export const questionsOf = (form: PackForm, { policy }: FormWorld): Question[] =>
  form.fields
    .map((field) => questionOf(field, policy.rules))
    .filter((one): one is Question => one !== null && !ABOUT_THE_REFERRER.includes(slotKey(one.slot)));

export function columnsOf(questions: readonly Question[], { schools }: FormWorld, { say }: Language): Column[] {
  const asked = questions.flatMap(({ id, title, kind, choices }): Column[] => {
    switch (kind) {
      case 'address':
        return [
          { name: id, title, how: 'text', choices: [] },
          { name: `${id}Postcode`, title: `${title}: ${say('fileUpload.postcode')}`, how: 'postcode', choices: [] },
        ];
      case 'long_text':
        return [{ name: id, title, how: 'text', choices: [] }];
      case 'tried':
        return [{ name: id, title, how: 'several', choices: choices.map(({ value }) => value) }];
      case 'school':
        return [{ name: id, title, how: kind, choices: schools.map((school) => school.id) }];
      default:
        return [{ name: id, title, how: kind, choices: choices.map(({ value }) => value) }];
    }
  });
  return [...asked, ...own.map((column) => ({ ...column, title: say(column.title), choices: [] }))];
}

const reason = z.object({ column: z.string(), text: z.string() });
export const fileRow = z.object({
  /** As the spreadsheet counts: the headings are 1. */
  row: z.int(),
  cells: z.record(z.string(), z.string()),
  reasons: z.array(reason),
  /** What will be sent; null where something is wrong. */
  body: z.json(),
  sent: z.object({ reference: z.string(), joined: z.boolean() }).nullable(),
  /** What stood in the way when it was sent last. */
  failed: z.string().nullable(),
});
export const fileRows = z.array(fileRow);
export type FileRow = z.output<typeof fileRow>;

/** The body that a row sends; null for one that cannot be. */
export const bodyOf = (row: FileRow): ReferralBody | null => referralBody.safeParse(row.body).data ?? null;

/** The same row counts once for ever, in whichever file of the same sender it comes. */
export const rowKey = (body: ReferralBody): string => `file-${requestHash(body).slice(0, 40)}`;

/** Which columns stand where; or which headings nobody knows, or stand twice. */
export function readHeadings(
  headings: readonly string[],
  columns: readonly Column[],
): { names: (string | null)[] } | { unknown: string[] } | { twice: string[] } {
  const plain = (text: string): string => text.trim().toLowerCase();
  const names = headings.map((heading) => {
    const wanted = plain(heading);
    if (wanted === '' || wanted === REASON) return null;
    const found =
      columns.find(({ name }) => plain(name) === wanted) ?? columns.find(({ title }) => plain(title) === wanted);
    return found?.name;
  });
  const unknown = headings.filter((_heading, index) => names[index] === undefined);
  if (unknown.length > 0) return { unknown };
  const known = names.map((name) => name ?? null);
  const twice = known.filter((name, index) => name !== null && known.indexOf(name) !== index);
  return twice.length > 0 ? { twice: twice.map(String) } : { names: known };
}

export interface FileSender {
  name: string;
  email: string;
  phone: string;
}

/** Checks every row. What is wrong with one is told by its columns; nothing is sent here. */
export function checkRows(
  table: readonly (readonly string[])[],
  names: readonly (string | null)[],
  {
    form,
    world,
    language,
    sender,
    at,
  }: {
    form: PackForm;
    world: FormWorld;
    language: Language;
    sender: FileSender;
    at: Instant;
  },
): FileRow[] {
  const questions = questionsOf(form, world);
  const seen = new Map<string, number>();
  const rows = table.flatMap((cells, index): FileRow[] => {
    const named = Object.fromEntries(
      names.flatMap((name, column): [string, string][] =>
        name === null ? [] : [[name, (cells[column] ?? '').trim()]],
      ),
    );
    if (cells.every((cell) => cell.trim() === '')) return [];
    const base = { row: index + 2, cells: named, sent: null, failed: null };
    const refuse = (reasons: FileRow['reasons']): FileRow[] => [{ ...base, reasons, body: null }];
    if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
      return refuse([{ column: '', text: language.say('fileUpload.tooManyCells') }]);
    const read = readRow(named, questions, form, world, sender);
    if ('reasons' in read)
      return refuse(
        read.reasons.map(({ column, text }) => ({ column, text: language.has(text) ? language.say(text) : text })),
      );
    const wrong = referralErrors(read.body, world.policy.compiled, world.policy.forms, at);
    if (wrong.length > 0) return refuse(wrong.map(({ field, message }) => ({ column: field, text: message })));
    if (!canBeFound(read.body)) return refuse([{ column: '', text: language.say('fileUpload.nobody') }]);
    const key = rowKey(read.body);
    const earlier = seen.get(key);
    if (earlier !== undefined)
      return refuse([{ column: '', text: language.say('fileUpload.sameAs', { row: earlier }) }]);
    seen.set(key, base.row);
    return [{ ...base, reasons: [], body: z.json().parse(JSON.parse(JSON.stringify(read.body))) }];
  });
  return rows;
}

/** Some way to find the child; otherwise somebody wrote into the wrong row. */
function canBeFound({ child }: ReferralBody): boolean {
  const { givenName, familyName, upn, addresses } = child;
  return (givenName ?? familyName ?? upn) !== undefined || (addresses ?? []).length > 0;
}

function readRow(
  cells: Readonly<Record<string, string>>,
  questions: readonly Question[],
  form: PackForm,
  world: FormWorld,
  sender: FileSender,
): { body: ReferralBody } | { reasons: FileRow['reasons'] } {
  const { today, schools } = world;
  const reasons: FileRow['reasons'] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FieldRefused)) throw error;
      reasons.push(...error.errors.map(({ field, message }) => ({ column: field, text: message })));
      return null;
    }
  };
  const typed: Typed = Object.fromEntries(
    questions.flatMap((question) => Object.entries(asTyped(question, cells, schools))),
  );
  const answers = attempt(() => readAnswers(questions, typed, { data: bornOf(typed, questions), today, schools }));
  const referrer = attempt(() => {
    const check = createChecker(cells);
    const read = {
      anonymous: false,
      name: check.line('yourName', 100) || sender.name,
      organisation: check.line('yourOrganisation', 200),
      email: check.email('yourEmail') || sender.email,
      phone: check.phone('yourPhone') || sender.phone,
    };
    check.done();
    return read;
  });
  if (answers === null || referrer === null) return { reasons };
  // What is left out on a page because something else is not known is taken from a file: it was written down.
  const without = questions.filter(
    ({ when }) => when !== null && truth(when, (fact) => answers.facts[fact], today) === false,
  );
  const inVain = without.filter(({ id }) => (cells[id] ?? '') !== '');
  if (inVain.length > 0) return { reasons: inVain.map(({ id }) => ({ column: id, text: 'fileUpload.notAsked' })) };
  const asked = questions.filter((question) => !without.includes(question)).map(({ slot }) => slotKey(slot));
  const data: DraftData = { ...NOTHING_YET, ...answers, referrer, who: 'school' };
  try {
    return { body: toReferral(data, { form: form.id, asked, tried: [] }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { reasons: (error.more.errors ?? []).map(({ field, message }) => ({ column: field, text: message })) };
  }
}

/** With the date of birth known, a day before it is wrong in a file as on a page. */
function bornOf(typed: Typed, questions: readonly Question[]): DraftData {
  const born = questions.find(({ slot }) => slotKey(slot) === 'child.dateOfBirth');
  // What is wrong with it is told by its own column.
  const value = born === undefined ? '' : createChecker(typed).day(born.id);
  return value === '' ? NOTHING_YET : { ...NOTHING_YET, records: { 'child.dateOfBirth': value } };
}

/** One cell as the page's field would have it. */
function asTyped(
  { id, kind, choices }: Question,
  cells: Readonly<Record<string, string>>,
  schools: FormWorld['schools'],
): Record<string, unknown> {
  const cell = cells[id] ?? '';
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const chosen = (text: string): string =>
    choices.find(({ value, text: title }) => same(value, text) || same(title, text))?.value ?? text;
  switch (kind) {
    case 'yes_no':
      return { [id]: YES_NO.get(cell.toLowerCase()) ?? cell };
    case 'date':
      return { [id]: dateParts(cell) };
    case 'choice':
      return { [id]: chosen(cell) };
    case 'several':
    case 'tried':
      return { [id]: cell === '' ? [] : cell.split(/[;|]/).map((part) => chosen(part.trim())) };
    case 'school': {
      const school = schools.find((one) => same(one.id, cell) || same(one.name, cell));
      return school === undefined ? { [`${id}Other`]: cell } : { [id]: school.id };
    }
    case 'address':
      return { [id]: cell, [`${id}Postcode`]: cells[`${id}Postcode`] ?? '' };
    case 'text':
    case 'long_text':
    case 'number':
    case 'phone':
    case 'email':
    case 'upn':
      return { [id]: cell };
  }
}

const YES_NO: ReadonlyMap<string, string> = new Map([
  ...['yes', 'y', 'true'].map((word): [string, string] => [word, 'yes']),
  ...['no', 'n', 'false'].map((word): [string, string] => [word, 'no']),
  ...['not known', 'unknown', '?'].map((word): [string, string] => [word, 'unknown']),
]);

/** `2015-05-04` or `4/5/2015`, the day first, as England writes it. What is neither is no date, and is said to be none. */
function dateParts(cell: string): { day: string; month: string; year: string } {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(cell) ?? [];
  if (year !== undefined) return { day: day ?? '', month: month ?? '', year };
  const [, d = '', m = '', y = ''] = /^(\d{1,2})[./ ](\w{1,9})[./ ](\d{4})$/.exec(cell) ?? [];
  return cell === '' ? { day: '', month: '', year: '' } : { day: d === '' ? 'x' : d, month: m, year: y };
}
