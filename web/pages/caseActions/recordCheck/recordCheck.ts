import { z } from 'zod';
import type { CaseEvent } from '../../../../domain/events.js';
import { CHECK_RESULTS, type CheckResult, type Person } from '../../../../domain/inputs.js';
import { FILE_LIMITS } from '../../../../api/files/files.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { ruleId } from '../../../../api/schemas/text.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, choice, optionalText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { notApplicablePath, recordCheckPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { nameOf, textOf, titleOf, type CaseNow } from '../shared/caseNow.js';
import { attemptsOf } from './attempts.js';
import { keepFiles } from '../documents/keepFiles.js';
import { doneAt, optionalTime } from '../shared/fields.js';
import { happened } from '../shared/words.js';

/** "Not applicable" has a page of its own, because it needs a reason. */
export const RESULTS = CHECK_RESULTS.filter((result) => result !== 'not_applicable');
const [first = 'nothing_found', ...others] = RESULTS;
export const aResult = (missing: string) => choice([first, ...others], missing);

export const checkParams = z.strictObject({ case: caseId, check: ruleId });

/** Records what a check brought, an attempt at one, or the act that a deadline asks for. */
export const recordCheckPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'recordCheck',
    path: recordCheckPath.pattern,
    params: checkParams,
    input: 'recordCheck',
    template: 'caseActions/recordCheck/recordCheck.njk',
    fields: actionFields({
      result: aResult('recordCheck.missing'),
      doneAt: aDate({ missing: 'recordCheck.noDate' }),
      time: optionalTime('recordCheck.wrongTime'),
      evidence: optionalText(),
      note: optionalText(),
      then: z.literal('another').optional(),
    }),
    files: { most: FILE_LIMITS.atOnce, bytes: FILE_LIMITS.bytes },
    probe: (_now, { check }) => ({ do: 'recordCheck', check, result: 'nothing_found', evidence: 'given' }),
    steps: ({ check }) => ['checks', `check:${check}`, `deadline:${check}`],
    about: (event, { check }) => isOf(event, check),
    load: (now, { params: { check }, by }) => ({
      heading: titleOf(now, check),
      source: now.rules.get(check)?.source ?? null,
      check,
      results: RESULTS.map((result) => ({
        value: result,
        text: web.language.say(`result.${result}.label`),
        hint: [web.language.say(`result.${result}.means`), ...consequences(now, web, { check, result, by })].join(' '),
      })),
      attempts: attemptsOf(now, check, web.language),
      before: recordsOf(now, web, check),
      notApplicable: now.view.checks.some(({ id, state }) => id === check && (state === 'open' || state === 'waiting'))
        ? notApplicablePath.to({ case: now.caseId, check })
        : null,
      limits: { most: FILE_LIMITS.atOnce, size: FILE_LIMITS.bytes / 1_000_000 },
    }),
    act: async (now, { params, form, files, key, visitor, at }) => {
      const attempts = attemptsOf(now, params.check, web.language);
      if (attempts?.distinct === true && form.time === undefined && form.doneAt !== now.today)
        throw refuseField('time', 'recordCheck.timeNeeded');
      const when = doneAt(now, form.doneAt, form.time);
      const kept = await keepFiles(web.api, { visitor, caseId: params.case, files, key, at, rule: params.check });
      return {
        name: 'recordCheck',
        body: {
          check: params.check,
          result: form.result,
          doneAt: when,
          evidence:
            form.evidence ??
            (kept.documents.length > 0
              ? web.language.say('recordCheck.filesAsEvidence', { count: kept.documents.length })
              : undefined),
          note: form.note,
        },
        undo: kept.undo,
        ...(form.then === undefined ? {} : { goTo: recordCheckPath.to(params) }),
      };
    },
  });

/** What an answer would do beside being recorded. */
export function consequences(
  now: CaseNow,
  { language }: Pick<WebServices, 'language'>,
  { check, result, by }: { check: string; result: CheckResult; by: Person },
): string[] {
  const tried = ahead(now, { do: 'recordCheck', check, result, evidence: 'given', by });
  if (!tried.ok) return [];
  const isItself = (event: CaseEvent): boolean =>
    event.type === 'checkAttempted' || (event.type === 'checkRecorded' && event.rule === check);
  const others = tried.events.filter((event) => !isItself(event));
  const stands = tried.state.checks.find(({ id }) => id === check)?.state;
  return [
    ...(stands === 'done' ? [language.say('recordCheck.done')] : []),
    ...(stands === 'waiting' ? [language.say('recordCheck.waits')] : []),
    ...happened(now, language, others),
  ];
}

const isOf = (event: CaseEvent, check: string): boolean =>
  ['checkRecorded', 'checkAttempted', 'checkNotApplicable', 'partnerReplied'].includes(event.type) &&
  'rule' in event &&
  event.rule === check;

/** What is on record for the check, newest first. */
const recordsOf = (now: CaseNow, { language }: WebServices, check: string) =>
  now.enquiry.timeline
    .flatMap(({ event }) =>
      (event.type === 'checkRecorded' || event.type === 'checkAttempted') && event.rule === check
        ? [
            {
              result: language.say(`result.${event.result}.label`),
              attempt: event.type === 'checkAttempted' ? event.attempt : null,
              doneAt: event.doneAt,
              by: nameOf(now, language, event.by),
              evidence: event.evidence === undefined ? null : textOf(now, event.evidence),
              note: event.note === undefined ? null : textOf(now, event.note),
            },
          ]
        : [],
    )
    .reverse();
