import { renderDue, type AuthorityText } from '../../../../config/dueMessage.js';
import { loadTemplates, MessageNotRenderable } from '../../../../config/messages.js';
import type { MessageRow } from '../../../../register/index.js';
import type { OpenCase } from '../case/openCase.js';

export interface MessageText {
  subject: string;
  text: string;
  /** Where it goes as a text message. */
  sms: string | null;
  /** A contact marked secure gets another text, with the child's details. */
  secureDiffers: boolean;
}

/** What a message says, made anew from its fields as the worker makes it; null where its template is gone. */
export function messageText(
  { read, standing, names }: OpenCase,
  message: MessageRow,
  { authority, caseUrl }: { authority: AuthorityText; caseUrl: string },
): MessageText | null {
  const { template } = message;
  const known = template === null ? undefined : loadTemplates().get(template);
  if (template === null || known === undefined) return null;
  const about = read.policy?.rules.get(message.rule);
  const text = about?.['text'];
  try {
    const {
      subject,
      text: body,
      sms,
    } = renderDue({
      request: { expected: standing?.view.expected ?? null, concern: lastConcern(read.enquiry.concerns, message.at) },
      due: {
        message: {
          rule: message.rule,
          to: message.recipient,
          occurrence: message.occurrence,
          at: message.at,
          template,
          fields: message.fields,
        },
      },
      to: { name: names.recipient(message.recipient), secure: false },
      reference: message.reference,
      caseUrl,
      authority,
      rule:
        about === undefined
          ? undefined
          : { title: about.title, source: about.source, ...(typeof text === 'string' ? { text } : {}) },
      child: null,
    });
    return {
      subject,
      text: body,
      sms: message.channel === 'sms' ? sms : null,
      secureDiffers: known.secureVariant !== undefined,
    };
  } catch (error) {
    if (error instanceof MessageNotRenderable) return null;
    throw error;
  }
}

/** The kind of the concern that was raised last before the message. */
const lastConcern = (concerns: readonly { kind: string; raised_at: string }[], at: string): string | null =>
  concerns.filter(({ raised_at: raised }) => raised <= at).at(-1)?.kind ?? null;
