import type { Area } from '../../pages.js';
import { casework, readers } from '../../security/policies.js';
import type { WebServices } from '../../services.js';
import { addNotePage } from './addNote/addNote.js';
import { assignSelectedPage } from './assignSelected/assignSelected.js';
import { caseChecksPage } from './caseChecks/caseChecks.js';
import { caseMessagesPage } from './caseMessages/caseMessages.js';
import { caseOverviewPage } from './caseOverview/caseOverview.js';
import { casePeoplePage } from './casePeople/casePeople.js';
import { caseSummaryPage, evidencePdfPage, summaryPdfPage } from './caseSummary/caseSummary.js';
import { caseTimelinePage } from './caseTimeline/caseTimeline.js';
import { myOverdue, myWorkPage } from './myWork/myWork.js';
import { myWorkPath, searchPath, worklistPath } from './paths.js';
import { searchPage, searchResultsPage } from './search/search.js';
import { worklistPage } from './worklist/worklist.js';

/** Working on enquiries: what waits, lists and search, and the pages of a case. */
export const officerArea = (web: WebServices): Area => ({
  pages: [
    myWorkPage(web),
    worklistPage(web),
    assignSelectedPage(web),
    searchPage(web),
    searchResultsPage(web),
    caseOverviewPage(web),
    caseChecksPage(web),
    caseTimelinePage(web),
    casePeoplePage(web),
    caseMessagesPage(web),
    caseSummaryPage(web),
    summaryPdfPage(web),
    evidencePdfPage(web),
    addNotePage(web),
  ],
  navigation: [
    { text: 'myWork.nav', path: myWorkPath.pattern, may: casework, count: myOverdue(web) },
    { text: 'worklist.nav', path: worklistPath.pattern, may: readers },
    { text: 'search.nav', path: searchPath.pattern, may: readers },
  ],
  start: { roles: ['officer', 'senior', 'manager'], path: myWorkPath.pattern },
});
