import type { Language } from '../../../language/language.js';

/** A field of a template as people call it. */
export const fieldWords = ({ has, say }: Language, field: string): string =>
  has(`messageField.${field}`) ? say(`messageField.${field}`) : field;

/** A line of a template with its fields in square brackets: `We have your referral [reference]`. */
export const withFieldsInWords = (language: Language, line: string): string =>
  line.replaceAll(/\{\{(\w+)\}\}/g, (_whole, field: string) => `[${fieldWords(language, field)}]`);
