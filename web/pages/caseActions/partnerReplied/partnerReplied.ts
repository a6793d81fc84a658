import { aDate, optionalText } from '../../../forms/fields.js';
import { only } from '../../../security/policies.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { partnerRepliedPath } from '../paths.js';
import { aResult, checkParams, RESULTS } from '../recordCheck/recordCheck.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { titleOf } from '../shared/caseNow.js';
import { doneAt, optionalTime } from '../shared/fields.js';
import { happened, recipientWords } from '../shared/words.js';

/** Records what a partner answered by telephone, letter or e-mail. */
export const partnerRepliedPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'partnerReplied',
    path: partnerRepliedPath.pattern,
    params: checkParams,
    input: 'partnerReplied',
    // A partner answers by the link that they were sent.
    may: only('officer', 'senior', 'manager'),
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      result: aResult('partnerReplied.missing'),
      doneAt: aDate({ missing: 'recordCheck.noDate' }),
      time: optionalTime('recordCheck.wrongTime'),
      note: optionalText(),
    }),
    probe: (_now, { check }) => ({ do: 'partnerReplied', check, result: 'nothing_found' }),
    steps: ({ check }) => [`check:${check}`],
    about: (event, { check }) =>
      ['partnerReplied', 'checkRecorded'].includes(event.type) && 'rule' in event && event.rule === check,
    load: (now, { params: { check }, by }) => {
      const { language } = web;
      const { say } = language;
      const request = now.state.partnerRequests.filter((one) => one.check === check).at(-1);
      return {
        heading: say('partnerReplied.heading', { title: titleOf(now, check) }),
        lead:
          request === undefined
            ? []
            : [
                say('partnerReplied.asked', {
                  who: recipientWords(now, language, request.partner),
                  at: web.language.dates.moment(request.askedAt),
                }),
              ],
        fields: [
          {
            kind: 'radios',
            name: 'result',
            label: say('partnerReplied.result'),
            items: RESULTS.map((result) => {
              const tried = ahead(now, { do: 'partnerReplied', check, result, by });
              const does = tried.ok ? happened(now, language, tried.events) : [];
              return {
                value: result,
                text: say(`result.${result}.label`),
                hint: [say(`result.${result}.means`), ...does].join(' '),
              };
            }),
          },
          {
            kind: 'date',
            name: 'doneAt',
            label: say('partnerReplied.doneAt'),
            hint: say('recordCheck.doneAtHint'),
            preset: now.today,
          },
          { kind: 'line', name: 'time', label: say('recordCheck.time'), hint: say('recordCheck.timeHint'), width: 5 },
          { kind: 'text', name: 'note', label: say('recordCheck.note'), hint: say('partnerReplied.noteHint') },
        ],
      };
    },
    act: (now, { params, form }) => ({
      name: 'partnerReplied',
      body: {
        check: params.check,
        result: form.result,
        doneAt: doneAt(now, form.doneAt, form.time),
        note: form.note,
      },
    }),
  });
