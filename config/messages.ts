import { commonFields, fieldsIn, isMessageField, messageFields, type MessageField } from './messageFields.js';
import { readTemplates, type MessageTemplate, type MessageTemplates } from './messageTemplates.js';

export { commonFields, messageFields, type MessageField } from './messageFields.js';
export { MessageTemplatesInvalid, type MessageTemplate, type MessageTemplates } from './messageTemplates.js';

/** What is put into a template. A field left out, undefined or empty is a field not given. */
export type MessageFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A message ready to leave. `sms` is null where the template may not go as a text message. */
export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sms: string | null;
}

/** A message cannot be made. The text names the template and the fields and never repeats what they hold. */
export class MessageNotRenderable extends Error {
  readonly code = 'message_not_renderable';
  override readonly name = 'MessageNotRenderable';
}

let shipped: MessageTemplates | undefined;

/**
 * The templates that Rollcall ships, read once for the process; or those of another folder, read each time.
 *
 * @throws MessageTemplatesInvalid with every problem at once.
 */
export function loadTemplates(folder?: string): MessageTemplates {
  if (folder !== undefined) return readTemplates(folder);
  return (shipped ??= readTemplates());
}

function find(id: string, templates: MessageTemplates): MessageTemplate {
  const template = templates.get(id);
  if (template === undefined) throw new MessageNotRenderable(`There is no message template "${id.slice(0, 60)}".`);
  return template;
}

/**
 * The template to use for a contact: the one named, or its secure variant where the contact is marked secure.
 *
 * @throws MessageNotRenderable when there is no such template.
 */
export function templateFor(id: string, contact: { secure: boolean }, templates = loadTemplates()): MessageTemplate {
  const template = find(id, templates);
  return contact.secure && template.secureVariant !== undefined ? find(template.secureVariant, templates) : template;
}

/** Control characters, and those that turn the direction of writing and so can disguise what is read. */
const UNWANTED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const oneLine = (value: string): string => value.replace(/\s+/g, ' ').replace(UNWANTED, '').trim();
const manyLines = (value: string): string =>
  value
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNWANTED, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** The values that were given, cleaned, by field. A list is one string of bulleted lines. */
function cleaned(template: MessageTemplate, fields: MessageFields): Map<MessageField, string> {
  const known = new Set<string>([...template.required, ...template.optional, ...commonFields]);
  const unknown = Object.keys(fields).filter((name) => !known.has(name));
  const values = new Map<MessageField, string>();
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || !isMessageField(name)) continue;
    const kind = messageFields[name];
    if (typeof value === 'string' ? kind === 'list' : kind !== 'list') {
      wrong.push(name);
      continue;
    }
    const text =
      typeof value === 'string'
        ? kind === 'text'
          ? manyLines(value)
          : oneLine(value)
        : value.map((line) => `* ${oneLine(line)}`).join('\n');
    if (text !== '') values.set(name, text);
  }
  const missing = template.required.filter((name) => !values.has(name));
  const problems = [
    ...(unknown.length > 0 ? [`does not have: ${unknown.map((name) => name.slice(0, 40)).join(', ')}`] : []),
    ...(wrong.length > 0 ? [`was given a list for a text or a text for a list: ${wrong.join(', ')}`] : []),
    ...(missing.length > 0 ? [`lacks: ${missing.join(', ')}`] : []),
  ];
  if (problems.length > 0) throw new MessageNotRenderable(`The message "${template.id}" ${problems.join('; it ')}.`);
  return values;
}

/**
 * The template's lines with their values in. A line that names a field which was not given is left out, and so is the
 * empty line it leaves. Values are put in in one pass: what a value holds is never read as a template.
 */
function fill(source: string, values: Map<MessageField, string>, show: (name: MessageField, value: string) => string) {
  return source
    .split('\n')
    .filter((line) => fieldsIn(line).every((name) => isMessageField(name) && values.has(name)))
    .map((line) =>
      line.replace(/\{\{([^{}]*)\}\}/g, (_whole, name: string) =>
        isMessageField(name) ? show(name, values.get(name) ?? '') : '',
      ),
    )
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const PARAGRAPH = 'margin:0 0 16px';
const BODY = 'margin:0;padding:24px;font:16px/1.5 Arial,sans-serif;color:#0b0c0c;background:#ffffff';

/** Paragraphs and lists from lines whose text is escaped already. */
function paragraphs(lines: string): string {
  return lines
    .split(/\n\n+/)
    .flatMap((block) => {
      const parts: { list: boolean; lines: string[] }[] = [];
      for (const line of block.split('\n')) {
        const list = line.startsWith('* ');
        const last = parts.at(-1);
        if (last?.list === list) last.lines.push(line);
        else parts.push({ list, lines: [line] });
      }
      return parts;
    })
    .map(({ list, lines: held }) =>
      list
        ? `<ul style="${PARAGRAPH};padding-left:24px">\n${held.map((line) => `<li>${line.slice(2)}</li>`).join('\n')}\n</ul>`
        : `<p style="${PARAGRAPH}">${held.join('<br>\n')}</p>`,
    )
    .join('\n');
}

function toHtml(subject: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="${BODY}">`,
    '<div style="max-width:640px">',
    body,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Only our own pages are linked: an address that came with a referral stays text. */
function showInHtml(name: MessageField, value: string): string {
  const text = escapeHtml(value);
  return messageFields[name] === 'link' && /^https?:\/\//.test(value) ? `<a href="${text}">${text}</a>` : text;
}

/**
 * Makes a message from a template and its fields: the subject, the e-mail as text and as HTML (made from the same
 * text, everything escaped), and the text message where the template has one.
 *
 * @throws MessageNotRenderable for an unknown template, a field the template does not have, or one that is missing.
 */
export function renderMessage(templateId: string, fields: MessageFields, templates = loadTemplates()): RenderedMessage {
  const template = find(templateId, templates);
  const values = cleaned(template, fields);
  const asIs = (_name: MessageField, value: string): string => value;
  const source = template.closing === '' ? template.text : `${template.text}\n\n${template.closing}`;
  const subject = oneLine(fill(template.subject, values, (_name, value) => oneLine(value)));
  // The template's own text holds no character that needs escaping, except apostrophes and ampersands.
  const html = paragraphs(fill(escapeHtml(source), values, showInHtml));
  return {
    subject,
    text: `${fill(source, values, asIs)}\n`,
    html: toHtml(subject, html),
    sms: template.sms === undefined ? null : fill(template.sms, values, (_name, value) => oneLine(value)),
  };
}
