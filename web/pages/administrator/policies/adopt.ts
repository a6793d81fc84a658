import { coreSentence } from '../../../../config/caseWords/coreSentences.js';
import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { caseId } from '../../../../api/schemas/queries.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { actorOf } from '../../../../api/services/actor.js';
import { previewAdoptEverywhere } from '../../../../api/services/previews.js';
import { adoptPolicy } from '../../../../api/services/serviceChanges.js';
import { choice } from '../../../forms/fields.js';
import { markOf } from '../../../forms/unchanged.js';
import { page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { adoptPolicyPath, policiesPath, policyChangesPath } from '../paths.js';
import { adopts } from './policies.js';
import { policyParams } from './policy.js';

const CASES = 50;

/** What a version would change on the open cases, before a manager adopts it: for new referrals, or for the open cases too. */
export const adoptPolicyPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'adoptEverywhere',
    path: adoptPolicyPath.pattern,
    may: adopts,
    audit: { action: 'policy.previewAdoption', object: 'policy', param: 'policy' },
    params: policyParams,
    query: z.strictObject({ after: caseId.optional() }),
    template: 'administrator/policies/adopt.njk',
    load: async ({ visitor, params: { policy }, query: { after }, at, note }) => {
      const { authority } = visitor;
      const [versions, found] = await Promise.all([
        api.versions.list(authority, at),
        api.guard.within(() => api.worlds.policy(authority, policy)),
      ]);
      if (found === null) throw notFound('The policy');
      const version = versions.find(({ name }) => name === policy);
      const current = versions.find(({ inForce }) => inForce)?.name ?? null;
      const preview = await previewAdoptEverywhere(api, visitor, { policy, query: { after, limit: CASES }, at });
      note({ rows: preview.examined });
      return show(
        {
          policy,
          effectiveFrom: found.compiled.effectiveFrom,
          // Its day has passed: it counts for referrals as soon as it is adopted.
          atOnce: found.compiled.effectiveFrom <= londonDay(at),
          waits: version?.proposal?.adoptedAt === null,
          first: after === undefined,
          examined: preview.examined,
          cases: preview.cases.map((one) => ({
            ...{ reference: one.reference, was: one.was, now: one.now },
            path: pathOf(one),
            deadlines: one.deadlines.map(({ rule, title, was, now }) => ({ rule, title: title ?? rule, was, now })),
            earliest: one.earliest.map(({ rule, title, was, now }) => ({ rule, title: title ?? rule, was, now })),
            checks: one.checks.length,
            gates: one.gates.length,
            sends: one.messages.length + one.tasks.length,
          })),
          already: preview.refused.filter((one) => one.policy === policy).length,
          refused: preview.refused
            .filter((one) => one.policy !== policy)
            .map((one) => ({ ...one, why: coreSentence(one.why, language), path: pathOf(one) })),
          nextPath: preview.next === null ? null : adoptPolicyPath.to({ policy }, { after: preview.next }),
          changesPath:
            current === null || current === policy ? null : policyChangesPath.to({ policy }, { from: current }),
          back: policiesPath.pattern,
        },
        { policy },
      );
    },
    form: {
      audit: { action: 'policy.adopt', object: 'policy', param: 'policy' },
      fields: z.strictObject({ cases: choice(['new', 'open'], 'adoptEverywhere.missing') }),
      act: async ({ visitor, params: { policy }, form: { cases }, key, at, note }) => {
        note({ cases });
        const openCases = cases === 'open';
        const { authority } = visitor;
        const hash = markOf({ policy, cases });
        await api.once({ authority, actor: actorOf(visitor), key }, hash, at, async () => {
          await adoptPolicy(api, visitor, { policy, change: key, openCases });
          return { status: 202, body: { policy } };
        });
        return redirectTo(policiesPath.pattern, {
          text: openCases ? 'adoptEverywhere.moving' : 'adoptEverywhere.done',
        });
      },
    },
  });

/** None for a case that is closed to whoever looks. */
const pathOf = ({ case: id }: { case: string | null }): string | null =>
  id === null ? null : casePath.to({ case: id });
