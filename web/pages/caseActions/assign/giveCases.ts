/** Gives several cases to one person. Each is asked by itself, and each answers by itself. */
import { capital } from '../../../../config/pack/words.js';
import { rolesFor } from '../../../../domain/permissions.js';
import type { Instant } from '../../../../domain/time.js';
import { Problem } from '../../../../api/problem.js';
import { actingAs } from '../../../../api/services/actor.js';
import { mayOpen } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';

/** Inputs under way at once: a hundred at once would only stand in each other's way. */
const AT_ONCE = 4;
const READ_MS = 5_000;

export interface GivenCase {
  caseId: string;
  /** Who had it on the page that was confirmed: it is left alone where somebody else has it by now. */
  seenWith?: string | null;
}

export interface GivenAnswer {
  caseId: string;
  done: boolean;
  /** Why not, or what else is to be said of it; empty otherwise. */
  why: string;
}

interface Giving {
  visitor: Visitor;
  to: string;
  cases: readonly GivenCase[];
  /** Of the form: the same press again counts once, in each case. */
  key: string;
  at: Instant;
}

export async function giveCases(
  { api, language }: WebServices,
  { visitor, to, cases, key, at }: Giving,
): Promise<GivenAnswer[]> {
  const { authority } = visitor;
  const by = actingAs(visitor, rolesFor('assign'));
  const ids = cases.map(({ caseId }) => caseId);
  const facts = await api.guard.within(() => api.register.oversight.named(authority, ids), READ_MS);
  const give = async ({ caseId, seenWith }: GivenCase): Promise<GivenAnswer> => {
    const not = (why: string): GivenAnswer => ({ caseId, done: false, why });
    const held = facts.find((one) => one.caseId === caseId);
    if (held === undefined || !mayOpen(visitor, { authority, ...held })) return not(language.say('giveCases.notFound'));
    const entry = await api.guard.within(() => api.register.worklist.find(authority, caseId));
    if (entry?.ended_at != null) return not(language.say('giveCases.ended'));
    if (held.assignee === to) return { caseId, done: true, why: language.say('giveCases.already') };
    if (seenWith !== undefined && held.assignee !== seenWith) return not(language.say('giveCases.changed'));
    try {
      const of = { authority, caseId };
      await api.inputs.sendInput({ of, name: 'assign', body: { to }, by, idempotencyKey: `${key}.${caseId}`, at });
      return { caseId, done: true, why: '' };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return not(`${capital(error.detail)}.`);
    }
  };
  const answers: GivenAnswer[] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE)
    answers.push(...(await Promise.all(cases.slice(from, from + AT_ONCE).map(give))));
  return answers;
}
