import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commonFields, fieldsIn, isMessageField, messageFields, type MessageField } from './messageFields.js';
import { shippedFolder } from './shippedFiles.js';
import { checkYaml, printProblem, readYaml, type Problem, type YamlSource } from './yamlProblems.js';

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

/** The templates contradict the rules of this folder. Each problem names its file, line, column and template. */
export class MessageTemplatesInvalid extends Error {
  readonly code = 'message_templates_invalid';
  override readonly name = 'MessageTemplatesInvalid';
  constructor(readonly problems: readonly string[]) {
    super(`The message templates cannot be used:\n${problems.join('\n')}`);
  }
}

const field = z
  .string()
  .refine(isMessageField, 'is no field that messages have')
  .meta({ enum: Object.keys(messageFields) });

const templateSchema = z.strictObject({
  audience: z
    .enum(['staff', 'outside'])
    .describe(
      'staff learn the rule and its source at the foot of the message, everybody else how to reach the authority',
    ),
  mayName: z
    .union([z.literal(false), z.literal('secure')])
    .describe("secure: may carry the child's details, in the body of an e-mail to a contact marked secure"),
  secureVariant: z.string().describe('the template to use instead where the contact is marked secure').optional(),
  required: z.array(field).describe('fields without which the message is never sent').default([]),
  optional: z.array(field).describe('fields whose line is left out where they are not given').default([]),
  subject: z.string().min(1).max(200).describe('one line; only required fields, and none of the child'),
  text: z
    .string()
    .min(1)
    .describe('plain text; a paragraph is one line, and a line that begins with "* " an item of a list'),
  sms: z.string().min(1).max(480).describe('the text message, where this may go as one').optional(),
});

/** A file of templates: each id with its template. */
export const messageFileSchema = z
  .record(z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'an id is words joined by hyphens'), templateSchema)
  .meta({ title: 'Message templates of Rollcall' });

/** What stands at the foot of each e-mail, by its audience. */
export const closingsSchema = z.strictObject({ staff: z.string(), outside: z.string() }).meta({
  title: 'The feet of the e-mails of Rollcall',
  description: 'What stands at the foot of each e-mail, by its audience.',
});
const CLOSINGS = 'closings.yaml';

function problemsOf(template: MessageTemplate): string[] {
  const { mayName, required, optional, subject, text, sms = '', closing } = template;
  const declared = new Set<string>([...required, ...optional, ...commonFields]);
  const used = new Set([...fieldsIn(subject), ...fieldsIn(text), ...fieldsIn(sms), ...fieldsIn(closing)]);
  const isChild = (name: string): boolean => isMessageField(name) && messageFields[name] === 'child';
  const firstLine = sms.split('\n')[0] ?? '';
  const say = (names: Iterable<string>, why: string): string[] => [...names].map((name) => `${name} ${why}`);
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
    ...(mayName === 'secure' && sms !== '' ? ['a secure template has no text message'] : []),
    ...(/[<>]|\{\{\{|[\r\t]/.test(subject + text + sms) ? ['plain text only, no markup and no tabs'] : []),
    ...(subject.includes('\n') ? ['the subject has one line'] : []),
  ];
}

/**
 * Reads and checks every template in a folder: each `*.yaml` maps ids to templates, `closings.yaml` holds what stands
 * at the foot of each e-mail.
 *
 * @throws MessageTemplatesInvalid with every problem at once.
 */
export function readTemplates(folder: string = shippedFolder('messages')): MessageTemplates {
  const problems: string[] = [];
  const tell = (problem: Problem): void => {
    problems.push(printProblem(problem));
  };
  function read<T>(name: string, schema: z.ZodType<T>): { source: YamlSource; value: T | undefined } {
    const source = readYaml(join(folder, name));
    const checked = checkYaml(source, schema);
    if (checked.ok) return { source, value: checked.value };
    checked.problems.forEach(tell);
    return { source, value: undefined };
  }

  const closings = read(CLOSINGS, closingsSchema).value ?? { staff: '', outside: '' };
  const templates = new Map<string, MessageTemplate>();
  const standsIn = new Map<string, YamlSource>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml') || file === CLOSINGS) continue;
    const { source, value } = read(file, messageFileSchema);
    for (const [id, { sms, secureVariant, ...given }] of Object.entries(value ?? {})) {
      if (templates.has(id)) tell(source.problemAt([], 'is defined twice', id));
      const template: MessageTemplate = {
        id,
        ...given,
        text: given.text.trim(),
        closing: closings[given.audience].trim(),
        ...(sms === undefined ? {} : { sms: sms.trim() }),
        ...(secureVariant === undefined ? {} : { secureVariant }),
      };
      templates.set(id, template);
      standsIn.set(id, source);
      for (const problem of problemsOf(template)) tell(source.problemAt([], problem, id));
    }
  }
  for (const { id, secureVariant } of templates.values()) {
    const source = standsIn.get(id);
    if (secureVariant !== undefined && templates.get(secureVariant)?.mayName !== 'secure' && source !== undefined)
      tell(
        source.problemAt(
          [id, 'secureVariant'],
          `expected the id of a secure template: ${secureVariant} is no secure template`,
        ),
      );
  }

  if (problems.length > 0) throw new MessageTemplatesInvalid(problems);
  return templates;
}
