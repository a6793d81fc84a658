import { z } from 'zod';
import { CONCERN_KINDS } from '../../../../domain/inputs.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { choice, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { concernRaisedPath, raiseConcernPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { concernEffects } from './concernEffects.js';
import { contactsToPhone } from './contactsToPhone.js';

/** Everybody of the council but auditors. Referrers and partners raise theirs where they see their own cases. */
const mayRaise = only('officer', 'senior', 'manager', 'dsl', 'administrator', 'trainer');

/** Raises a safeguarding concern. Who is told, and by when somebody has to act, is what this case's policy does with it. */
export const raiseConcernPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'raiseConcern',
    path: raiseConcernPath.pattern,
    params: caseParam,
    input: 'raiseConcern',
    may: mayRaise,
    template: 'caseActions/raiseConcern/raiseConcern.njk',
    fields: actionFields({
      kind: choice(CONCERN_KINDS, 'raiseConcern.noKind'),
      immediate: z.literal('yes').optional(),
      note: requiredText('raiseConcern.noNote'),
    }),
    steps: () => ['concern'],
    load: (now, { by }) => ({
      kinds: CONCERN_KINDS.map((kind) => ({ value: kind, text: web.language.say(`concernKind.${kind}`) })),
      contacts: contactsToPhone(now, web.language),
      ...concernEffects(now, web.language, by),
      open: now.state.concerns.filter(({ resolvedAt }) => resolvedAt === undefined).length,
    }),
    act: (now, { form, params }) => ({
      name: 'raiseConcern',
      body: { kind: form.kind, immediate: form.immediate === 'yes', note: form.note },
      // The core numbers the concerns of a case; the page that follows finds the newest if another came between.
      goTo: concernRaisedPath.to({ case: params.case, concern: `concern-${now.state.concerns.length + 1}` }),
    }),
  });
