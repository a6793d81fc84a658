import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { capital, idWords } from '../../../../config/caseWords/words.js';
import type { JsonValue } from '../../../../register/index.js';
import type { Policy } from '../../../../api/services/worlds.js';
import { page, show, type Page } from '../../../page.js';
import { mayOpen, onCase, readers, whoMay } from '../../../security/policies.js';
import { schoolName, schoolsOf } from '../../../schools.js';
import type { Language } from '../../../language/language.js';
import type { WebServices } from '../../../services.js';
import { householdPath } from '../../caseActions/paths.js';
import { caseFrame, childName } from '../case/frame.js';
import { caseQuery, openCase } from '../case/openCase.js';
import { disclosureOf, guidanceAt } from '../case/rules.js';
import { casePath, peoplePath } from '../paths.js';

const READ_MS = 5_000;

/** What a referral told beside the rest, in the words in which the form asked for it. */
function detailTitle(language: Language, policy: Policy | null, name: string): string {
  if (language.has(`casePeople.details.${name}`)) return language.say(`casePeople.details.${name}`);
  const field = policy?.forms.flatMap(({ fields }) => fields).find(({ record }) => record === name);
  return field?.title ?? capital(idWords(name, language));
}

/** The child, the family, the school and whoever referred; what is missing is said, and what may not be told stands out. */
export const casePeoplePage = (web: WebServices): Page =>
  page({
    id: 'casePeople',
    path: peoplePath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.people', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: caseQuery,
    template: 'officer/casePeople/casePeople.njk',
    load: async (call) => {
      const { visitor, params, query } = call;
      const { api, language } = web;
      const open = await openCase(web, call, params.case, query.seq);
      const { enquiry, policy } = open.read;
      const { child, contacts } = enquiry;
      const { authority } = visitor;
      const { siblings, schools } = await api.guard.within(async () => {
        const schools = schoolsOf(await api.register.authorities.get(authority));
        const household = await api.register.households.of(authority, params.case);
        const others = (household?.cases ?? []).filter(({ caseId }) => caseId !== params.case);
        const siblings = await Promise.all(
          others.map(async (one) => ({
            ...one,
            row: await api.register.cases.findCase(authority, one.caseId),
            listed: await api.register.worklist.find(authority, one.caseId),
          })),
        );
        return { siblings, schools };
      }, READ_MS);
      const facts = new Map(open.standing?.view.facts.map(({ fact, value }) => [fact, value]));
      return show(
        {
          frame: caseFrame(open, visitor, 'people'),
          child: {
            name: childName(child),
            given: child?.given_name ?? null,
            family: child?.family_name ?? null,
            others: child?.other_names ?? null,
            born: child?.date_of_birth ?? null,
            estimated: child?.dob_estimated ?? false,
            sex: child?.sex ?? null,
            upn: enquiry.case.upn,
            school: child?.school == null ? null : schoolName(schools, child.school),
          },
          details: Object.entries(child?.more ?? {}).map(([name, value]) => ({
            name: detailTitle(language, policy, name),
            value: wordsOf(value, language),
          })),
          addresses: enquiry.addresses.map(({ kind, lines, postcode, withheld }) => ({
            kind,
            lines,
            postcode,
            withheld,
          })),
          anyWithheld: enquiry.addresses.some(({ withheld }) => withheld),
          groups: (['parent', 'school', 'social-worker'] as const).map((role) => ({
            role,
            people: contacts
              .filter((one) => one.role === role)
              .map(({ name, email, phone, address, relationship, safe_to_contact: safe }) => ({
                ...{ name, email, phone, address, relationship, safe },
              })),
          })),
          anyUnsafe: contacts.some((one) => one.safe_to_contact === false),
          referrers: enquiry.referrers.map(
            ({ kind, name, organisation, email, phone, reply, verified, joined_at: joined }) => ({
              ...{ kind, name, organisation, email, phone, reply, verified, joined },
            }),
          ),
          siblings: siblings
            .filter(({ row, listed }) =>
              mayOpen(visitor, {
                authority,
                restricted: row?.restricted === true || listed?.restricted === true,
                assignee: listed?.assignee ?? null,
              }),
            )
            .map(({ caseId, reference, givenName, familyName, status }) => ({
              path: casePath.to({ case: caseId }),
              child: childName({ given_name: givenName, family_name: familyName }),
              reference,
              status: status ?? 'received',
            })),
          hasSiblings: facts.get('has_siblings') ?? null,
          householdPath:
            !open.paused && whoMay('note').allows(visitor) ? householdPath.to({ case: params.case }) : null,
          disclosure: disclosureOf(policy),
          records: guidanceAt(policy, ['records', 'contact'], open.standing?.view ?? null, open.today),
        },
        { reference: enquiry.case.reference },
      );
    },
  });

/** What a form asked further, as people read it. */
export function wordsOf(value: JsonValue, language: Language): string {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return language.say(value ? 'casePeople.yes' : 'casePeople.no');
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.map((one) => wordsOf(one, language)).join('; ');
  return Object.entries(value)
    .map(([name, inner]) => `${capital(idWords(name, language))}: ${wordsOf(inner, language)}`)
    .join('; ');
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
