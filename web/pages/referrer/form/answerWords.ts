/** What was answered, in words, for whoever checks it before it is sent. */
import { isIsoDate } from '../../../../domain/time.js';
import type { Language } from '../../../language/language.js';
import { answerIn, isUpn } from './answers.js';
import type { DraftData } from './draftData.js';
import type { School } from '../../../schools.js';
import { slotKey, type Question } from './questions.js';
import { triedLines } from './tried.js';

export interface AnswerRow {
  title: string;
  /** Lines; none where nothing was answered. */
  lines: string[];
  /** Told beside the answer, and stands in nobody's way. */
  warning: string | null;
}

export function answerRow(
  question: Question,
  data: DraftData,
  schools: readonly School[],
  language: Language,
): AnswerRow {
  const { slot, kind, title, choices } = question;
  const { say, dates } = language;
  const value = answerIn(data, slot);
  const row = (lines: string[], warning: string | null = null): AnswerRow => ({ title, lines, warning });
  if (kind === 'address') {
    const postcode = data.records[`${slotKey(slot)}#postcode`] ?? '';
    return row([...(value === undefined ? [] : String(value).split('\n')), ...(postcode === '' ? [] : [postcode])]);
  }
  if (value === undefined) return row([]);
  const text = String(value);
  const chosen = (id: string): string => choices.find((choice) => choice.value === id)?.text ?? id;
  switch (kind) {
    case 'yes_no':
      return row([say(value === true || value === 'yes' ? 'referQuestion.yes' : 'referQuestion.no')]);
    case 'date':
      return row([isIsoDate(text) ? dates.day(text) : text]);
    case 'choice':
      return row([chosen(text)]);
    case 'tried':
      return row(triedLines(data.records, choices, language));
    case 'several':
      return row(text.split(', ').map(chosen));
    case 'school':
      return row([schools.find(({ id }) => id === text)?.name ?? text]);
    case 'number':
      return row([`${text}%`]);
    case 'upn':
      return row([text], isUpn(text) ? null : say('referCheck.upnWarning'));
    case 'long_text':
    case 'text':
    case 'phone':
    case 'email':
      return row(text.split('\n'));
  }
}
