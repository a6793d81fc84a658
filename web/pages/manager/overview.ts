/** What the pages of this area share: who may open them, the links between them, the words for values. */
import { SERVICE_MAY } from '../../../domain/permissions.js';
import type { Language } from '../../language/language.js';
import { only, type Policy } from '../../security/policies.js';
import type { Visitor } from '../../security/visitor.js';
import { awayPath, breachesPath, dashboardPath, decisionsPath, teamPath } from './paths.js';

/** Who looks over all cases: the same who read reports. */
export const overseers: Policy = only(...SERVICE_MAY.readReports);
/** Who gives work to others. */
export const assigners: Policy = only('senior', 'manager');
/** Who enters absences: one's own, or with power over others' anybody's. */
export const absentees: Policy = only('officer', 'senior', 'manager', 'dsl', 'administrator');

/** Reading over all cases takes longer than a look-up. */
export const READ_MS = 5_000;

const ITEMS = [
  { text: 'oversight.nav.dashboard', path: dashboardPath.pattern, may: overseers },
  { text: 'oversight.nav.decisions', path: decisionsPath.pattern, may: overseers },
  { text: 'oversight.nav.breaches', path: breachesPath.pattern, may: overseers },
  { text: 'oversight.nav.team', path: teamPath.pattern, may: assigners },
  { text: 'oversight.nav.away', path: awayPath.pattern, may: absentees },
];

/** For `mojSubNavigation`: the pages of this area that the visitor may open. */
export const overviewNav = ({ say }: Language, visitor: Visitor, here: string) =>
  ITEMS.filter(({ may }) => may.allows(visitor)).map(({ text, path }) => ({
    text: say(text),
    href: path,
    active: here === path || here.startsWith(`${path}/`) ? path !== dashboardPath.pattern || here === path : false,
  }));

/** A value in words where the language has them, else as it is: packs bring values of their own. */
export const wordFor = ({ has, say }: Language, group: string, value: string): string =>
  has(`oversight.${group}.${value}`) ? say(`oversight.${group}.${value}`) : value;
