import type { PackForm } from '../../config/pack/forms.js';
import { FACTS } from '../../domain/facts.js';
import type { Referral, Referrer } from '../../domain/inputs.js';
import type { CompiledPolicy, FactType, FactValue } from '../../domain/policy.js';
import { isIsoDate, type Instant } from '../../domain/time.js';
import type { ChildDetails, ContactDetails, ReferrerDetails } from '../../register/index.js';
import type { FieldError } from '../problem.js';
import type { ReferralBody } from '../schemas/referral.js';
import { londonDay } from '../schemas/time.js';

type Sent = Omit<ReferralBody, 'receivedAt'>;

/** What the policy and the calendar say against a referral, field by field; nothing where it may be taken. */
export function referralErrors(
  sent: Sent,
  policy: CompiledPolicy,
  forms: readonly PackForm[],
  receivedAt: Instant,
): FieldError[] {
  const errors: FieldError[] = [];
  const { child, form, referrer } = sent;
  const today = londonDay(receivedAt);
  if (child.dateOfBirth !== undefined && child.dateOfBirth > today)
    errors.push({ field: 'child.dateOfBirth', message: 'lies in the future' });
  if (form !== undefined) {
    const known = forms.filter((one) => one.purpose === 'referral');
    const named = known.find((one) => one.id === form);
    if (named === undefined)
      errors.push({
        field: 'form',
        message: `is no referral form of this policy: ${known.map((one) => one.id).join(', ') || 'it has none'}`,
      });
  }
  if (referrer.kind === 'anonymous' && (referrer.name ?? referrer.email ?? referrer.phone) !== undefined)
    errors.push({
      field: 'referrer.kind',
      message: 'cannot be anonymous with a name or a way to reply: choose another kind',
    });
  for (const [fact, value] of Object.entries(sent.facts)) {
    const type = factType(fact, policy);
    if (type === undefined)
      errors.push({ field: `facts.${fact}`, message: 'is not a fact that a referral states under this policy' });
    else if (!isOfType(value, type)) errors.push({ field: `facts.${fact}`, message: TAKES[type] });
  }
  return errors;
}

const TAKES: Readonly<Record<FactType, string>> = {
  boolean: 'takes true or false',
  number: 'takes a number',
  date: 'takes a date that exists, such as 2026-12-21',
  text: 'takes text',
};

function factType(fact: string, policy: CompiledPolicy): FactType | undefined {
  const known = Object.hasOwn(FACTS, fact) ? FACTS[fact] : undefined;
  if (known !== undefined) return known.setBy.includes('referral') ? known.type : undefined;
  return Object.hasOwn(policy.facts, fact) ? policy.facts[fact]?.type : undefined;
}

function isOfType(value: FactValue, type: FactType): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === 'string' && (type === 'text' || isIsoDate(value));
}

/** How a referrer may be answered. An anonymous one gets nothing. */
export function referrerDetails(sent: Sent['referrer'], verified: boolean): ReferrerDetails {
  const reply =
    sent.kind === 'anonymous' ? null : sent.email !== undefined ? 'email' : sent.phone !== undefined ? 'sms' : null;
  return {
    kind: sent.kind,
    name: sent.name ?? null,
    organisation: sent.organisation ?? null,
    email: sent.email ?? null,
    phone: sent.phone ?? null,
    reply,
    verified: verified && sent.kind !== 'anonymous',
  };
}

export const childDetails = ({ child, details }: Sent): ChildDetails => ({
  givenName: child.givenName ?? null,
  familyName: child.familyName ?? null,
  otherNames: child.otherNames ?? null,
  dateOfBirth: child.dateOfBirth ?? null,
  dobEstimated: child.dobEstimated ?? false,
  sex: child.sex ?? null,
  school: child.school ?? null,
  upn: child.upn ?? null,
  addresses: (child.addresses ?? []).map((address) => ({
    kind: address.kind,
    lines: address.lines,
    postcode: address.postcode ?? null,
    withheld: address.withheld ?? false,
  })),
  more: details ?? {},
});

export const contactDetails = ({ contacts }: Sent): ContactDetails[] =>
  (contacts ?? []).map((contact) => ({
    role: contact.role,
    name: contact.name ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    address: contact.address ?? null,
    relationship: contact.relationship ?? null,
    safeToContact: contact.safeToContact ?? null,
  }));

/** The referral as a case takes it: facts and the date of birth, no name and no address. */
export function caseReferral(
  sent: Sent,
  referrer: Referrer,
  forms: readonly PackForm[],
  receivedAt: Instant,
): Referral {
  const { child, form } = sent;
  return {
    receivedAt,
    ...(form === undefined ? {} : { form }),
    referrer,
    child: {
      ...(child.dateOfBirth === undefined ? {} : { dateOfBirth: child.dateOfBirth }),
      ...(child.dobEstimated === undefined ? {} : { dobEstimated: child.dobEstimated }),
    },
    facts: sent.facts,
    ...(isIncomplete(sent, forms) ? { incomplete: true } : {}),
  };
}

/** Some information is better than none: what is missing is marked, never refused. */
function isIncomplete(sent: Sent, forms: readonly PackForm[]): boolean {
  const { child, form, facts, details } = sent;
  if ((child.givenName ?? child.familyName) === undefined || child.dateOfBirth === undefined) return true;
  const fields = forms.find((one) => one.id === form)?.fields ?? [];
  return fields
    .filter((field) => field.required === true && field.when === undefined)
    .some((field) => {
      if (field.fact !== undefined) return !Object.hasOwn(facts, field.fact);
      const [, ofChild] = /^child\.(\w+)$/.exec(field.record ?? '') ?? [];
      if (ofChild === 'address') return (child.addresses ?? []).length === 0;
      if (ofChild !== undefined)
        return !Object.entries(child).some(([name, value]) => name === ofChild && value !== undefined);
      return field.record !== undefined && !Object.hasOwn(details ?? {}, field.record);
    });
}
