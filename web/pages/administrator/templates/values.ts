/** What a template is looked at with: invented values, or those of a case. */
import { loadTemplates } from '../../../../config/messages.js';
import type { MessageFields, MessageTemplate } from '../../../../config/messages.js';
import { dueFields } from '../../../../config/dueFields.js';
import { isMessageField, messageFields } from '../../../../config/messageFields.js';
import { sampleFields } from '../../../../config/messagePreview.js';
import { notFound } from '../../../../api/problem.js';
import { lookOf } from '../../../layout/look.js';
import { mayOpen, readers } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';

export interface PreviewValues {
  fields: MessageFields;
  /** `sample`: invented; `case`: of a case; `unknown`: no case that is open to the visitor has the reference. */
  from: 'sample' | 'case' | 'unknown';
  /** Whether the case has had this message, so that its own values stand there. */
  sent: boolean;
}

/** @throws Problem `not_found` */
export function templateNamed(id: string): MessageTemplate {
  const template = loadTemplates().get(id);
  if (template === undefined) throw notFound('The template');
  return template;
}

/**
 * The values for a preview. A case's are those of its last message by this template. What people wrote, and a child's
 * details, stay out: a preview is about the wording.
 */
export async function valuesFor(
  { api, publicUrl }: WebServices,
  visitor: Visitor,
  template: MessageTemplate,
  reference: string | undefined,
): Promise<PreviewValues> {
  if (reference === undefined) return { fields: sampleFields(template), from: 'sample', sent: false };
  const { authority } = visitor;
  const { register, guard, worlds } = api;
  const unknown: PreviewValues = { fields: {}, from: 'unknown', sent: false };
  const row = await guard.within(() => register.cases.findByReference(authority, reference));
  if (row === null) return unknown;
  const { caseId } = row;
  const [listed, messages, of, contacts] = await guard.within(() =>
    Promise.all([
      register.worklist.find(authority, caseId),
      register.messages.ofCase(authority, caseId),
      register.authorities.get(authority),
      register.authorities.contacts(authority),
    ]),
  );
  const restricted = row.restricted || listed?.restricted === true;
  if (!mayOpen(visitor, { authority, restricted, assignee: listed?.assignee ?? null })) return unknown;
  const look = lookOf(of, contacts.find(({ role }) => role === 'team') ?? null);
  const message = messages.filter((one) => one.template === template.id).at(-1);
  const policy = listed === null ? null : await guard.within(() => worlds.policy(authority, listed.policy));
  const caseUrl = `${publicUrl()}${casePath.to({ case: caseId })}`;
  const authorityText = { name: look.name, email: look.email, phone: look.phone };
  const fields: MessageFields =
    message === undefined
      ? {
          ...{ reference: row.reference, caseUrl, authorityName: look.name },
          authorityEmail: look.email ?? undefined,
          authorityPhone: look.phone ?? undefined,
        }
      : dueFields({
          message: { ...message, to: message.recipient },
          ...{ reference: row.reference, caseUrl, authority: authorityText },
          rule: policy?.rules.get(message.rule),
          ...{ partnerName: null, expected: null, concern: null, child: null },
        });
  const wrote = readers.allows(visitor);
  return {
    fields: Object.fromEntries(
      Object.entries(fields).filter(
        ([name]) => isMessageField(name) && (wrote || !['text', 'child'].includes(messageFields[name])),
      ),
    ),
    from: 'case',
    sent: message !== undefined,
  };
}
