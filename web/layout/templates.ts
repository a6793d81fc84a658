import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { z } from 'zod';
import { due } from '../filters/due.js';
import type { Language } from '../language/language.js';
import { builtAssets, modulesFolder, webFolder } from '../packageFolder.js';

/** Turns a template of `web/` and what it is given into HTML. */
export interface Templates {
  render: (template: string, context: Record<string, unknown>) => string;
}

/** The addresses of the built files; each has the hash of its content in its name. */
export interface Assets {
  css: string;
  js: string;
}

const manifest = z.object({ css: z.string(), js: z.string() });

/** @throws Error that says what to run where nothing is built */
export function readAssets(): Assets {
  const file = join(builtAssets, 'manifest.json');
  if (!existsSync(file)) throw new Error('The pages have no style sheet and script yet: run npm run build');
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Everything is escaped unless it is a macro's own. */
export function createTemplates(language: Language): Templates {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([
      join(webFolder, 'pages'),
      webFolder,
      join(modulesFolder, 'govuk-frontend/dist'),
      join(modulesFolder, '@ministryofjustice/frontend'),
    ]),
    { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
  );
  const { dates } = language;
  environment.addGlobal('t', language.say);
  environment.addGlobal('tn', language.count);
  environment.addGlobal('lang', language.code);
  environment.addFilter('dateWords', dates.day);
  environment.addFilter('dayWords', dates.dayOf);
  environment.addFilter('timeWords', dates.time);
  environment.addFilter('momentWords', dates.moment);
  environment.addFilter('due', (date: string, at: string) => due(date, at, language));
  // What mojTimeline asks for by these names, on London time and in the style of GOV.UK.
  environment.addFilter('mojDate', (at: string, form?: string) =>
    form === 'time' ? dates.time(at) : form === 'date' ? dates.dayOf(at) : dates.moment(at),
  );
  environment.addFilter('date', (at: string) => at);
  return { render: (template, context) => environment.render(template, context) };
}

/** A hidden field as a template may print it unescaped: both parts are our own. */
export const hiddenField = (name: string, value: string): unknown => {
  if (!/^[A-Za-z0-9_-]+$/.test(name) || !/^[A-Za-z0-9_-]*$/.test(value)) throw new Error(`Not a plain field: ${name}`);
  return new nunjucks.runtime.SafeString(`<input type="hidden" name="${name}" value="${value}">`);
};
