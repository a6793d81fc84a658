/** The way through the form: which steps there are for these answers, and which comes next. */
import type { Policy } from '../../../../api/services/worlds.js';
import { truth, type Lookup } from '../../../../domain/conditions.js';
import type { PackForm } from '../../../../config/pack/forms.js';
import type { IsoDate } from '../../../../domain/time.js';
import type { Language } from '../../../language/language.js';
import type { DraftData, Who } from './draftData.js';
import {
  decidingQuestions,
  decidingFacts,
  slotKey,
  subjectsOf,
  type Choice,
  type Question,
  type Subject,
} from './questions.js';
import { TRIED } from './tried.js';

export interface Step {
  id: string;
  questions: readonly Question[];
}

export interface Flow {
  /** The pack's form that is filled in; null before it is known who refers. */
  form: PackForm | null;
  steps: readonly Step[];
  /** The first step that was not sent yet, or `check`. */
  next: string;
}

type PackWho = PackForm['who'][number];

/** Whom a pack's form is for, by who refers; the first that has a form counts. */
const FORMS_FOR: Readonly<Record<Who, readonly (readonly PackWho[])[]>> = {
  school: [['school']],
  council: [['authority'], ['professional']],
  professional: [['professional'], ['partner']],
  public: [['public'], ['child']],
};

/** The pack's forms of referral for somebody; all of them where none is for them by name. */
export function formsFor(forms: readonly PackForm[], who: Who): readonly PackForm[] {
  const referral = forms.filter(({ purpose, fields }) => purpose === 'referral' && fields.length > 0);
  for (const kinds of FORMS_FOR[who]) {
    const theirs = referral.filter((form) => form.who.some((one) => kinds.includes(one)));
    if (theirs.length > 0) return theirs;
  }
  return referral;
}

/** The form whose condition holds; else the fullest of those without one. */
function formOf(forms: readonly PackForm[], holds: (form: PackForm) => boolean): PackForm | null {
  const open = forms.filter(({ when }) => when === undefined);
  const fullest = [...open].sort((a, b) => b.fields.length - a.fields.length)[0];
  return forms.find((form) => form.when !== undefined && holds(form)) ?? fullest ?? forms[0] ?? null;
}

/** Fields about the one who refers: known from the last step, and from who they said they are. */
export const ABOUT_THE_REFERRER = ['completedBy', 'agency', 'referrerPhone', 'publicReferrer', 'signature', 'signedOn'];

/** The steps for these answers, on this day. */
export function flowOf(data: DraftData, policy: Policy, today: IsoDate, language: Language): Flow {
  const lookup: Lookup = (fact) => data.facts[fact];
  const { who } = data;
  const forms = who === null ? [] : formsFor(policy.forms, who);
  const form = formOf(forms, ({ when }) => when !== undefined && truth(when, lookup, today) === true);
  const asked = decidingFacts(forms);
  const subjects =
    form === null || who === null
      ? []
      : subjectsOf(form.fields, policy.rules, {
          leaveOut: [...ABOUT_THE_REFERRER, ...asked],
          add: who === 'public' ? [] : triedQuestions(form, policy, language),
        });
  const shown = subjects
    .map(({ id, questions }) => ({
      id,
      questions: questions.filter(({ when }) => when === null || truth(when, lookup, today) === true),
    }))
    .filter(({ questions }) => questions.length > 0);
  const steps: Step[] = [
    { id: 'danger', questions: [] },
    { id: 'who', questions: [] },
    ...(asked.length > 0 ? [{ id: 'form', questions: decidingQuestions(forms, language) }] : []),
    ...shown.flatMap(withLists),
    ...(form === null ? [] : [{ id: 'contact', questions: [] }]),
  ];
  const open = steps.find(({ id }) => !data.seen.includes(id) && (!data.enough || ALWAYS.includes(id)));
  return { form, steps, next: form !== null && open === undefined ? 'check' : (open?.id ?? 'who') };
}

/** Asked even of those who know no more: each may be left empty but the first two. */
const ALWAYS = ['danger', 'who', 'contact'];

/** The lists of several that belong to a subject come after it. */
function withLists(subject: Subject): Step[] {
  const has = (key: string): boolean => subject.questions.some(({ slot }) => slotKey(slot) === key);
  return [
    ...(has('parents') ? [{ id: 'people', questions: [] }] : []),
    subject,
    ...(has('child.address') ? [{ id: 'previous-addresses', questions: [] }] : []),
  ];
}

/** What councils ask for before anything else; not the pack's, so in the words of the language. */
export const usualSteps = (say: Language['say']): Choice[] =>
  ['calls', 'homeVisit', 'siblingsSchools', 'neighbours', 'admissions'].map((step) => ({
    value: step,
    text: say(`referQuestion.steps.${step}`),
  }));

/** What has been tried: the checks that the policy gives a school, else what is usual; in words, where no field of the form asks. */
function triedQuestions(form: PackForm, { compiled, rules }: Policy, { say }: Language): Question[] {
  const checks: Choice[] = compiled.checks
    .filter(({ actor }) => actor === 'school')
    .flatMap(({ id }) => {
      const title = rules.get(id)?.title;
      return title === undefined ? [] : [{ value: id, text: title }];
    });
  const isAsked = form.fields.some(({ record }) => record !== undefined && SAID.includes(record));
  const choices = checks.length > 0 || isAsked ? checks : usualSteps(say);
  const base = { when: null, choices: [] };
  return [
    ...(choices.length === 0
      ? []
      : [
          {
            ...{ ...base, id: 'triedChecks', slot: { record: TRIED }, title: say('referQuestion.triedChecks') },
            ...{ kind: 'tried' as const, choices },
          },
        ]),
    ...(isAsked
      ? []
      : [
          {
            ...{ ...base, id: 'tried', slot: { record: 'tried' }, kind: 'long_text' as const },
            title: say(choices.length === 0 ? 'referQuestion.tried' : 'referQuestion.triedElse'),
          },
        ]),
  ];
}

/** Fields of a form that ask in words what was tried. */
const SAID: readonly string[] = ['enquiries', 'schoolChecks', 'investigation'];

/** Whether a step may be opened: it was sent, or is the next. What was not asked yet cannot be skipped by its address. */
export function mayOpenStep(flow: Flow, data: DraftData, id: string): boolean {
  return flow.steps.some((step) => step.id === id) && (data.seen.includes(id) || flow.next === id || data.enough);
}

/** The step before this one, for the way back; null for the first. */
export const stepBefore = (flow: Flow, id: string): string | null => {
  const index = id === 'check' ? flow.steps.length : flow.steps.findIndex((step) => step.id === id);
  return flow.steps[index - 1]?.id ?? null;
};
