/** The words for what an entry of the audit says in codes. */
import { isIsoDate } from '../../../../domain/time.js';
import type { AuditRow } from '../../../../register/index.js';
import type { Language } from '../../../language/language.js';

const ACTIONS = 'auditAction.';
const FORM = '.form';

/** A key of the language files has no dot within a name. */
export const actionKey = (action: string): string => `${ACTIONS}${action.replaceAll('.', '_')}`;

/** Whether an action has words: its own, or those of what its form is for. */
export const hasWords = (language: Language, action: string): boolean =>
  language.has(actionKey(action)) || (action.endsWith(FORM) && language.has(actionKey(action.slice(0, -FORM.length))));

/** An entry of long ago may name an action that is no more: it stays as it was written. */
export function actionWords({ has, say }: Language, action: string): string {
  if (has(actionKey(action))) return say(actionKey(action));
  const of = action.endsWith(FORM) ? actionKey(action.slice(0, -FORM.length)) : null;
  return of !== null && has(of) ? say('audit.formOf', { what: say(of) }) : action;
}

/** Every action that has words of its own, to be chosen from. */
export const actionsToChoose = ({ code, keys, say }: Language): { value: string; text: string }[] =>
  keys()
    .filter((key) => key.startsWith(ACTIONS))
    .map((key) => ({ value: key.slice(ACTIONS.length).replaceAll('_', '.'), text: say(key) }))
    .sort((a, b) => a.text.localeCompare(b.text, code));

export const objectWords = ({ has, say }: Language, kind: string): string =>
  has(`auditObject.${kind}`) ? say(`auditObject.${kind}`) : kind;

export const roleWords = ({ has, say }: Language, roles: string | null): string | null =>
  roles === null
    ? null
    : roles
        .split(',')
        .map((role) => (has(`roles.${role}`) ? say(`roles.${role}`) : role))
        .join(', ');

/** Counts and codes, in one line. */
export const detailWords = (language: Language, { detail }: AuditRow): string =>
  Object.entries(detail ?? {})
    .map(([name, value]) => {
      const words = language.has(`auditDetail.${name}`) ? language.say(`auditDetail.${name}`) : name;
      return `${words}: ${valueWords(language, value)}`;
    })
    .join(', ');

function valueWords({ say, dates }: Language, value: unknown): string {
  if (typeof value === 'boolean') return say(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'string') return isIsoDate(value) ? dates.day(value) : value;
  return JSON.stringify(value);
}
