import { languageOf, type Language } from './language.js';
import { configTextFiles, readTexts } from './textFiles.js';

let read: Language | undefined;

/** English, for what is said outside of the pages: the command line, and what a message is filled with. Read once. */
export const english = (): Language => (read ??= languageOf('en', readTexts(configTextFiles('en'))));
