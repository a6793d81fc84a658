import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { askPartnerPath } from '../paths.js';
import { checkParams } from '../recordCheck/recordCheck.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { titleOf } from '../shared/caseNow.js';
import { ahead } from '../shared/ahead.js';
import { happened, recipientWords } from '../shared/words.js';

/** Writes to the partner that the policy names for a check. */
export const askPartnerPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'askPartner',
    path: askPartnerPath.pattern,
    params: checkParams,
    example: { check: 'BRA-C5' },
    input: 'askPartner',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({}),
    probe: (_now, { check }) => ({ do: 'askPartner', check }),
    steps: ({ check }) => ['contact', `check:${check}`],
    about: (event, { check }) =>
      ['partnerAsked', 'partnerReplied', 'checkRecorded'].includes(event.type) &&
      'rule' in event &&
      event.rule === check,
    load: (now, { params: { check }, by }) => {
      const { language } = web;
      const partner = now.world.policy.checks.find(({ id }) => id === check)?.partner;
      const tried = ahead(now, { do: 'askPartner', check, by });
      const asked = now.state.partnerRequests.filter((request) => request.check === check);
      const who = partner === undefined ? '' : recipientWords(now, language, partner);
      return {
        heading: language.say('askPartner.heading', { title: titleOf(now, check) }),
        lead: [
          language.say('askPartner.lead', { who }),
          ...asked.map(({ askedAt }) => language.say('askPartner.asked', { at: language.dates.moment(askedAt) })),
        ],
        effects: tried.ok
          ? [
              ...happened(now, language, tried.events),
              ...tried.events.flatMap((event) =>
                event.type === 'partnerAsked'
                  ? event.chaseAt.map((at) => language.say('askPartner.chased', { at: language.dates.moment(at) }))
                  : [],
              ),
            ]
          : [],
        fields: [],
      };
    },
    act: (_now, { params }) => ({ name: 'askPartner', body: { check: params.check } }),
  });
