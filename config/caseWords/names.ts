/** Names that a person reads instead of ids. */
import { factTitle } from '../factTitles.js';
import type { Language } from '../language/language.js';
import { factName } from './words.js';

/** What ids are called. */
export interface Names {
  /** What a rule says, in its own sentence; empty where nobody wrote one. */
  rule(id: string): string;
  /** `the senior officer`, or the title of a contact or partner of the pack. */
  recipient(to: string): string;
  /** A reason of the core with the name of the one fact or rule in it behind. */
  explained(why: string): string;
  /** The name of a member of staff. */
  person(id: string): string;
  /** What an event carries only as the id of a stored text. */
  text(id: string): string;
}

export interface Known {
  /** The title of a rule; undefined where nobody wrote one. */
  rule: (id: string) => string | undefined;
  contacts: readonly { id: string; title: string }[];
  /** Where they are left out, ids stand for themselves. */
  person?: (id: string) => string | undefined;
  text?: (id: string) => string | undefined;
}

/** Keys of `forWhom` that are no roles. */
const NO_ROLES = ['furtherReferrer', 'partner', 'somebody'];

export function createNames({ rule: titleOf, contacts, person, text }: Known, language: Language): Names {
  const { has, say } = language;
  const rule = (id: string): string => titleOf(id) ?? '';
  return {
    rule,
    recipient: (to) => {
      if (has(`forWhom.${to}`) && !NO_ROLES.includes(to)) return say(`forWhom.${to}`);
      const contact = contacts.find(({ id }) => id === to);
      if (contact !== undefined) return contact.title;
      const [, further] = /^referrer-(\d+)$/.exec(to) ?? [];
      if (further !== undefined) return say('forWhom.furtherReferrer', { number: further });
      const [, partner] = /^partner:(.+)$/.exec(to) ?? [];
      return partner === undefined ? say('forWhom.somebody', { name: to }) : say('forWhom.partner', { name: partner });
    },
    explained: (why) => {
      const named = [...new Set(why.match(/[A-Za-z][\w/-]*/g) ?? [])].filter(
        (word) => rule(word) !== '' || (word.includes('_') && factTitle(word, language) !== undefined),
      );
      const [only] = named;
      if (only === undefined || named.length > 1 || !why.startsWith(only)) return why;
      return `${why} (${rule(only) === '' ? factName(only, language) : rule(only)})`;
    },
    person: (id) => person?.(id) ?? id,
    text: (id) => text?.(id) ?? id,
  };
}
