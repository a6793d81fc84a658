import { z } from 'zod';
import { notFound } from '../../../../api/problem.js';
import { page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { policiesPath, policyChangesPath } from '../paths.js';
import { seesPolicy } from '../who.js';
import { policyParams } from './policy.js';
import { shownDiff } from './shownDiff.js';

/** What changes from one version to another, in words. */
export const policyChangesPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'policyChanges',
    path: policyChangesPath.pattern,
    may: seesPolicy,
    audit: { action: 'policy.compare', object: 'policy', param: 'policy' },
    params: policyParams,
    query: z.strictObject({ from: policyParams.shape.policy.optional() }),
    template: 'administrator/policies/changes.njk',
    load: async ({ visitor: { authority }, params: { policy }, query, at }) => {
      const others = (await api.versions.list(authority, at)).map(({ name }) => name).filter((name) => name !== policy);
      const from = query.from ?? others.at(-1);
      const diff = from === undefined ? null : await api.versions.diff(authority, from, policy);
      if (query.from !== undefined && diff === null) throw notFound('One of the versions');
      return show(
        {
          ...{ policy, from: from ?? null, others },
          diff: diff === null ? null : shownDiff(diff, language),
          back: policiesPath.pattern,
        },
        { policy },
      );
    },
  });
