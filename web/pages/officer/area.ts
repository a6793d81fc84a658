import type { Area } from '../../pages.js';
import { casework } from '../../security/policies.js';
import type { WebServices } from '../../services.js';
import { caseOverviewPage } from './caseOverview/caseOverview.js';
import { myWorkPage, myOverdue } from './myWork/myWork.js';
import { addNotePage } from './addNote/addNote.js';
import { myWorkPath } from './paths.js';

/** Working on enquiries. */
export const officerArea = (web: WebServices): Area => ({
  pages: [myWorkPage(web), caseOverviewPage(web), addNotePage(web)],
  navigation: [{ text: 'myWork.nav', path: myWorkPath.pattern, may: casework, count: myOverdue(web) }],
  start: { roles: ['officer', 'senior', 'manager'], path: myWorkPath.pattern },
});
