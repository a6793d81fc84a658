/** The questions of a pack's form, one subject a page, grouped by what each answer fills. */
import type { FormField, PackForm } from '../../../../config/pack/forms.js';
import { factTitle } from '../../../../config/factTitles.js';
import type { RuleTexts } from '../../../../api/services/worlds.js';
import { FACTS } from '../../../../domain/facts.js';
import { factsOf } from '../../../../domain/conditions.js';
import type { Language } from '../../../language/language.js';
import type { Condition } from '../../../../domain/policy.js';

export type Slot = { fact: string } | { record: string };

export type QuestionKind = FormField['type'] | 'several' | 'tried' | 'school' | 'upn';

export interface Choice {
  value: string;
  text: string;
}

export interface Question {
  /** The field of the form; also its name on the page. */
  id: string;
  slot: Slot;
  title: string;
  kind: QuestionKind;
  choices: readonly Choice[];
  /** Asked only while this holds. */
  when: Condition | null;
}

/** Questions of one subject. */
export interface Subject {
  /** A key under `referQuestion.subjects`, and the step's address. */
  id: string;
  questions: readonly Question[];
}

/** What belongs together, in the order in which it is asked. What is not named here goes by its kind. */
const SUBJECTS: readonly (readonly [string, readonly string[]])[] = [
  ['name', ['child.givenName', 'child.familyName', 'child.otherNames']],
  ['birth', ['child.dateOfBirth', 'dob_estimated']],
  ['child', ['child.sex', 'child.yearGroup', 'child.ethnicity', 'senStage']],
  ['identifiers', ['child.upn']],
  ['address', ['child.address', 'whereabouts_known', 'phones', 'gp']],
  [
    'moved',
    [
      ...['child.newAddress', 'newPhones', 'livesWith', 'livesFrom', 'moved_abroad', 'new_address_in_area'],
      ...['la_of_origin', 'la_of_destination'],
    ],
  ],
  ['family', ['parents', 'siblings', 'has_siblings', 'parentPhone']],
  ['school', ['child.school', 'on_roll', 'new_school', 'transferred_recently', 'transition_point', 'place_accepted']],
  ['attendance', []],
  ['enquiries', ['enquiries', 'schoolChecks', 'investigation', 'transferFile', 'triedChecks', 'tried']],
  ['leaving', ['removal_ground', 'parent_letters', 'home_educated', 'ehe_written_notice']],
  ['concern', ['safeguarding_concern', 'crime_suspected', 'runaway', 'childProtection', 'domestic_abuse']],
  ['care', ['cp_plan', 's47', 'looked_after', 'cin', 'social_worker', 'csc_historic', 'early_help']],
  ['circumstances', []],
  ['reason', ['reason']],
  ['more', []],
];

export const slotKey = (slot: Slot): string => ('fact' in slot ? slot.fact : slot.record);

function subjectOf(slot: Slot): string {
  const key = slotKey(slot);
  const named = SUBJECTS.find(([, keys]) => keys.includes(key));
  if (named !== undefined) return named[0];
  if ('record' in slot) return key.startsWith('child.') ? 'child' : 'more';
  const type = Object.hasOwn(FACTS, key) ? FACTS[key]?.type : undefined;
  return type === 'date' || type === 'number' ? 'attendance' : 'circumstances';
}

/** Rules of a section of the pack as answers to choose from. */
const choicesOf = (rules: RuleTexts, kind: string): Choice[] =>
  [...rules].filter(([, rule]) => rule.kind === kind).map(([value, { title }]) => ({ value, text: title }));

/** One question; null for a field that fills nothing, which a form on a screen has no use for. */
export function questionOf(field: FormField, rules: RuleTexts): Question | null {
  const slot: Slot | null =
    field.fact !== undefined ? { fact: field.fact } : field.record !== undefined ? { record: field.record } : null;
  if (slot === null) return null;
  const base = { id: field.id, slot, title: field.title, when: field.when ?? null };
  const own = (field.choices ?? []).map((value) => ({ value, text: value }));
  const key = slotKey(slot);
  if (key === 'child.school') return { ...base, kind: 'school', choices: [] };
  if (key === 'child.upn') return { ...base, kind: 'upn', choices: [] };
  if (key === 'at_risk_group' && own.length === 0) {
    const groups = choicesOf(rules, 'atRisk');
    return { ...base, kind: groups.length > 0 ? 'several' : 'text', choices: groups };
  }
  if (field.type === 'choice') {
    const choices = own.length > 0 ? own : key === 'removal_ground' ? choicesOf(rules, 'grounds') : [];
    return { ...base, kind: choices.length > 0 ? 'choice' : 'text', choices };
  }
  return { ...base, kind: field.type, choices: [] };
}

/**
 * A form's questions by subject. A question that hangs on the answer to another one of its subject is asked after it, on a
 * page of its own.
 * @param leaveOut what is known already, and never asked twice
 */
export function subjectsOf(
  fields: readonly FormField[],
  rules: RuleTexts,
  { leaveOut, add = [] }: { leaveOut: readonly string[]; add?: readonly Question[] },
): Subject[] {
  const questions = [...fields.map((field) => questionOf(field, rules)), ...add].filter(
    (one): one is Question => one !== null && !leaveOut.includes(slotKey(one.slot)),
  );
  return SUBJECTS.flatMap(([id]) => {
    const mine = questions.filter(({ slot }) => subjectOf(slot) === id);
    const here = mine.map(({ slot }) => slotKey(slot));
    const hangs = ({ when }: Question): boolean => when !== null && factsOf(when).some((fact) => here.includes(fact));
    return [
      { id, questions: mine.filter((one) => !hangs(one)) },
      { id: `${id}-more`, questions: mine.filter(hangs) },
    ].filter((subject) => subject.questions.length > 0);
  });
}

/** The facts on which it hangs which of several forms is the right one. */
export function decidingFacts(forms: readonly PackForm[]): string[] {
  if (forms.length < 2) return [];
  return [...new Set(forms.flatMap(({ when }) => (when === undefined ? [] : factsOf(when))))];
}

/** Asked before the form is known, in the words of a form that asks the same. */
export function decidingQuestions(forms: readonly PackForm[], language: Language): Question[] {
  return decidingFacts(forms).map((fact) => {
    const field = forms.flatMap(({ fields }) => fields).find((one) => one.fact === fact);
    return {
      id: field?.id ?? `fact${fact.replaceAll(/[^A-Za-z0-9]/g, '')}`,
      slot: { fact },
      title: field?.title ?? decidingWords(fact, language),
      kind: 'yes_no',
      choices: [],
      when: null,
    };
  });
}

/** Where no field of the forms asks it. */
const decidingWords = (fact: string, language: Language): string =>
  fact === 'on_roll' ? language.say('referQuestion.onRoll') : (factTitle(fact, language) ?? fact);
