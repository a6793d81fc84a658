import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { id } from '../../../../api/schemas/text.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { onCase, only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { acknowledgeConcernPath, concernRaisedPath, raiseConcernPath } from '../paths.js';
import { contactsToPhone } from '../raiseConcern/contactsToPhone.js';
import { nameOf, readCase } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

export const concernParams = z.strictObject({ case: caseId, concern: id });

/** That a concern was raised, when, and what is still to be done: nobody counts as told until a person has recorded it. */
export const concernRaisedPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'concernRaised',
    path: concernRaisedPath.pattern,
    may: onCase(only('officer', 'senior', 'manager', 'dsl', 'administrator', 'trainer')),
    audit: { action: 'concern.view', object: 'enquiry', param: 'case' },
    params: concernParams,
    query: nothing,
    template: 'caseActions/concernRaised/concernRaised.njk',
    load: async ({ visitor, params, at }) => {
      const now = await readCase(api, visitor, params.case, at);
      const concern =
        now.state.concerns.find((one) => one.id === params.concern) ??
        now.state.concerns.findLast((one) => one.by === visitor.person);
      if (concern === undefined) return redirectTo(raiseConcernPath.to({ case: params.case }));
      const raised = now.enquiry.timeline.find(
        ({ event }) => event.type === 'concernRaised' && event.concern === concern.id,
      )?.event;
      if (raised?.type !== 'concernRaised') throw notFound('The concern');
      const sent = now.enquiry.timeline.flatMap(({ event }) =>
        event.type === 'messageDue' && event.purpose === 'concern' && event.at === raised.at
          ? [recipientWords(now, language, event.to)]
          : [],
      );
      const reads = visitor.roles.some((role) => role !== 'administrator' && role !== 'trainer');
      const mayAcknowledge = visitor.roles.some((role) => ['officer', 'senior', 'manager', 'dsl'].includes(role));
      return show(
        {
          raisedAt: raised.at,
          by: nameOf(now, language, raised.by),
          kind: language.say(`concernKind.${concern.kind}`),
          messages: [...new Set(sent)],
          taskDueAt: raised.taskDueAt,
          contacts: contactsToPhone(now, language),
          acknowledgedAt: concern.acknowledgedAt ?? null,
          acknowledge:
            mayAcknowledge && concern.acknowledgedAt === undefined
              ? acknowledgeConcernPath.to({ case: params.case, concern: concern.id })
              : null,
          back: reads ? casePath.to({ case: params.case }) : '/',
          reference: now.reference,
        },
        { reference: now.reference },
      );
    },
  });
