import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { onCase, whoMay } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { adoptPolicyPath, adoptVersionPath } from '../paths.js';
import { readCase } from '../shared/caseNow.js';

/** The versions of the policy that a running case could move to. */
export const adoptPolicyPage = ({ api }: WebServices): Page =>
  page({
    id: 'caseAdoptPolicy',
    path: adoptPolicyPath.pattern,
    may: onCase(whoMay('adoptPolicy')),
    audit: { action: 'adoptPolicy.list', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'caseActions/adoptPolicy/adoptPolicy.njk',
    load: async ({ visitor, params, at }) => {
      const now = await readCase(api, visitor, params.case, at);
      const { id } = now.world.policy;
      const stored = await api.guard.within(() => api.register.packs.list(visitor.authority));
      const versions = stored
        .filter(({ pack }) => pack === id)
        .map(({ pack, version, effectiveFrom }) => ({ name: `${pack}@${version}`, effectiveFrom }))
        .filter(({ name }) => name !== now.state.policy);
      return show(
        {
          current: now.state.policy,
          title: now.world.policy.title,
          versions: versions.map((one) => ({
            ...one,
            path: adoptVersionPath.to({ case: params.case, policy: one.name }),
          })),
          back: casePath.to({ case: params.case }),
          child: now.child,
          reference: now.reference,
        },
        { reference: now.reference },
      );
    },
  });
