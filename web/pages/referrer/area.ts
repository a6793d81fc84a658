import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { checkAnswersPage } from './checkAnswers/checkAnswers.js';
import { contactPage } from './contact/contact.js';
import { dangerPage } from './danger/danger.js';
import { dangerNowPage } from './dangerNow/dangerNow.js';
import { fileLeftPage } from './fileLeft/fileLeft.js';
import { fileReportPage } from './fileReport/fileReport.js';
import { fileTemplatePage } from './fileTemplate/fileTemplate.js';
import { fileSenders, fileUploadPage } from './fileUpload/fileUpload.js';
import { filesPage } from './files/files.js';
import { myReferralsPage, referrers } from './myReferrals/myReferrals.js';
import { filePath, myReferralsPath } from './paths.js';
import { peoplePage } from './people/people.js';
import { previousAddressesPage } from './previousAddresses/previousAddresses.js';
import { questionPage } from './question/question.js';
import { resumeCodePage } from './resumeCode/resumeCode.js';
import { resumeLinkPage } from './resumeLink/resumeLink.js';
import { savePage } from './save/save.js';
import { sentPage } from './sent/sent.js';
import { startPage } from './start/start.js';
import { statusAskPage } from './statusAsk/statusAsk.js';
import { statusLinkPage } from './statusLink/statusLink.js';
import { statusViewPage } from './statusView/statusView.js';
import { whoPage } from './who/who.js';

/** Referring a child: the form, what comes back, and many in one file. The steps of the form come before its questions. */
export const referrerArea = (web: WebServices): Area => ({
  pages: [
    myReferralsPage(web),
    startPage(web),
    dangerPage(web),
    dangerNowPage(web),
    whoPage(web),
    peoplePage(web),
    previousAddressesPage(web),
    contactPage(web),
    checkAnswersPage(web),
    sentPage(web),
    filesPage(web),
    savePage(web),
    questionPage(web),
    resumeLinkPage(web),
    resumeCodePage(web),
    statusAskPage(web),
    statusLinkPage(web),
    statusViewPage(web),
    fileUploadPage(web),
    fileTemplatePage(web),
    fileReportPage(web),
    fileLeftPage(web),
  ],
  navigation: [
    { text: 'myReferrals.nav', path: myReferralsPath.pattern, may: referrers },
    { text: 'fileUpload.nav', path: filePath.pattern, may: fileSenders },
  ],
  start: { roles: ['referrer'], path: myReferralsPath.pattern },
});
