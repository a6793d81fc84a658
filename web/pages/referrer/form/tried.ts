/** What was tried before a referral: which steps, on which day, and what came of each. */
import { isIsoDate } from '../../../../domain/time.js';
import type { Language } from '../../../language/language.js';
import type { Choice } from './questions.js';

/** The record that names the steps; the day and the outcome of each stand beside it. */
export const TRIED = 'triedChecks';
export const triedOn = (step: string): string => `${TRIED}#${step}#on`;
export const triedCame = (step: string): string => `${TRIED}#${step}#came`;

/** The fields of a step on the page, by where it stands in the list. */
export const triedFields = (id: string, index: number): { on: string; came: string } => ({
  on: `${id}${index + 1}On`,
  came: `${id}${index + 1}Came`,
});

/** "Home visit: Monday 2 November 2026, nobody answered", a line for each step that was tried. */
export function triedLines(
  records: Readonly<Record<string, string>>,
  choices: readonly Choice[],
  { dates }: Language,
): string[] {
  const tried = (records[TRIED] ?? '').split(', ').filter((step) => step !== '');
  return tried.map((step) => {
    const on = records[triedOn(step)] ?? '';
    const about = [isIsoDate(on) ? dates.day(on) : '', records[triedCame(step)] ?? ''].filter((part) => part !== '');
    const text = choices.find(({ value }) => value === step)?.text ?? step;
    return about.length === 0 ? text : `${text}: ${about.join(', ')}`;
  });
}
