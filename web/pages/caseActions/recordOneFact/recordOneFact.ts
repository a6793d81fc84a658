import { z } from 'zod';
import type { FactValue } from '../../../../domain/policy.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { factName } from '../../../../api/schemas/referral.js';
import { refuseField } from '../../../forms/errors.js';
import { optionalDate, optionalText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { recordFactPath, recordOneFactPath } from '../paths.js';
import { factsToRecord, factType, type FactToRecord } from '../recordFact/factsToRecord.js';
import { valueWords } from '../recordFact/recordFact.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import type { CaseNow } from '../shared/caseNow.js';
import type { Field } from '../shared/fields.js';
import { factWords, happened } from '../shared/words.js';

/** Records one fact, typed as it is: yes or no, a day, a number, one of the policy's values, or text. */
export const recordOneFactPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'recordOneFact',
    path: recordOneFactPath.pattern,
    params: z.strictObject({ case: caseId, fact: factName }),
    example: { fact: 'ehcp' },
    input: 'recordFact',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ value: optionalText({ most: 200 }), day: optionalDate() }),
    probe: (now, { fact }) => ({ do: 'recordFact', fact, value: exampleOf(now, fact) }),
    about: (event, { fact }) => event.type === 'factRecorded' && event.fact === fact,
    load: (now, { params: { fact }, by }) => {
      const { language } = web;
      const stated = now.view.facts.find((one) => one.fact === fact)?.value;
      const found = factsToRecord(now, language).find((one) => one.fact === fact);
      const does = (value: FactValue): string => {
        const tried = ahead(now, { do: 'recordFact', fact, value, by });
        return tried.ok ? happened(now, language, tried.events.slice(1)).join(' ') : '';
      };
      return {
        heading: language.say('recordOneFact.heading', { fact: factWords(fact, language) }),
        lead: [language.say('recordOneFact.stands', { value: valueWords(language, stated) })],
        fields: found === undefined ? [] : [fieldOf(now, web, found, does)],
      };
    },
    act: (now, { params, form }) => ({
      name: 'recordFact',
      body: { fact: params.fact, value: valueOf(now, params.fact, form) },
      goTo: recordFactPath.to({ case: params.case }),
    }),
  });

function fieldOf(
  now: CaseNow,
  { language }: WebServices,
  { fact, type }: FactToRecord,
  does: (value: FactValue) => string,
): Field {
  const label = language.say('recordOneFact.value');
  if (type === 'boolean')
    return {
      kind: 'radios',
      name: 'value',
      label,
      items: [
        { value: 'yes', text: language.say('fact.yes'), hint: does(true) },
        { value: 'no', text: language.say('fact.no'), hint: does(false) },
      ],
    };
  if (type === 'date') return { kind: 'date', name: 'day', label };
  const options = optionsOf(now, fact);
  if (options.length > 0) return { kind: 'select', name: 'value', label, items: options };
  if (type === 'number') return { kind: 'line', name: 'value', label, width: 5 };
  return { kind: 'line', name: 'value', label, hint: language.say('recordOneFact.textHint') };
}

/** A text of which the policy, or the law that it cites, knows the values. */
function optionsOf({ rules, world }: CaseNow, fact: string): { value: string; text: string }[] {
  const ofRules = (prefix: RegExp) =>
    [...rules].filter(([id]) => prefix.test(id)).map(([id, { title }]) => ({ value: id, text: title }));
  if (fact === 'return_reason') return ofRules(/^NAT-RETURN-Q\d+$/);
  if (fact === 'removal_ground') return ofRules(/^NAT-R9-/);
  const { category } = world.policy;
  if (fact === 'cme_category' && category !== null && 'values' in category)
    return category.values.map(({ value }) => ({ value, text: value.replaceAll('_', ' ') }));
  return [];
}

/** @throws FieldRefused */
function valueOf(
  now: CaseNow,
  fact: string,
  form: { value?: string | undefined; day?: string | undefined },
): FactValue {
  const type = factType(now, fact);
  if (type === 'date') {
    if (form.day === undefined) throw refuseField('day', 'recordOneFact.noDay', 'day-day');
    return form.day;
  }
  const { value } = form;
  if (value === undefined) throw refuseField('value', 'recordOneFact.missing');
  if (type === 'boolean') {
    if (value !== 'yes' && value !== 'no') throw refuseField('value', 'errors.notAChoice');
    return value === 'yes';
  }
  if (type !== 'number') return value;
  if (!/^-?\d{1,9}(\.\d{1,4})?$/.test(value)) throw refuseField('value', 'recordOneFact.noNumber');
  return Number(value);
}

/** A value that the core would take, for asking it whether it takes any. */
function exampleOf(now: CaseNow, fact: string): FactValue {
  const type = factType(now, fact);
  if (type === 'date') return now.today;
  if (type === 'number') return 1;
  if (type === 'text') return optionsOf(now, fact)[0]?.value ?? 'given';
  return false;
}
