import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { london, londonDay } from '../../../../api/schemas/time.js';
import { atTime } from '../../../../domain/calendar/london.js';
import { originInWords } from '../../../../config/pack/explain/text.js';
import { skippedInWords } from '../../../../config/pack/explain/counted.js';
import { isIsoDate } from '../../../../domain/time.js';
import { optionalDate } from '../../../forms/fields.js';
import { nestedDates } from '../../../forms/values.js';
import { page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { policiesPath, policyChangesPath, policyPath } from '../paths.js';
import { seesPolicy } from '../who.js';
import { partsOf } from '../../reports/request.js';
import { partsOfPolicy, type PolicyPart } from './parts.js';
import { auditQuery } from '../audit/filter.js';

export const policyParams = z.strictObject({
  policy: z.string().regex(/^[a-z][a-z0-9-]{0,39}@[A-Za-z0-9-]{1,20}$/, 'is not a version: write it like bradford@1'),
});

/** Which part is read; without one the contents are shown. */
const WHOLE = 'all';
const asked = z.object({
  from: optionalDate(),
  section: z.string().max(40).optional(),
  piece: z.coerce.number().int().min(1).max(99).catch(1),
});

/** What a version does, rule by rule, with the dates of an imagined referral; what its author should know. */
export const policyPage = ({ api, language }: WebServices): Page =>
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
      const section = read.success ? read.data.section : undefined;
      const [explanation, notes] = await Promise.all([
        api.versions.explain(authority, policy, isIsoDate(from) ? from : today),
        api.versions.notes(authority, policy, today),
      ]);
      if (explanation === null) throw notFound('The policy');
      const parts = partsOfPolicy(explanation.sections);
      const place = parts.findIndex(
        (part) => part.section.id === section && part.piece === (read.success ? read.data.piece : 1),
      );
      if (section !== undefined && section !== WHOLE && place < 0) throw notFound('This part of the policy');
      const pathOf = (id: string | undefined, piece = 1) =>
        policyPath.to(
          { policy },
          {
            ...(id === undefined ? {} : { section: id }),
            ...(piece === 1 ? {} : { piece: String(piece) }),
            ...partsOf('from', from),
          },
        );
      const titleOf = ({ section: { title }, piece, pieces }: PolicyPart): string =>
        pieces === 1 ? title : language.say('policy.piece', { title, piece, pieces });
      const linkTo = (part: PolicyPart | undefined) =>
        part === undefined ? null : { title: titleOf(part), path: pathOf(part.section.id, part.piece) };
      const current = parts[place];
      const shown = section === WHOLE ? explanation.sections : current === undefined ? [] : [current.section];
      return show(
        {
          ...explanation,
          name: policy,
          notes: (['superseded', 'reading', 'question'] as const)
            .map((kind) => ({ kind, notes: notes.filter((one) => one.kind === kind) }))
            .filter((group) => group.notes.length > 0),
          coverage: api.versions.coverage(policy),
          contents: explanation.sections.map(({ id, title: text, rules }) => ({
            text,
            path: pathOf(id),
            rules: rules.length,
          })),
          section: section ?? null,
          heading: current === undefined ? null : titleOf(current),
          before: current === undefined ? null : linkTo(parts[place - 1]),
          after: current === undefined ? null : linkTo(parts[place + 1]),
          contentsPath: pathOf(undefined),
          wholePath: pathOf(WHOLE),
          sections: shown.map((part) => ({
            ...part,
            rules: part.rules.map((rule) => ({
              ...rule,
              origin: rule.source === '' ? null : originInWords(rule),
              dates: rule.dates.map((date) => ({
                ...date,
                at:
                  date.to === null || date.at === undefined
                    ? null
                    : language.dates.time(atTime(london(), date.to, date.at)),
                skippedWords: skippedInWords(date.skipped),
              })),
            })),
          })),
          asked: query,
          wrong: read.success ? null : { text: 'errors.dateWrong' },
          changesPath: policyChangesPath.to({ policy }),
          back: section === undefined ? policiesPath.pattern : pathOf(undefined),
        },
        { policy: current === undefined ? policy : `${policy}: ${titleOf(current)}` },
      );
    },
  });
