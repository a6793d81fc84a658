/** A language made of the English texts, each word of which stands in brackets: what has none was not asked for by its key. */
import { load } from 'cheerio';
import { languageOf, type Language } from '../../config/language/language.js';
import { readPageTexts } from '../language/language.js';
import { webFolder } from '../packageFolder.js';

/** Words up to a sign that code may cut a text at; what stands for a field is kept. */
const STRETCH = /\{\w+\}|\p{L}[\p{L}\p{N}’'"“”.…?!/& –-]*/gu;

/** Unicode's own tag for a language that is not one. */
export const pseudoLanguage = (): Language =>
  languageOf(
    'en-XA',
    new Map(
      [...readPageTexts(webFolder)].map(([key, text]) => [
        key,
        text.replaceAll(STRETCH, (found) => (found.startsWith('{') ? found : `⟦${found}⟧`)),
      ]),
    ),
  );

/** What browsers and screen readers say beside the text. */
const SAID_ATTRIBUTES = ['aria-label', 'title', 'alt', 'placeholder', 'data-soon', 'data-over'];
const SIGNS = /[\s\p{P}\p{S}\p{N}]+/gu;

/**
 * Stretches of a page that no language gave: of its text, and of what is said beside it. What is a code, what a person
 * typed, and what says itself that it is in another language, is no text of a page.
 */
export function unsaid(html: string): string[] {
  const $ = load(html);
  $('script, style, noscript, textarea, code, body [lang]').remove();
  const texts = [
    ...$('*')
      .contents()
      .toArray()
      .flatMap((node) => (node.type === 'text' ? [node.data] : [])),
    ...SAID_ATTRIBUTES.flatMap((name) =>
      $(`[${name}]`)
        .toArray()
        .map((element) => $(element).attr(name) ?? ''),
    ),
  ];
  return texts.flatMap((text) =>
    text
      .split(/⟦[^⟧]*⟧/)
      .map((stretch) => stretch.replace(/\s+/g, ' ').trim())
      .filter((stretch) => stretch.replaceAll(SIGNS, '').length > 1),
  );
}
