import { addSeconds, later, type Instant, type IsoDate } from '../../../../domain/time.js';
import { viewOf, type CaseView } from '../../../../domain/view.js';
import type { CaseState } from '../../../../domain/state.js';
import type { Calendars } from '../../../../domain/calendar/types.js';
import type { CompiledPolicy } from '../../../../domain/policy.js';
import { notFound, Problem } from '../../../../api/problem.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { Policy, RuleTexts } from '../../../../api/services/worlds.js';
import type { Services } from '../../../../api/services.js';
import type { Contact, Enquiry, StaffMember } from '../../../../register/index.js';
import type { Language } from '../../../language/language.js';
import type { Visitor } from '../../../security/visitor.js';
import { whoIs } from '../../officer/case/openCase.js';

/** A case as it stands this moment, with what it is decided by and who is named in it. */
export interface CaseNow {
  caseId: string;
  reference: string;
  /** "Aisha Khan"; empty where no name is known. */
  child: string;
  enquiry: Enquiry;
  state: CaseState;
  world: { policy: CompiledPolicy; calendars: Calendars };
  policy: Policy;
  rules: RuleTexts;
  people: StaffMember[];
  partners: { partner: string; name: string | null }[];
  contacts: (Contact & { role: string })[];
  view: CaseView;
  /** The case's own time: a demonstration case may be ahead. */
  now: Instant;
  today: IsoDate;
}

const READ_MS = 5_000;
/** The record of a case that has just begun is written right after the answer. */
const TRIES = 20;
const PAUSE_MS = 100;

/** @throws Problem `not_found`; `unavailable` for a case that has not begun yet */
export async function readCase(
  { register, guard, worlds }: Services,
  { authority }: Visitor,
  caseId: string,
  at: Instant,
) {
  const read = () =>
    guard.within(
      () =>
        Promise.all([
          register.enquiries.read(authority, caseId),
          register.people.list(authority),
          register.authorities.partners(authority),
          register.authorities.contacts(authority),
        ]),
      READ_MS,
    );
  let found = await read();
  for (let tries = 0; found[0]?.state === null && tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    found = await read();
  }
  const [enquiry, people, partners, contacts] = found;
  if (enquiry === null) throw notFound('The enquiry');
  const { state, child, case: row } = enquiry;
  if (state === null) throw new Problem('unavailable', 'The enquiry has no events yet: try again in a moment');
  const { policy, calendars } = await guard.within(
    async () => ({
      policy: await worlds.policy(authority, state.policy),
      calendars: await worlds.calendars(authority, child?.school),
    }),
    READ_MS,
  );
  if (policy === null) throw new Problem('unavailable', `The policy ${state.policy} is not stored`);
  const world = { policy: policy.compiled, calendars };
  const now = later(addSeconds(at, row.demo_offset_seconds), state.at);
  const caseNow: CaseNow = {
    caseId,
    reference: row.reference,
    child: [child?.given_name, child?.family_name].filter((part) => part != null).join(' '),
    ...{ enquiry, state, world, policy, rules: policy.rules, people, partners, contacts, now },
    view: viewOf(state, world, now),
    today: londonDay(now),
  };
  return caseNow;
}

/** The id of a text, or the text itself, as what was written. */
export const textOf = ({ enquiry }: CaseNow, idOrText: string): string => enquiry.texts.get(idOrText)?.body ?? idOrText;

/** The title of a rule. One of a check that an officer added is what they wrote. */
export function titleOf(now: CaseNow, rule: string): string {
  const added = now.state.checks.find((check) => check.id === rule)?.added;
  if (added !== undefined) return textOf(now, added.title);
  return now.rules.get(rule)?.title ?? rule;
}

/** The same where no personal data may be: a title that an officer wrote may name somebody. */
export const plainTitleOf = (now: CaseNow, rule: string): string => now.rules.get(rule)?.title ?? rule;

export const nameOf = ({ people }: Pick<CaseNow, 'people'>, language: Language, person: string): string =>
  whoIs(person, people, language);
