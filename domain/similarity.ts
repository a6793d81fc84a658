/**
 * Whether two referrals may be about one child. It only ever proposes: a person decides. Names are compared without
 * accents, apostrophes, hyphens and order, and with a letter's difference, because they arrive by telephone.
 */
import { isIsoDate, type IsoDate } from './time.js';

export interface ChildLikeness {
  givenName?: string | null;
  familyName?: string | null;
  dateOfBirth?: IsoDate | null;
  dobEstimated?: boolean;
  /** A school's id or name. */
  school?: string | null;
  /** Addresses as written. */
  addresses?: readonly string[];
}

/** Letters with marks, each beside what they are without. A table, because Unicode's own changes with Node. */
const PLAIN: readonly (readonly [plain: string, marked: string])[] = [
  ['a', 'àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặḁ'],
  ['ae', 'æǣǽ'],
  ['b', 'ḃḅɓḇ'],
  ['c', 'çćĉċčḉ'],
  ['d', 'ďđḋḍðɗḏḑḓ'],
  ['e', 'èéêëēĕėęěȅȇȩẹẻẽếềểễệəǝḕḗḙḛḝ'],
  ['f', 'ḟƒ'],
  ['g', 'ĝğġģǧǵḡ'],
  ['h', 'ĥħḣḥḧȟḩḫẖ'],
  ['i', 'ìíîïĩīĭįıǐȉȋịỉḭḯ'],
  ['j', 'ĵǰ'],
  ['k', 'ķǩḱḳƙḵ'],
  ['l', 'ĺļľŀłḷḹḻḽ'],
  ['m', 'ḿṁṃ'],
  ['n', 'ñńņňŋǹṅṇṉṋ'],
  ['o', 'òóôõöøōŏőơǒǫǿȍȏȯọỏốồổỗộớờởỡợǭȫȭȱṍṏṑṓ'],
  ['oe', 'œ'],
  ['p', 'ṕṗ'],
  ['r', 'ŕŗřȑȓṙṛṝṟ'],
  ['s', 'śŝşšșṡṣṥṧṩ'],
  ['ss', 'ß'],
  ['t', 'ţťŧțṫṭṯṱẗ'],
  ['th', 'þ'],
  ['u', 'ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ'],
  ['v', 'ṽṿ'],
  ['w', 'ŵẁẃẅẇẉẘ'],
  ['y', 'ýÿŷȳẏỳỵỷỹẙ'],
  ['x', 'ẋẍ'],
  ['z', 'źżžẑẓẕ'],
];

const plainOf = new Map<string, string>(
  PLAIN.flatMap(([plain, marked]) => Array.from(marked).map((letter): [string, string] => [letter, plain])),
);

const COMBINING_MARKS = /[\u0300-\u036f]/g;
const APOSTROPHES = /['’‘ʼ`´]/g;
const SEPARATORS = /[\s\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2010-\u2015\u2018-\u206f]+/g;

/** A name or an address as compared: small letters without marks, words apart by one space. Other scripts stay. */
export function normaliseName(text: string): string {
  const bare = text.toLowerCase().replace(COMBINING_MARKS, '').replace(APOSTROPHES, '');
  let plain = '';
  for (const letter of bare) plain += plainOf.get(letter) ?? letter;
  return plain.replace(SEPARATORS, ' ').trim();
}

/** The whole name as one normalised text, empty where no name is known. */
export const normaliseFullName = (child: Pick<ChildLikeness, 'givenName' | 'familyName'>): string =>
  normaliseName(`${child.givenName ?? ''} ${child.familyName ?? ''}`);

/**
 * `same`: the same name and date of birth. `similar`: the same or a similar name, and the date of birth, the school or
 * an address fits. `no`: anything else, so also a child without a name.
 */
export function similarChild(a: ChildLikeness, b: ChildLikeness): 'same' | 'similar' | 'no' {
  const name = compareNames(normaliseFullName(a), normaliseFullName(b));
  if (name === 'no') return 'no';
  const birth = compareBirths(a, b);
  if (name === 'same' && birth === 'same') return 'same';
  if (birth === 'same' || (birth === 'near' && name === 'same')) return 'similar';
  // A similar name at one school or address with another date of birth is a sibling or a schoolfellow.
  if (birth === 'different' && name === 'similar') return 'no';
  return sameSchool(a, b) || sameAddress(a, b) ? 'similar' : 'no';
}

function compareNames(a: string, b: string): 'same' | 'similar' | 'no' {
  if (a === '' || b === '') return 'no';
  const wordsA = a.split(' ').sort();
  const wordsB = b.split(' ').sort();
  if (wordsA.join(' ') === wordsB.join(' ') || wordsA.join('') === wordsB.join('')) return 'same';
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 'same';
  const [few, many] = wordsA.length <= wordsB.length ? [wordsA, wordsB] : [wordsB, wordsA];
  // One word alone would match half a school.
  if (few.length < 2 && many.length > 1) return 'no';
  return everyWordFits(few, many) ? 'similar' : 'no';
}

/**
 * Each word of the shorter name fits a word of its own in the longer one, whichever of them is asked first: a word gives
 * way where the one that it took is the only one for another.
 */
function everyWordFits(few: readonly string[], many: readonly string[]): boolean {
  const takenBy: (string | undefined)[] = many.map(() => undefined);
  const place = (word: string, asked: Set<number>): boolean =>
    many.some((other, index) => {
      if (asked.has(index) || !wordsFit(word, other)) return false;
      asked.add(index);
      const holder = takenBy[index];
      if (holder !== undefined && !place(holder, asked)) return false;
      takenBy[index] = word;
      return true;
    });
  return few.every((word) => place(word, new Set()));
}

function wordsFit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 1) return long.startsWith(short);
  const allowed = short.length >= 7 ? 2 : short.length >= 4 ? 1 : 0;
  return edits(short, long, allowed) <= allowed;
}

/** How many letters must be put in, left out, changed or swapped with the next; more than `limit` counts as too many. */
function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

function compareBirths(a: ChildLikeness, b: ChildLikeness): 'same' | 'near' | 'different' | 'unknown' {
  const [x, y] = [a.dateOfBirth, b.dateOfBirth];
  if (x == null || y == null || !isIsoDate(x) || !isIsoDate(y)) return 'unknown';
  if (x === y) return 'same';
  const estimated = a.dobEstimated === true || b.dobEstimated === true;
  if (estimated) return Math.abs(Number(x.slice(0, 4)) - Number(y.slice(0, 4))) <= 1 ? 'near' : 'different';
  const swapped = `${x.slice(0, 4)}-${x.slice(8, 10)}-${x.slice(5, 7)}`;
  if (swapped === y) return 'near';
  // One of year, month and day was misheard or mistyped.
  const parts = [x.slice(0, 4) === y.slice(0, 4), x.slice(5, 7) === y.slice(5, 7), x.slice(8) === y.slice(8)];
  return parts.filter(Boolean).length === 2 ? 'near' : 'different';
}

function sameSchool(a: ChildLikeness, b: ChildLikeness): boolean {
  const school = normaliseName(a.school ?? '');
  return school !== '' && school === normaliseName(b.school ?? '');
}

function sameAddress(a: ChildLikeness, b: ChildLikeness): boolean {
  const known = new Set((a.addresses ?? []).map(normaliseName).filter((text) => text !== ''));
  return (b.addresses ?? []).some((text) => known.has(normaliseName(text)));
}
