/**
 * The fields a message template may name. `line`: one line. `text`: may hold line breaks. `list`: several lines, shown
 * as a list. `link`: an address of our own pages. `child`: details of the child, one line, for secure contacts only.
 */
export type FieldKind = 'line' | 'text' | 'list' | 'link' | 'child';

/** Every field there is, and its kind. A template that names another one does not load. */
export const messageFields = {
  /** The reference of the case, which holds no name. */
  reference: 'line',
  authorityName: 'line',
  authorityEmail: 'line',
  authorityPhone: 'line',
  /** The rule that caused the message, its title, and the document and paragraph it comes from. */
  ruleId: 'line',
  ruleTitle: 'line',
  source: 'line',
  /** The case's page, or the page a partner answers on. */
  caseUrl: 'link',
  /** A page of ours that somebody asked to come back to. */
  pageUrl: 'link',
  /** The last day, in words, on which a link works. */
  untilDate: 'line',
  /** Six digits that show that somebody reads this mailbox. */
  code: 'line',
  /** The how-manieth message of this rule to this recipient. */
  occurrence: 'line',
  /** Who is addressed, in words: "senior officer". */
  recipientRole: 'line',
  /** A day in words: "Wednesday 30 December 2026"; with a time where the rule gives one. */
  dueDate: 'line',
  deadlineTitle: 'line',
  checkTitle: 'line',
  partnerName: 'line',
  /** The lines of a digest. */
  lines: 'list',
  reason: 'text',
  /** The place that a referrer is pointed to, and what to do there. */
  signpost: 'line',
  signpostText: 'text',
  /** The days in words between which an answer is expected. */
  expectedFrom: 'line',
  expectedTo: 'line',
  outcomeText: 'text',
  /** The title and the body that a pack's own rule gives. */
  title: 'line',
  body: 'text',
  kindOfConcern: 'child',
  childName: 'child',
  childDateOfBirth: 'child',
  childAddress: 'child',
} as const satisfies Record<string, FieldKind>;

export type MessageField = keyof typeof messageFields;

/** What is given with every message: a template may use these without saying so, and none of them is asked for. */
export const commonFields: readonly MessageField[] = [
  'reference',
  'authorityName',
  'authorityEmail',
  'authorityPhone',
  'ruleId',
  'ruleTitle',
  'source',
  'caseUrl',
  'occurrence',
  'recipientRole',
];

export function isMessageField(name: string): name is MessageField {
  return Object.hasOwn(messageFields, name);
}

/** The names of the fields that a template's text holds, in order: `{{reference}}`. */
export function fieldsIn(template: string): string[] {
  return [...template.matchAll(/\{\{([^{}]*)\}\}/g)].map((match) => match[1] ?? '');
}
