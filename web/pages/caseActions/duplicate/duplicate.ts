import { z } from 'zod';
import { endDuplicate } from '../../../../api/enquiries/endDuplicate.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { id } from '../../../../api/schemas/text.js';
import type { Enquiry } from '../../../../register/index.js';
import { choice } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import { mayOpen } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { duplicatePath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { ahead } from '../shared/ahead.js';
import { happened } from '../shared/words.js';

/** A further referral that may be of the same child, beside the case that is there: a person says which. */
export const duplicatePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'duplicate',
    path: duplicatePath.pattern,
    params: z.strictObject({ case: caseId, proposal: id }),
    example: { proposal: 'proposal-1' },
    input: 'confirmDuplicate',
    template: 'caseActions/duplicate/duplicate.njk',
    fields: actionFields({ same: choice(['yes', 'no'], 'duplicate.missing') }),
    probe: (_now, { proposal }) => ({ do: 'refuseDuplicate', proposal }),
    steps: () => ['referral'],
    about: (event, { proposal }) =>
      (event.type === 'duplicateConfirmed' || event.type === 'duplicateRefused') && event.proposal === proposal,
    load: async (now, { params: { proposal }, visitor, by }) => {
      const { api, language } = web;
      const of = { authority: visitor.authority, caseId: now.caseId };
      const behind = await api.guard.within(() => api.proposals.caseBehind(of, proposal));
      const [other, listed] =
        behind === null
          ? [null, null]
          : await api.guard.within(() =>
              Promise.all([
                api.register.enquiries.read(visitor.authority, behind),
                api.register.worklist.find(visitor.authority, behind),
              ]),
            );
      const open =
        other !== null &&
        mayOpen(visitor, {
          authority: visitor.authority,
          restricted: other.case.restricted || listed?.restricted === true,
          assignee: listed?.assignee ?? null,
        });
      const does = (input: 'confirmDuplicate' | 'refuseDuplicate'): string => {
        const tried = ahead(now, { do: input, proposal, by });
        return tried.ok ? happened(now, language, tried.events).join(' ') : '';
      };
      return {
        mine: sideOf(now.enquiry),
        other: other !== null && open ? sideOf(other) : null,
        otherPath: open && behind !== null ? casePath.to({ case: behind }) : null,
        confirms: does('confirmDuplicate'),
        refuses: does('refuseDuplicate'),
      };
    },
    act: (now, { params, form, visitor, key, at, note }) => ({
      name: form.same === 'yes' ? 'confirmDuplicate' : 'refuseDuplicate',
      body: { proposal: params.proposal },
      ...(form.same === 'yes'
        ? {
            afterwards: async (events, by) => {
              const of = { authority: visitor.authority, caseId: now.caseId };
              const seqs = events.map(({ seq, type }) => ({ seq, type }));
              const body = { seq: events.at(-1)?.seq ?? 0, events: seqs };
              await endDuplicate(web.api, of, by, { idempotencyKey: key, at, note }, { status: 200, body });
            },
          }
        : {}),
    }),
  });

/** What tells one child from another. */
const sideOf = ({ case: row, child, addresses, summary }: Enquiry) => ({
  reference: row.reference,
  name: [child?.given_name, child?.other_names, child?.family_name].filter((part) => part != null).join(' '),
  born: child?.date_of_birth ?? null,
  estimated: child?.dob_estimated ?? false,
  school: child?.school ?? null,
  upn: row.upn,
  addresses: addresses.map(({ lines, postcode }) => [lines, postcode].filter((part) => part !== null).join(', ')),
  receivedAt: summary?.received_at ?? null,
});
