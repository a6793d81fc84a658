/** Sends what was filled in, once, however often the button is pressed. */
import { z } from 'zod';
import { Problem } from '../../../../api/problem.js';
import { referralBody } from '../../../../api/schemas/referral.js';
import { actingAs } from '../../../../api/services/actor.js';
import { rolesFor } from '../../../../domain/permissions.js';
import type { Person } from '../../../../domain/inputs.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import type { Instant } from '../../../../domain/time.js';
import type { DraftData } from './draftData.js';
import { toReferral } from './toReferral.js';
import { triedLines } from './tried.js';
import { slotKey } from './questions.js';
import type { OpenDraft } from './openDraft.js';

/** Names the way by which it came, where nobody had signed in. It vouches for nobody. */
export const OPEN_FORM: Person = { id: 'system:open-form', role: 'referrer' };

const answer = z.object({ case: z.string(), reference: z.string() });

/**
 * @throws Problem as the intake does. What was sent and may have arrived stays as it was: the next press sends the same.
 */
export async function sendReferral(
  { api, language }: WebServices,
  { draft, data, flow, save }: OpenDraft,
  { visitor, at }: { visitor: Visitor; at: Instant },
): Promise<{ caseId: string; reference: string }> {
  const { authority } = visitor;
  const questions = flow.steps.flatMap((step) => step.questions);
  const asked = questions.map(({ slot }) => slotKey(slot));
  const steps = questions.find(({ kind }) => kind === 'tried')?.choices ?? [];
  const tried = steps.length === 0 ? [] : triedLines(data.records, steps, language);
  const attempt = referralBody.safeParse(data.attempt);
  const body = attempt.success ? attempt.data : toReferral(data, { form: flow.form?.id ?? null, asked, tried });
  const withAttempt: DraftData = { ...data, attempt: z.json().parse(JSON.parse(JSON.stringify(body))) };
  if (!attempt.success) await save(withAttempt);
  const sent = await api.intake
    .refer({
      ...{ authority, body, at, idempotencyKey: `form-${draft.draft}` },
      by: visitor.person === null ? OPEN_FORM : actingAs(visitor, rolesFor('referral')),
      ...(visitor.person === null ? { open: true } : {}),
    })
    .catch(async (error: unknown) => {
      const certain = error instanceof Problem && error.code !== 'not_confirmed';
      // Certainly not there: it may be changed and sent anew.
      if (certain) await save({ ...data, attempt: null }).catch(() => undefined);
      throw error;
    });
  const { case: caseId, reference } = answer.parse(sent.body);
  await api.guard.within(() => api.register.referralDrafts.markSent(authority, draft.draft, { caseId, reference, at }));
  return { caseId, reference };
}
