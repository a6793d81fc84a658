import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { commonFields, fieldsIn, isMessageField, messageFields, type MessageField } from './messageFields.js';

/** One template, checked. Subject, text and sms hold fields as `{{reference}}` and no markup. */
export interface MessageTemplate {
  readonly id: string;
  /** Staff learn the rule and its source at the foot of the message, everybody else how to reach the authority. */
  readonly audience: 'staff' | 'outside';
  /** `secure`: may carry the child's details, in the body of an e-mail to a contact marked secure. */
  readonly mayName: false | 'secure';
  /** The template to use instead where the contact is marked secure. */
  readonly secureVariant?: string;
  readonly required: readonly MessageField[];
  readonly optional: readonly MessageField[];
  readonly subject: string;
  readonly text: string;
  /** The text message, where this may go as one. */
  readonly sms?: string;
  /** What stands at the foot of the e-mail. */
  readonly closing: string;
}

export type MessageTemplates = ReadonlyMap<string, MessageTemplate>;

/** The templates contradict the rules of this folder. Each problem names its file or its template. */
export class MessageTemplatesInvalid extends Error {
  readonly code = 'message_templates_invalid';
  override readonly name = 'MessageTemplatesInvalid';
  constructor(readonly problems: readonly string[]) {
    super(`The message templates cannot be used:\n${problems.join('\n')}`);
  }
}

const field = z.string().refine(isMessageField, 'is no field that messages have');
const templateSchema = z.strictObject({
  audience: z.enum(['staff', 'outside']),
  mayName: z.union([z.literal(false), z.literal('secure')]),
  secureVariant: z.string().optional(),
  required: z.array(field).default([]),
  optional: z.array(field).default([]),
  subject: z.string().min(1).max(200),
  text: z.string().min(1),
  sms: z.string().min(1).max(480).optional(),
});
const fileSchema = z.record(z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'an id is words joined by hyphens'), templateSchema);
const closingsSchema = z.strictObject({ staff: z.string(), outside: z.string() });
const CLOSINGS = 'closings.yaml';

/** Beside this module in the sources; `dist/` holds no data, so from there it is the sources' folder too. */
function shippedFolder(): string {
  const beside = fileURLToPath(new URL('./messages/', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../config/messages/', import.meta.url));
}

function problemsOf(template: MessageTemplate): string[] {
  const { id, mayName, required, optional, subject, text, sms = '', closing } = template;
  const declared = new Set<string>([...required, ...optional, ...commonFields]);
  const used = new Set([...fieldsIn(subject), ...fieldsIn(text), ...fieldsIn(sms), ...fieldsIn(closing)]);
  const isChild = (name: string): boolean => isMessageField(name) && messageFields[name] === 'child';
  const firstLine = sms.split('\n')[0] ?? '';
  const say = (names: Iterable<string>, why: string): string[] => [...names].map((name) => `${id}: ${name} ${why}`);
  return [
    ...say(
      [...used].filter((name) => !declared.has(name)),
      'is used but not declared',
    ),
    ...say(
      [...required, ...optional].filter((name) => !used.has(name)),
      'is declared but not used',
    ),
    ...say(
      required.filter((name) => optional.includes(name)),
      'is both required and optional',
    ),
    ...say(
      [...fieldsIn(subject), ...fieldsIn(firstLine)].filter((name) => !required.some((one) => one === name)),
      'stands in the subject, or in the first line of the text message, and must be required',
    ),
    ...say([...fieldsIn(subject), ...fieldsIn(sms)].filter(isChild), 'names the child outside the body of an e-mail'),
    ...say(
      mayName === 'secure' ? [] : [...declared].filter(isChild),
      'names the child, and the template is not secure',
    ),
    ...(mayName === 'secure' && sms !== '' ? [`${id}: a secure template has no text message`] : []),
    ...(/[<>]|\{\{\{|[\r\t]/.test(subject + text + sms) ? [`${id}: plain text only, no markup and no tabs`] : []),
    ...(subject.includes('\n') ? [`${id}: the subject has one line`] : []),
  ];
}

/**
 * Reads and checks every template in a folder: each `*.yaml` maps ids to templates, `closings.yaml` holds what stands
 * at the foot of each e-mail.
 *
 * @throws MessageTemplatesInvalid with every problem at once.
 */
export function readTemplates(folder: string = shippedFolder()): MessageTemplates {
  const problems: string[] = [];
  const read = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
    try {
      const checked = schema.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      if (checked.success) return checked.data;
      problems.push(...checked.error.issues.map((issue) => `${file}: ${issue.path.join('.')} ${issue.message}`));
    } catch (error) {
      problems.push(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`);
    }
    return undefined;
  };

  const closings = read(CLOSINGS, closingsSchema) ?? { staff: '', outside: '' };
  const templates = new Map<string, MessageTemplate>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml') || file === CLOSINGS) continue;
    for (const [id, { sms, secureVariant, ...given }] of Object.entries(read(file, fileSchema) ?? {})) {
      if (templates.has(id)) problems.push(`${file}: ${id} is defined twice`);
      const template: MessageTemplate = {
        id,
        ...given,
        text: given.text.trim(),
        closing: closings[given.audience].trim(),
        ...(sms === undefined ? {} : { sms: sms.trim() }),
        ...(secureVariant === undefined ? {} : { secureVariant }),
      };
      templates.set(id, template);
      problems.push(...problemsOf(template));
    }
  }
  for (const { id, secureVariant } of templates.values())
    if (secureVariant !== undefined && templates.get(secureVariant)?.mayName !== 'secure')
      problems.push(`${id}: its secure variant ${secureVariant} is no secure template`);

  if (problems.length > 0) throw new MessageTemplatesInvalid(problems);
  return templates;
}
