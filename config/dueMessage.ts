/** A message of a rule, made for whoever it goes to; the worker sends it and the pages show it. */
import type { CaseEvent } from '../domain/events.js';
import type { IsoDate } from '../domain/time.js';
import { dueFields, type AuthorityText, type ChildText, type RuleText } from './dueFields.js';
import { commonFields } from './messageFields.js';
import { renderMessage, templateFor, type RenderedMessage } from './messages.js';

export type { AuthorityText, ChildText, RuleText };

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

/** Makes the message of a rule for one person. @throws MessageNotRenderable where the template cannot be filled. */
export function renderDue(rendering: Rendering): RenderedMessage {
  const { to } = rendering;
  const template = templateFor(rendering.due.message.template, { secure: to.secure });
  const { request, due, reference, caseUrl, authority, rule, child } = rendering;
  const known = dueFields({
    ...{ message: due.message, expected: request.expected, concern: request.concern },
    ...{ partnerName: to.name, reference, caseUrl, authority, rule, child },
  });
  const wanted = new Set<string>([...template.required, ...template.optional, ...commonFields]);
  return renderMessage(template.id, Object.fromEntries(Object.entries(known).filter(([name]) => wanted.has(name))));
}
