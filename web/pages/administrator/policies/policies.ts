import { nothing, page, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import {
  administrationPath,
  adoptPolicyPath,
  loadPolicyPath,
  policiesPath,
  policyChangesPath,
  policyPath,
} from '../paths.js';
import { administers, seesPolicy } from '../who.js';

/** Who may adopt a version: administrators load, managers decide. */
export const adopts = only('manager');

/** Every version of the authority's policy, the one in force marked, and those that wait for a manager. */
export const policiesPage = ({ api }: WebServices): Page =>
  page({
    id: 'policies',
    path: policiesPath.pattern,
    may: seesPolicy,
    audit: { action: 'policies.list', object: 'policies' },
    params: nothing,
    query: nothing,
    template: 'administrator/policies/policies.njk',
    load: async ({ visitor, at, note }) => {
      const { authority } = visitor;
      const [versions, people, current] = await Promise.all([
        api.versions.list(authority, at),
        api.guard.within(() => api.register.people.list(authority)),
        api.guard.within(() => api.worlds.inForce(authority, at)),
      ]);
      note({ rows: versions.length });
      const named = (person: string | null) => people.find((one) => one.person === person)?.name ?? person;
      const inForce = current === null ? null : `${current.compiled.id}@${current.compiled.version}`;
      return show({
        // An installation may run on what ships alone.
        shippedOnly:
          versions.length === 0 && inForce !== null
            ? { name: inForce, path: policyPath.to({ policy: inForce }) }
            : null,
        versions: versions.map(({ name, effectiveFrom, inForce: isInForce, proposal }) => ({
          ...{ name, effectiveFrom, inForce: isInForce },
          waits: proposal !== null && proposal.adoptedAt === null,
          proposedBy: named(proposal?.proposedBy ?? null),
          adoptedBy: named(proposal?.adoptedBy ?? null),
          adoptedAt: proposal?.adoptedAt ?? null,
          path: policyPath.to({ policy: name }),
          changesPath:
            inForce === null || inForce === name ? null : policyChangesPath.to({ policy: name }, { from: inForce }),
          adoptPath: adopts.allows(visitor) ? adoptPolicyPath.to({ policy: name }) : null,
        })),
        loadPath: administers.allows(visitor) ? loadPolicyPath.pattern : null,
        back: administers.allows(visitor) ? administrationPath.pattern : null,
      });
    },
  });
