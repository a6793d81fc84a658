/** A message of a rule, made for whoever it goes to; the worker sends it and the pages show it. */
import type { CaseEvent } from '../domain/events.js';
import type { IsoDate } from '../domain/time.js';
import { dateWords, dayWords } from './dateWords.js';
import { commonFields } from './messageFields.js';
import { renderMessage, templateFor, type MessageFields, type RenderedMessage } from './messages.js';

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

export interface Rendering {
  /** How long a referrer is told it may take, and the kind of the open concern raised last. */
  request: { expected: { from: IsoDate; to: IsoDate } | null; concern: string | null };
  due: {
    message: Pick<CaseEvent & { type: 'messageDue' }, 'rule' | 'to' | 'occurrence' | 'at' | 'template' | 'fields'>;
  };
  to: { name: string | null; secure: boolean };
  reference: string;
  caseUrl: string;
  authority: AuthorityText;
  rule: RuleText | undefined;
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

/** Makes the message of a rule for one person. @throws MessageNotRenderable where the template cannot be filled. */
export function renderDue(rendering: Rendering): RenderedMessage {
  const { due, to } = rendering;
  const template = templateFor(due.message.template, { secure: to.secure });
  const known = knownFields(rendering);
  const wanted = new Set<string>([...template.required, ...template.optional, ...commonFields]);
  return renderMessage(template.id, Object.fromEntries(Object.entries(known).filter(([name]) => wanted.has(name))));
}

function knownFields({ request, due, to, reference, caseUrl, authority, rule, child }: Rendering): MessageFields {
  const { message } = due;
  const { fields } = message;
  const title = rule?.title ?? message.rule;
  const { expected } = request;
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
    dueDate:
      fields['dueDate'] === undefined ? dayWords(inDays(message.at, fields['days'])) : dateWords(fields['dueDate']),
    deadlineTitle: title,
    checkTitle: title,
    partnerName: to.name ?? undefined,
    reason: fields['reason'] ?? title,
    signpost: fields['signpost'],
    expectedFrom: expected === null ? undefined : dateWords(expected.from),
    expectedTo: expected === null ? undefined : dateWords(expected.to),
    outcomeText: fields['outcomeText'] ?? title,
    title: fields['title'] ?? title,
    body: fields['body'] ?? rule?.text,
    kindOfConcern: request.concern?.replaceAll('_', ' '),
    childName: child?.name,
    childDateOfBirth: dateOfBirth(child?.dateOfBirth),
    childAddress: child?.address,
  };
}

/** A message about something that lies a number of days ahead (SYS-AGE) names that day. */
const inDays = (at: string, days: string | undefined): string =>
  new Date(Date.parse(at) + Number(days ?? 0) * 86_400_000).toISOString();

const dateOfBirth = (date: IsoDate | undefined): string | undefined =>
  date === undefined ? undefined : dateWords(date);
