import { z } from 'zod';
import { capital, idWords } from '../../../../config/caseWords/words.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { ruleId } from '../../../../api/schemas/text.js';
import { optionalText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { completeTaskPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { titleOf } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

/** Says that a task is done. */
export const completeTaskPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'completeTask',
    path: completeTaskPath.pattern,
    params: z.strictObject({ case: caseId, kind: ruleId, rule: ruleId }),
    example: { kind: 'assignCase', rule: 'SYS-ASSIGN' },
    input: 'completeTask',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ note: optionalText() }),
    probe: (_now, { kind, rule }) => ({ do: 'completeTask', kind, rule }),
    steps: ({ rule }) => [`task:${rule}`],
    about: (event, { kind, rule }) => event.type === 'taskDone' && event.kind === kind && event.rule === rule,
    load: (now, { params: { kind, rule } }) => {
      const { say, dates } = web.language;
      const task = now.view.tasks.find((one) => one.kind === kind && one.rule === rule);
      return {
        heading: say('completeTask.heading', { kind: capital(idWords(kind, web.language)) }),
        lead: [
          say('completeTask.of', { title: titleOf(now, rule), source: now.rules.get(rule)?.source ?? rule }),
          ...(task === undefined
            ? []
            : [say('completeTask.for', { who: recipientWords(now, web.language, task.for) })]),
          ...(task?.due == null ? [] : [say('completeTask.due', { day: dates.day(task.due) })]),
        ],
        fields: [{ kind: 'text', name: 'note', label: say('completeTask.note'), hint: say('completeTask.noteHint') }],
      };
    },
    act: (_now, { params, form }) => ({
      name: 'completeTask',
      body: { kind: params.kind, rule: params.rule, note: form.note },
    }),
  });
