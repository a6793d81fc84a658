/** What is known for a message that fell due, by the fields that templates name. */
import type { IsoDate } from '../domain/time.js';
import { english } from './language/english.js';
import type { MessageFields } from './messages.js';

/** What people read about a rule. */
export interface RuleText {
  title: string;
  source: string;
  text?: string;
}

export interface AuthorityText {
  name: string;
  email: string | null;
  phone: string | null;
}

/** Given to contacts marked secure, and to nobody else. */
export interface ChildText {
  name?: string;
  dateOfBirth?: string;
  address?: string;
}

export interface Due {
  message: { rule: string; to: string; occurrence: number; at: string; fields: Readonly<Record<string, string>> };
  reference: string;
  caseUrl: string;
  authority: AuthorityText;
  rule: RuleText | undefined;
  partnerName: string | null;
  /** How long a referrer is told it may take. */
  expected: { from: IsoDate; to: IsoDate } | null;
  /** The kind of the open concern raised last. */
  concern: string | null;
  child: ChildText | null;
}

const ROLE_WORDS: Readonly<Record<string, string>> = {
  officer: 'case officer',
  senior: 'senior officer',
  manager: 'manager',
  dsl: 'designated safeguarding lead',
  deputy: 'deputy',
  team: 'team',
};

/** Every field that is known; a template takes those that it names. */
export function dueFields(due: Due): MessageFields {
  const { message, reference, caseUrl, authority, rule, partnerName, expected, concern, child } = due;
  const { fields } = message;
  const { day, dayOf } = english().dates;
  const title = rule?.title ?? message.rule;
  return {
    reference,
    authorityName: authority.name,
    authorityEmail: authority.email ?? undefined,
    authorityPhone: authority.phone ?? undefined,
    ruleId: message.rule,
    ruleTitle: title,
    source: rule?.source,
    caseUrl,
    occurrence: String(message.occurrence),
    recipientRole: ROLE_WORDS[message.to],
    dueDate: fields['dueDate'] === undefined ? dayOf(inDays(message.at, fields['days'])) : day(fields['dueDate']),
    deadlineTitle: title,
    checkTitle: title,
    partnerName: partnerName ?? undefined,
    reason: fields['reason'] ?? title,
    signpost: fields['signpost'],
    expectedFrom: expected === null ? undefined : day(expected.from),
    expectedTo: expected === null ? undefined : day(expected.to),
    outcomeText: fields['outcomeText'] ?? title,
    title: fields['title'] ?? title,
    body: fields['body'] ?? rule?.text,
    kindOfConcern: concern?.replaceAll('_', ' '),
    childName: child?.name,
    childDateOfBirth: dateOfBirth(child?.dateOfBirth),
    childAddress: child?.address,
  };
}

/** A message about something that lies a number of days ahead (SYS-AGE) names that day. */
const inDays = (at: string, days: string | undefined): string =>
  new Date(Date.parse(at) + Number(days ?? 0) * 86_400_000).toISOString();

const dateOfBirth = (date: IsoDate | undefined): string | undefined =>
  date === undefined ? undefined : english().dates.day(date);
