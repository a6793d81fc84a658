import { dueFields, type AuthorityText, type ChildText, type RuleText } from '../config/dueFields.js';
import { renderMessage, templateFor, type RenderedMessage } from '../config/messages.js';
import { commonFields } from '../config/messageFields.js';
import type { Resolved } from '../register/index.js';
import type { SendMessage, SendRequest } from './sending.js';

export type { AuthorityText, ChildText, RuleText };

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
