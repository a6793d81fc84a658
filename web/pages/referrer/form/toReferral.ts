/** From the answers to the referral that the API takes. */
import { referralBody, type ReferralBody } from '../../../../api/schemas/referral.js';
import { invalidRequest } from '../../../../api/problem.js';
import { fieldErrors } from '../../../../api/route.js';
import type { ReferrerKind } from '../../../../domain/inputs.js';
import type { DraftData, Who } from './draftData.js';
import { ABOUT_THE_REFERRER } from './flow.js';
import { TRIED } from './tried.js';

const KIND: Readonly<Record<Who, ReferrerKind>> = {
  school: 'school',
  council: 'professional',
  professional: 'professional',
  public: 'public',
};

const OF_THE_CHILD = ['givenName', 'familyName', 'otherNames', 'dateOfBirth', 'sex', 'school', 'upn'] as const;

/** @throws Problem `invalid_request` where an answer cannot be taken; each page has asked for that already */
export function toReferral(
  data: DraftData,
  { form, asked, tried }: { form: string | null; asked: readonly string[]; tried: readonly string[] },
): ReferralBody {
  const read = referralBody.safeParse(bodyOf(data, form, asked, tried));
  if (!read.success) throw invalidRequest(fieldErrors(read.error));
  return read.data;
}

const filled = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );

/** `asked`: the slots of the form's questions now; `tried`: a line for each step that was tried. What was answered to a question that is no longer asked stays behind. */
function bodyOf(data: DraftData, form: string | null, asked: readonly string[], tried: readonly string[]): unknown {
  const { facts, people, referrer, danger } = data;
  const records = Object.fromEntries(
    Object.entries(data.records).filter(([key]) => asked.includes(key.replace(/#.*$/, ''))),
  );
  const who = data.who ?? 'public';
  const anonymous = who === 'public' && referrer.anonymous;
  const details = filled({
    ...Object.fromEntries(
      Object.entries(records).filter(([key]) => !key.includes('#') && !isChildField(key) && key !== TRIED),
    ),
    [TRIED]: tried.join('\n'),
  });
  const addresses = [
    ...addressOf(records, 'child.address', 'last_known'),
    ...addressOf(records, 'child.newAddress', 'new'),
    ...(asked.includes('child.address')
      ? data.previous.map(({ lines, postcode }) => ({ kind: 'previous', ...filled({ lines, postcode }) }))
      : []),
  ];
  const stated = Object.fromEntries(Object.entries(facts).filter(([fact]) => asked.includes(fact)));
  return {
    ...(form === null ? {} : { form }),
    referrer: {
      kind: anonymous ? 'anonymous' : KIND[who],
      ...(anonymous
        ? {}
        : filled({
            ...{ name: referrer.name, email: referrer.email, phone: referrer.phone },
            ...(who === 'public' ? {} : { organisation: referrer.organisation }),
          })),
    },
    child: {
      ...filled(Object.fromEntries(OF_THE_CHILD.map((name) => [name, records[`child.${name}`]]))),
      ...(facts.dob_estimated === true && asked.includes('dob_estimated') ? { dobEstimated: true } : {}),
      ...(addresses.length === 0 ? {} : { addresses }),
    },
    facts: {
      ...stated,
      // They were told to call 999 first; what they said then counts with the referral.
      ...(danger === 'yes' ? { imminent_harm: true, safeguarding_concern: true } : {}),
    },
    ...(people.length === 0 || !asked.includes('parents')
      ? {}
      : {
          contacts: people.map(({ name, relationship, phone, email, safe }) => ({
            role: 'parent',
            ...filled({ name, relationship, phone, email }),
            ...(safe === 'unknown' ? {} : { safeToContact: safe === 'yes' }),
          })),
        }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

const isChildField = (key: string): boolean =>
  [...OF_THE_CHILD, 'address', 'newAddress'].some((name) => key === `child.${name}`) ||
  ABOUT_THE_REFERRER.includes(key);

const addressOf = (records: Record<string, string>, key: string, kind: string): Record<string, string>[] => {
  const lines = records[key] ?? records[`${key}#postcode`] ?? '';
  const postcode = records[`${key}#postcode`] ?? '';
  return lines === '' ? [] : [{ kind, ...filled({ lines, postcode }) }];
};
