import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { awayPage } from './away/away.js';
import { backPage } from './back/back.js';
import { breachesPage } from './breaches/breaches.js';
import { dashboardPage } from './dashboard/dashboard.js';
import { decisionsPage } from './decisions/decisions.js';
import { livePage } from './live/live.js';
import { overseers } from './overview.js';
import { dashboardPath } from './paths.js';
import { reassignPage } from './reassign/reassign.js';
import { reassignedPage } from './reassigned/reassigned.js';
import { teamPage } from './team/team.js';
import { teamMemberPage } from './teamMember/teamMember.js';

/** Looking over all cases: where they stand, what waits for a decision, what is late, and who has how much. */
export const managerArea = (web: WebServices): Area => ({
  pages: [
    dashboardPage(web),
    decisionsPage(web),
    breachesPage(web),
    teamPage(web),
    teamMemberPage(web),
    reassignPage(web),
    reassignedPage(web),
    awayPage(web),
    backPage(web),
    livePage(web),
  ],
  navigation: [{ text: 'oversight.nav.overview', path: dashboardPath.pattern, may: overseers }],
  start: { roles: ['manager'], path: dashboardPath.pattern },
});
