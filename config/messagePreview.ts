/** What a template would make, also where fields of it are not known: those are shown in their places. */
import { commonFields, fieldsIn, isMessageField, messageFields, type MessageField } from './messageFields.js';
import { loadTemplates, MessageNotRenderable, renderMessage, type MessageFields } from './messages.js';
import type { MessageTemplate } from './messageTemplates.js';
import { smsLength, type SmsLength } from './smsParts.js';

/** A stretch of a message; `missing`: the name of a field that was not given stands there. */
export interface Piece {
  text: string;
  missing: boolean;
}

export interface MessagePreview {
  template: MessageTemplate;
  subject: Piece[];
  /** The body as text: paragraphs and items of lists are lines. */
  text: Piece[];
  html: string;
  sms: { pieces: Piece[]; length: SmsLength } | null;
  /** Required and not given: the message would not be sent. */
  missing: MessageField[];
  /** Not given, and the line is left out. */
  leftOut: MessageField[];
}

/** Invented values for every field, for a template that is looked at without a case. */
const SAMPLES: Readonly<Record<MessageField, string | readonly string[]>> = {
  reference: 'K7M2QX4P',
  authorityName: 'The council',
  authorityEmail: 'cme@council.example',
  authorityPhone: '01632 960123',
  ruleId: 'EXA-D1',
  ruleTitle: 'Initial enquiries',
  source: 'The policy, §8',
  caseUrl: 'https://rollcall.example/cases/example',
  occurrence: '1',
  recipientRole: 'case officer',
  dueDate: 'Wednesday 30 December 2026',
  deadlineTitle: 'Initial enquiries',
  checkTitle: 'Home visit',
  partnerName: 'Housing',
  lines: [
    'K7M2QX4P: Initial enquiries is due on Wednesday 30 December 2026',
    'H3D9RT6W: Review was due on Monday 4 January 2027',
  ],
  reason: 'The family has moved to another council.',
  signpost: 'School admissions',
  signpostText: 'Apply for a school place.',
  expectedFrom: 'Wednesday 30 December 2026',
  expectedTo: 'Thursday 14 January 2027',
  outcomeText: 'The child has been found and is in school.',
  title: 'A title that the policy gives',
  body: 'Words that the policy gives.',
  kindOfConcern: 'missing from home',
  childName: 'Alex Example',
  childDateOfBirth: 'Monday 4 May 2015',
  childAddress: '1 Example Street, Exampleton',
  pageUrl: 'https://rollcall.example/refer/return/example',
  untilDate: 'Wednesday 13 January 2027',
  code: '482 913',
};

/** The invented values that a template takes. */
export const sampleFields = (template: MessageTemplate): MessageFields =>
  Object.fromEntries(takenBy(template).map((name) => [name, SAMPLES[name]]));

/** Every field that a template may use. */
export const takenBy = ({ required, optional }: MessageTemplate): MessageField[] => [
  ...new Set([...required, ...optional, ...commonFields]),
];

/**
 * Makes a message although fields are missing. What the template does not take is left aside.
 * @throws MessageNotRenderable where there is no such template
 */
export function previewMessage(id: string, fields: MessageFields, templates = loadTemplates()): MessagePreview {
  const template = templates.get(id);
  if (template === undefined) throw new MessageNotRenderable(`There is no message template "${id.slice(0, 60)}".`);
  const given = Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        takenBy(template).some((taken) => taken === name) && value !== undefined && value !== '' && value.length > 0,
    ),
  );
  const missing = template.required.filter((name) => given[name] === undefined);
  const used = new Set([template.subject, template.text, template.sms ?? '', template.closing].flatMap(fieldsIn));
  const stood = Object.fromEntries(
    missing.map((name) => [
      name,
      messageFields[name] === 'list' ? [`${OPEN}${name}${CLOSE}`] : `${OPEN}${name}${CLOSE}`,
    ]),
  );
  const { subject, text, html, sms } = renderMessage(id, { ...given, ...stood }, templates);
  return {
    template,
    subject: piecesOf(subject),
    text: piecesOf(text.trim()),
    html,
    sms: sms === null ? null : { pieces: piecesOf(sms), length: smsLength(sms) },
    missing,
    leftOut: [...used].filter(isMessageField).filter((name) => given[name] === undefined && !missing.includes(name)),
  };
}

const OPEN = '\u27E6';
const CLOSE = '\u27E7';

/** The text, cut where a field that is missing stands. */
const piecesOf = (text: string): Piece[] =>
  text
    .split(/(\u27E6[A-Za-z]+\u27E7)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const name = piece.slice(1, -1);
      return piece.startsWith(OPEN) && piece.endsWith(CLOSE) && isMessageField(name)
        ? { text: name, missing: true }
        : { text: piece, missing: false };
    });
