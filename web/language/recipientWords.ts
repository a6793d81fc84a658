import type { Language } from './language.js';

/** `partner:health` and `officer` as people say it; a name that the texts do not know stays as it is. */
export const recipientWords = (recipient: string, { has, say }: Language): string => {
  const [kind = '', which] = recipient.split(':');
  const key = `messages.to.${kind}`;
  const words = has(key) ? say(key) : kind;
  return which === undefined ? words : `${words}: ${which}`;
};
