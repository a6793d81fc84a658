import type { CaseInList } from '../../../register/index.js';
import { casePath } from '../../pages/officer/paths.js';
import { mayOpen } from '../../security/policies.js';
import type { Visitor } from '../../security/visitor.js';

/** A case as a list names it; to whoever may not open it nothing but that it is there. */
export interface NamedCase {
  path: string | null;
  /** Null where the name is not known, or not for this visitor. */
  child: string | null;
  reference: string | null;
  restricted: boolean;
}

/** For `namedCase` of `layout/parts/namedCase.njk`. */
export function namedCase(visitor: Visitor, row: CaseInList): NamedCase {
  const { authority } = visitor;
  if (!mayOpen(visitor, { authority, restricted: row.restricted, assignee: row.assignee }))
    return { path: null, child: null, reference: null, restricted: true };
  const child = [row.givenName, row.familyName].filter((part) => part !== null).join(' ');
  return {
    path: casePath.to({ case: row.caseId }),
    child: child === '' ? null : child,
    reference: row.reference,
    restricted: row.restricted,
  };
}
