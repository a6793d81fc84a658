import { z } from 'zod';
import { nothing, page, redirectTo, show, type Outcome, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { readAnswers, storedValues } from '../form/answers.js';
import { withSeen } from '../form/draftData.js';
import { mayOpenStep, type Step } from '../form/flow.js';
import { draftPath, openDraft, saveAndGoOn, stepPath, type OpenDraft } from '../form/openDraft.js';
import { aroundStep } from '../form/shown.js';
import { questionPath } from '../paths.js';

const params = draftPath.extend({ step: z.string().regex(/^[a-z-]{1,40}$/) });

/** The step, where it may be opened; else where to go instead. */
function stepOf(open: OpenDraft, id: string): Step | { instead: Outcome } {
  const step = open.flow.steps.find((one) => one.id === id);
  if (step === undefined || step.questions.length === 0 || !mayOpenStep(open.flow, open.data, id))
    return { instead: redirectTo(stepPath(open.draft.draft, open.flow.next)) };
  return step;
}

/** The questions of one subject, from the policy's form. */
export const questionPage = (web: WebServices): Page =>
  page({
    id: 'referQuestion',
    path: questionPath.pattern,
    may: anyone,
    audit: { action: 'referral.question', object: 'referralDraft', param: 'draft' },
    params,
    query: nothing,
    template: 'referrer/question/question.njk',
    example: { draft: 'none', step: 'name' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      const step = stepOf(open, call.params.step);
      if ('instead' in step) return step.instead;
      const { data, world } = open;
      const schools = world.schools;
      const questions = step.questions.map(({ id, title, kind, choices }) => ({
        ...{ id, title, kind },
        choices: kind === 'school' ? schools.map((school) => ({ value: school.id, text: school.name })) : choices,
      }));
      const heading = web.language.say(`referQuestion.subjects.${step.id.replace(/-more$/, '')}`);
      return show(
        {
          ...aroundStep(web, call, open, step.id),
          ...{ questions, heading },
          stored: storedValues(step.questions, data, { seen: data.seen.includes(step.id), schools }),
        },
        { subject: heading },
      );
    },
    form: {
      audit: { action: 'referral.answer', object: 'referralDraft', param: 'draft' },
      fields: z.record(z.string(), z.unknown()),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        const step = stepOf(open, call.params.step);
        if ('instead' in step) return step.instead;
        const { data, world } = open;
        const read = readAnswers(step.questions, call.form, { data, today: world.today, schools: world.schools });
        const enough = data.enough || call.form.enough === 'yes';
        return saveAndGoOn(web, open, withSeen({ ...data, ...read, enough }, step.id));
      },
    },
  });
