import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { originInWords } from '../../../../config/pack/explain/text.js';
import { skippedInWords } from '../../../../config/pack/explain/counted.js';
import { isIsoDate } from '../../../../domain/time.js';
import { optionalDate } from '../../../forms/fields.js';
import { nestedDates } from '../../../forms/values.js';
import { page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { policiesPath, policyChangesPath, policyPath } from '../paths.js';
import { seesPolicy } from '../who.js';
import { auditQuery } from '../audit/filter.js';

export const policyParams = z.strictObject({
  policy: z.string().regex(/^[a-z][a-z0-9-]{0,39}@[A-Za-z0-9-]{1,20}$/, 'is not a version: write it like bradford@1'),
});

const asked = z.object({ from: optionalDate() });

/** What a version does, rule by rule, with the dates of an imagined referral; what its author should know. */
export const policyPage = ({ api }: WebServices): Page =>
  page({
    id: 'policy',
    path: policyPath.pattern,
    may: seesPolicy,
    audit: { action: 'policy.view', object: 'policy', param: 'policy' },
    params: policyParams,
    query: auditQuery,
    template: 'administrator/policies/policy.njk',
    load: async ({ visitor: { authority }, params: { policy }, query, at }) => {
      const today = londonDay(at);
      const read = asked.safeParse(nestedDates(query));
      const from = read.success ? (read.data.from ?? today) : today;
      const [explanation, notes] = await Promise.all([
        api.versions.explain(authority, policy, isIsoDate(from) ? from : today),
        api.versions.notes(authority, policy, today),
      ]);
      if (explanation === null) throw notFound('The policy');
      return show(
        {
          ...explanation,
          name: policy,
          notes: (['superseded', 'reading', 'question'] as const)
            .map((kind) => ({ kind, notes: notes.filter((one) => one.kind === kind) }))
            .filter((group) => group.notes.length > 0),
          coverage: api.versions.coverage(policy),
          sections: explanation.sections.map((section) => ({
            ...section,
            rules: section.rules.map((rule) => ({
              ...rule,
              origin: rule.source === '' ? null : originInWords(rule),
              dates: rule.dates.map((date) => ({ ...date, skippedWords: skippedInWords(date.skipped) })),
            })),
          })),
          asked: query,
          wrong: read.success ? null : { text: 'errors.dateWrong' },
          changesPath: policyChangesPath.to({ policy }),
          back: policiesPath.pattern,
        },
        { policy },
      );
    },
  });
