import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { dutiesPage } from './duties/duties.js';
import { dutyPage } from './duty/duty.js';
import { dutyDonePage } from './dutyDone/dutyDone.js';
import { dutyNotNeededPage } from './dutyNotNeeded/dutyNotNeeded.js';
import { dutyPlanPage } from './dutyPlan/dutyPlan.js';
import { dutiesPath } from './paths.js';
import { dutyReaders } from './shared.js';

/** What the service owes beside its cases. */
export const dutiesArea = (web: WebServices): Area => ({
  pages: [dutiesPage(web), dutyPage(web), dutyDonePage(web), dutyNotNeededPage(web), dutyPlanPage(web)],
  navigation: [{ text: 'duties.nav', path: dutiesPath.pattern, may: dutyReaders }],
});
