import { z } from 'zod';
import { epochSeconds } from '../../../../domain/time.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { refuseField } from '../../../forms/errors.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { answerRow, type AnswerRow } from '../form/answerWords.js';
import type { DraftData } from '../form/draftData.js';
import { draftPath, openDraft, stepPath, type OpenDraft } from '../form/openDraft.js';
import { sendReferral } from '../form/sendReferral.js';
import { aroundStep } from '../form/shown.js';
import { checkAnswersPath, sentPath } from '../paths.js';

/** Sendings of one address in an hour, signed out and signed in; of one person. */
const MOST_OPEN = 20;
const MOST_OF_A_PERSON = 200;
const HOUR_SECONDS = 3_600;
/** Nobody reads the form and answers in less: what does is no person. */
const LEAST_SECONDS = 5;

interface Card {
  id: string;
  title: string;
  change: string;
  rows: AnswerRow[];
}

/** All answers before they are sent, each with its way back. What is missing is marked, and holds nothing up. */
export const checkAnswersPage = (web: WebServices): Page =>
  page({
    id: 'referCheck',
    path: checkAnswersPath.pattern,
    may: anyone,
    audit: { action: 'referral.check', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/checkAnswers/checkAnswers.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      const { flow, data, draft } = open;
      if (flow.next !== 'check') return redirectTo(stepPath(draft.draft, flow.next));
      const cards = cardsOf(web, open);
      const missing = cards.flatMap(({ rows }) => rows).filter(({ lines }) => lines.length === 0).length;
      return show({
        ...aroundStep(web, call, open, 'check'),
        ...{ cards, missing },
        underWay: data.attempt !== null,
        honeypot: call.visitor.person === null,
      });
    },
    form: {
      audit: { action: 'referral', object: 'referralDraft', param: 'draft' },
      fields: z.strictObject({ website: z.string().max(500).optional() }),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        const { draft, flow } = open;
        if (flow.next !== 'check') return redirectTo(stepPath(draft.draft, flow.next));
        const { visitor, at, address, form } = call;
        if (visitor.person === null) {
          if ((form.website ?? '') !== '') throw refuseField('website', 'referCheck.notForPeople');
          if (epochSeconds(at) - epochSeconds(draft.begunAt) < LEAST_SECONDS)
            throw refuseField('send', 'referCheck.tooFast');
          await countTry(web, { what: 'send referral', who: { address }, most: MOST_OPEN, seconds: HOUR_SECONDS });
        } else
          await countTry(web, {
            what: 'send referral',
            who: { account: visitor.person },
            most: MOST_OF_A_PERSON,
            seconds: HOUR_SECONDS,
          });
        await sendReferral(web, open, call);
        return redirectTo(sentPath.to(call.params));
      },
    },
  });

function cardsOf(web: WebServices, { data, flow, world, draft }: OpenDraft): Card[] {
  const { language } = web;
  const { say } = language;
  return flow.steps.map(({ id, questions }): Card => {
    const subject = id.replace(/-more$/, '');
    return {
      id,
      title: say(`referQuestion.subjects.${subject}`),
      change: stepPath(draft.draft, id),
      rows:
        questions.length > 0
          ? questions.map((question) => answerRow(question, data, world.schools, language))
          : listed(id, data, say),
    };
  });
}

/** The steps whose answers are no questions of the policy's. */
function listed(id: string, data: DraftData, say: WebServices['language']['say']): AnswerRow[] {
  const row = (title: string, lines: string[], warning: string | null = null): AnswerRow => ({ title, lines, warning });
  const one = (value: string): string[] => (value === '' ? [] : [value]);
  switch (id) {
    case 'danger':
      return [row(say('referDanger.title'), data.danger === null ? [] : [say(`referDanger.${data.danger}`)])];
    case 'who':
      return [row(say('referWho.title'), data.who === null ? [] : [say(`referWho.${data.who}`)])];
    case 'people':
      return data.people.length === 0
        ? [row(say('referPeople.title'), [])]
        : data.people.map((person) =>
            row(person.relationship === '' ? say('referPeople.person') : person.relationship, [
              ...[person.name, person.phone, person.email].filter((part) => part !== ''),
              `${say('referPeople.safe')} ${say(`referPeople.safe_${person.safe}`)}`,
            ]),
          );
    case 'previous-addresses':
      return [
        row(
          say('referAddresses.title'),
          data.previous.map(({ lines, postcode }) => [lines.replaceAll('\n', ', '), ...one(postcode)].join(', ')),
        ),
      ];
    default: {
      const { anonymous, name, organisation, email, phone } = data.referrer;
      if (anonymous) return [row(say('referContact.name'), [say('referContact.anonymous')])];
      return [
        row(say('referContact.name'), one(name)),
        ...(data.who === 'public' ? [] : [row(say('referContact.organisation'), one(organisation))]),
        row(say('referContact.email'), one(email)),
        row(say('referContact.phone'), one(phone)),
      ];
    }
  }
}
