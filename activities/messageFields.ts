import { dateWords, dayWords } from '../config/dateWords.js';
import { renderMessage, templateFor, type MessageFields, type RenderedMessage } from '../config/messages.js';
import { commonFields } from '../config/messageFields.js';
import type { IsoDate } from '../domain/time.js';
import type { Resolved } from '../register/index.js';
import type { SendMessage, SendRequest } from './sending.js';

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
  request: Pick<SendRequest, 'expected' | 'concern'>;
  due: SendMessage;
  to: Pick<Resolved, 'name' | 'secure'>;
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
