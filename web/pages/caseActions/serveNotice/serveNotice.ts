import type { Person } from '../../../../domain/inputs.js';
import { casePath } from '../../../../api/schemas/queries.js';
import { capital } from '../../../../config/caseWords/words.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { serveNoticePath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { whyWords } from '../shared/blockers.js';
import type { CaseNow } from '../shared/caseNow.js';
import { happened } from '../shared/words.js';

/** Records that a notice was served, and how: the policy says which notices there are and what each way needs. */
export const serveNoticePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'serveNotice',
    path: serveNoticePath.pattern,
    params: casePath,
    input: 'serveNotice',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      how: requiredText('serveNotice.missing', { most: 100 }),
      servedOn: aDate({ missing: 'serveNotice.noDate' }),
    }),
    probe: (now) => {
      const rule = now.world.policy.notices[0];
      const method = rule?.methods.find(({ needs }) => needs === undefined)?.method;
      return rule === undefined || method === undefined
        ? null
        : { do: 'serveNotice', notice: rule.notice, method, servedOn: now.today };
    },
    steps: () => ['notice'],
    about: (event) => event.type === 'noticeServed',
    load: (now, { by }) => {
      const { say } = web.language;
      const items = waysOf(now, web, by);
      return {
        lead: items.length === 0 ? [say('serveNotice.none')] : [],
        fields: [
          { kind: 'radios', name: 'how', label: say('serveNotice.how'), items },
          { kind: 'date', name: 'servedOn', label: say('serveNotice.servedOn'), preset: now.today },
        ],
      };
    },
    act: (now, { form }) => {
      if (form.servedOn > now.today) throw refuseField('servedOn', 'caseActions.future', 'servedOn-day');
      const [notice = '', method = ''] = form.how.split(' ');
      const known = now.world.policy.notices.some(
        (rule) => rule.notice === notice && rule.methods.some((one) => one.method === method),
      );
      if (!known) throw refuseField('how', 'serveNotice.missing');
      return { name: 'serveNotice', body: { notice, method, servedOn: form.servedOn } };
    },
  });

/** Each notice by each way, with what it would do, or what it needs first. */
const waysOf = (now: CaseNow, { language }: WebServices, by: Person) =>
  now.world.policy.notices.flatMap((rule) =>
    rule.methods.map(({ method }) => {
      const tried = ahead(now, { do: 'serveNotice', notice: rule.notice, method, servedOn: now.today, by });
      const needs = tried.ok ? [] : (tried.refusal.blockedBy ?? []);
      return {
        value: `${rule.notice} ${method}`,
        text: language.say('serveNotice.by', {
          title: now.rules.get(rule.id)?.title ?? rule.notice,
          method: language.say(`serveNotice.method.${method}`),
        }),
        hint: tried.ok
          ? happened(now, language, tried.events).join(' ')
          : needs.map(({ rule: id, why }) => `${capital(whyWords(now, language, why))} (${id}).`).join(' '),
      };
    }),
  );
