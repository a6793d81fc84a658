import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { acceptPage } from './accept/accept.js';
import { acknowledgeConcernPage } from './acknowledgeConcern/acknowledgeConcern.js';
import { addCheckPage } from './addCheck/addCheck.js';
import { adoptPolicyPage } from './adoptPolicy/adoptPolicy.js';
import { adoptVersionPage } from './adoptVersion/adoptVersion.js';
import { askPartnerPage } from './askPartner/askPartner.js';
import { assignPage } from './assign/assign.js';
import { attendancePage } from './attendance/attendance.js';
import { awayPage } from './away/away.js';
import { completeTaskPage } from './completeTask/completeTask.js';
import { concernRaisedPage } from './concernRaised/concernRaised.js';
import { deliveryPage } from './delivery/delivery.js';
import { documentPage } from './document/document.js';
import { documentsPage } from './documents/documents.js';
import { discardDraftPage } from './drafts/discardDraft.js';
import { saveDraftPage } from './drafts/saveDraft.js';
import { duplicatePage } from './duplicate/duplicate.js';
import { householdPage } from './household/household.js';
import { householdCheckPage } from './householdCheck/householdCheck.js';
import { notApplicablePage } from './notApplicable/notApplicable.js';
import { outcomePage } from './outcome/outcome.js';
import { overridePage } from './override/override.js';
import { partnerRepliedPage } from './partnerReplied/partnerReplied.js';
import { raiseConcernPage } from './raiseConcern/raiseConcern.js';
import { recordCheckPage } from './recordCheck/recordCheck.js';
import { recordFactPage } from './recordFact/recordFact.js';
import { recordOneFactPage } from './recordOneFact/recordOneFact.js';
import { rejectPage } from './reject/reject.js';
import { reopenPage } from './reopen/reopen.js';
import { resolveConcernPage } from './resolveConcern/resolveConcern.js';
import { restrictedPage } from './restricted/restricted.js';
import { reviewHistoryPage } from './reviewHistory/reviewHistory.js';
import { rollRemovalPage } from './rollRemoval/rollRemoval.js';
import { serveNoticePage } from './serveNotice/serveNotice.js';

/** What can be done to one case: a page for each input that a person gives. */
export const caseActionsArea = (web: WebServices): Area => ({
  pages: [
    recordCheckPage(web),
    notApplicablePage(web),
    addCheckPage(web),
    askPartnerPage(web),
    partnerRepliedPage(web),
    raiseConcernPage(web),
    concernRaisedPage(web),
    acknowledgeConcernPage(web),
    resolveConcernPage(web),
    reviewHistoryPage(web),
    recordFactPage(web),
    recordOneFactPage(web),
    restrictedPage(web),
    attendancePage(web),
    serveNoticePage(web),
    acceptPage(web),
    rejectPage(web),
    duplicatePage(web),
    assignPage(web),
    awayPage(web),
    completeTaskPage(web),
    outcomePage(web),
    overridePage(web),
    rollRemovalPage(web),
    adoptPolicyPage(web),
    adoptVersionPage(web),
    reopenPage(web),
    householdPage(web),
    householdCheckPage(web),
    deliveryPage(web),
    documentsPage(web),
    documentPage(web),
    saveDraftPage(web),
    discardDraftPage(web),
  ],
  navigation: [],
});
