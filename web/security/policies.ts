/**
 * Who may open what, in sentences. A policy is a pure function of who asks and, where a page is about a case, of that
 * case's facts; the sentence is shown to whoever is refused and in the list of routes.
 */
import type { InputName, Role } from '../../domain/inputs.js';
import { rolesFor } from '../../domain/permissions.js';
import { SENT_INPUTS } from '../../api/schemas/inputs.js';
import { READERS } from '../../api/services/actor.js';
import { isClosedTo } from '../../api/services/restrictedCases.js';
import type { Visitor } from './visitor.js';

/** What decides who may know of a case. Never its content. */
export interface CaseFacts {
  authority: string;
  caseId: string;
  reference: string;
  /** Open to named people only (a refuge, witness protection, a colleague's family). */
  restricted: boolean;
  assignee: string | null;
}

export interface Policy {
  /** "Officers, senior officers and managers". */
  sentence: string;
  /** The roles that may; null where nobody has to sign in. */
  roles: readonly Role[] | null;
  allows: (visitor: Visitor) => boolean;
  /** Present where the page is about a case: whoever it does not let in is told that there is no such case. */
  ofCase?: (visitor: Visitor, facts: CaseFacts) => boolean;
}

const PEOPLE: Readonly<Record<Role, string>> = {
  officer: 'officers',
  senior: 'senior officers',
  manager: 'managers',
  dsl: 'designated safeguarding leads',
  administrator: 'administrators',
  auditor: 'auditors',
  referrer: 'referrers',
  partner: 'partners',
  trainer: 'trainers',
};

/** Whoever comes, signed in or not. */
export const anyone: Policy = { sentence: 'Anyone', roles: null, allows: () => true };

/** People of these roles. */
export const only = (...roles: readonly Role[]): Policy => ({
  sentence: `Only ${listed(roles.map((role) => PEOPLE[role]))}`,
  roles,
  allows: (visitor) => visitor.person !== null && visitor.roles.some((role) => roles.includes(role)),
});

/** Whoever has signed in and has any role at all. */
export const signedIn: Policy = {
  ...only('officer', 'senior', 'manager', 'dsl', 'administrator', 'auditor', 'referrer', 'partner', 'trainer'),
  sentence: 'Anyone who is signed in',
};

/** Officers, senior officers and managers: who works on enquiries. */
export const casework: Policy = only('officer', 'senior', 'manager');

/** Who sees every case of the authority that is not restricted: casework, the safeguarding lead and auditors. */
export const readers: Policy = only(...READERS);

/** Who may send an input of the case, by the domain's own table. */
export const whoMay = (input: Exclude<InputName, 'calendarChanged'>): Policy => only(...rolesFor(input));

/** Whoever may send any form of a case: everybody but auditors, who change nothing. */
export const senders: Policy = only(...new Set(SENT_INPUTS.flatMap(rolesFor)));

/**
 * The same people, for a case that they may know of: one of their own authority and, where it is restricted, one that
 * is assigned to them, or any for managers, safeguarding leads and auditors.
 */
export const onCase = (policy: Policy): Policy => ({
  ...policy,
  sentence: `${policy.sentence}, for a case that is open to them`,
  ofCase: mayOpen,
});

/** Whether somebody may open a case at all. For lists too: a restricted case is named only to these. */
export function mayOpen(visitor: Visitor, facts: Pick<CaseFacts, 'authority' | 'restricted' | 'assignee'>): boolean {
  if (visitor.person === null || visitor.authority !== facts.authority) return false;
  return !isClosedTo(visitor, facts);
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
