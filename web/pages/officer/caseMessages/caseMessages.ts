import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { channelWords } from '../../../../config/caseWords/eventWords.js';
import { capital, idWords } from '../../../../config/caseWords/words.js';
import type { MessageRow } from '../../../../register/index.js';
import { page, show, type Page } from '../../../page.js';
import { onCase, readers } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { caseFrame } from '../case/frame.js';
import { caseQuery, openCase } from '../case/openCase.js';
import { guidanceAt, sourceOf } from '../case/rules.js';
import { casePath, messagesPath } from '../paths.js';
import { messageText } from './messageText.js';

const READ_MS = 5_000;

/** Every message and letter of a case: what became of it, by which rule, and what it says. */
export const caseMessagesPage = (web: WebServices): Page =>
  page({
    id: 'caseMessages',
    path: messagesPath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.messages', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: caseQuery,
    template: 'officer/caseMessages/caseMessages.njk',
    load: async (call) => {
      const { visitor, params, query } = call;
      const { api, language } = web;
      const open = await openCase(web, call, params.case, query.seq);
      const [council, contacts] = await api.guard.within(
        () =>
          Promise.all([
            api.register.authorities.get(visitor.authority),
            api.register.authorities.contacts(visitor.authority),
          ]),
        READ_MS,
      );
      const team = contacts.find(({ role }) => role === 'team');
      const as = {
        authority: { name: council?.name ?? visitor.authority, email: team?.email ?? null, phone: team?.phone ?? null },
        caseUrl: `${web.publicUrl()}${casePath.to({ case: params.case })}`,
      };
      const messages = open.read.messages.map((message) => ({
        seq: message.seq,
        at: message.at,
        episode: message.episode,
        what: capital(idWords(message.purpose, language)),
        to: open.names.recipient(message.recipient),
        channel: message.channel === null ? null : channelWords(message.channel, language),
        state: message.state,
        stateClass: STATES[message.state],
        sentAt: message.sentAt,
        nextTryAt: message.nextTryAt,
        attempts: message.attempts,
        uncertain: message.uncertainSends > 0,
        why: message.errorClass === null ? null : idWords(message.errorClass, language),
        delivery: message.delivery === null ? null : idWords(message.delivery, language),
        // A rule of the system's own says so in its source already.
        basis: message.rule.startsWith('SYS-') ? null : message.basis,
        safeguarding: message.safeguarding,
        occurrence: message.occurrence,
        rule: message.rule,
        title: open.names.rule(message.rule),
        source: sourceOf(open.read.policy, message.rule),
        text: messageText(open, message, as),
      }));
      return show(
        {
          frame: caseFrame(open, visitor, 'messages'),
          messages: messages.reverse(),
          stranded: messages.filter(({ state }) => state === 'parked' || state === 'failed').length,
          letterGuidance: guidanceAt(open.read.policy, ['letter', 'notice'], open.standing?.view ?? null, open.today),
        },
        { reference: open.read.enquiry.case.reference },
      );
    },
  });

const STATES: Readonly<Record<MessageRow['state'], string>> = {
  due: 'govuk-tag--light-blue',
  claimed: 'govuk-tag--light-blue',
  sent: 'govuk-tag--green',
  parked: 'govuk-tag--orange',
  failed: 'govuk-tag--red',
  overtaken: 'govuk-tag--grey',
};
