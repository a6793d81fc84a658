import { capital } from '../../../../config/caseWords/words.js';
import type { FactValue } from '../../../../domain/policy.js';
import { isIsoDate } from '../../../../domain/time.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import type { Language } from '../../../language/language.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { onCase, whoMay } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { recordFactPath, recordOneFactPath, restrictedPath } from '../paths.js';
import { nameOf, readCase } from '../shared/caseNow.js';
import { factsToRecord } from './factsToRecord.js';

/** Which fact to record: those that the policy asks about first, each as it stands. */
export const recordFactPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'recordFact',
    path: recordFactPath.pattern,
    may: onCase(whoMay('recordFact')),
    audit: { action: 'recordFact.list', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'caseActions/recordFact/recordFact.njk',
    load: async ({ visitor, params, at }) => {
      const now = await readCase(api, visitor, params.case, at);
      const facts = factsToRecord(now, language).map(({ fact, words, asked }) => {
        const stated = now.view.facts.find((one) => one.fact === fact);
        return {
          words: capital(words),
          asked,
          path: recordOneFactPath.to({ case: params.case, fact }),
          value: valueWords(language, stated?.value),
          by: stated === undefined || stated.by === 'system' ? null : nameOf(now, stated.by),
        };
      });
      return show(
        {
          asked: facts.filter(({ asked }) => asked),
          others: facts.filter(({ asked }) => !asked),
          restrictedPath: restrictedPath.to({ case: params.case }),
          back: casePath.to({ case: params.case }),
          child: now.child,
          reference: now.reference,
        },
        { reference: now.reference },
      );
    },
  });

export function valueWords({ say, dates }: Language, value: FactValue | undefined): string {
  if (value === undefined) return say('fact.notKnown');
  if (value === true) return say('fact.yes');
  if (value === false) return say('fact.no');
  const text = String(value);
  return isIsoDate(text) ? dates.day(text) : text;
}
