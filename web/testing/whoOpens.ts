import type { Role } from '../../domain/inputs.js';
import type { Page } from '../page.js';

const WHO: readonly (readonly [Role, string])[] = [
  ['officer', 'officer-a'],
  ['manager', 'manager-m'],
  ['dsl', 'dsl-d'],
  ['administrator', 'administrator-t'],
  ['referrer', 'school-o'],
  ['trainer', 'trainer-r'],
  ['auditor', 'auditor-u'],
  ['partner', 'partner-h'],
  ['senior', 'senior-s'],
];

/** The person of the demonstration who is shown a page, by the first role that may; null where anyone may. */
export function whoOpens({ may, id }: Pick<Page, 'may' | 'id'>): string | null {
  if (may.roles === null) return null;
  const found = WHO.find(([role]) => may.roles?.includes(role) === true);
  if (found === undefined) throw new Error(`Nobody may open ${id}`);
  return found[1];
}
