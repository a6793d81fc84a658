import { capital, plain } from '../../../../config/caseWords/words.js';
import type { Language } from '../../../language/language.js';

/** What a task asks for: in the language's words for the core's own kinds, else the sentence of the pack's rule. */
export const taskTitle = ({ has, say }: Language, kind: string, ruleTitle: string): string =>
  has(`taskKind.${kind}`)
    ? say(`taskKind.${kind}`, { title: ruleTitle || plain(kind) })
    : ruleTitle || capital(plain(kind));
