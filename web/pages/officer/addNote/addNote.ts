import { z } from 'zod';
import { rolesFor } from '../../../../domain/permissions.js';
import { actingAs } from '../../../../api/services/actor.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { requiredText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { onCase, whoMay } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { seqOf } from '../../caseActions/shared/recorded.js';
import { casePath, notePath } from '../paths.js';

/** Adds a note to a case, by the same service as the API's route. */
export const addNotePage = ({ api }: WebServices): Page =>
  page({
    id: 'addNote',
    path: notePath.pattern,
    may: onCase(whoMay('note')),
    audit: { action: 'note.form', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'officer/addNote/addNote.njk',
    load: ({ theCase, params }) =>
      Promise.resolve(show({ back: casePath.to({ case: params.case }) }, { reference: theCase?.reference ?? '' })),
    form: {
      audit: { action: 'note', object: 'enquiry', param: 'case' },
      drafts: true,
      fields: z.strictObject({ text: requiredText('addNote.missing') }),
      act: async ({ visitor, params, form, key, at }) => {
        const answer = await api.inputs.sendInput({
          of: { authority: visitor.authority, caseId: params.case },
          name: 'note',
          body: form,
          by: actingAs(visitor, rolesFor('note')),
          idempotencyKey: key,
          at,
        });
        return redirectTo(casePath.to({ case: params.case }, seqOf(answer)), { text: 'addNote.done' });
      },
    },
  });
