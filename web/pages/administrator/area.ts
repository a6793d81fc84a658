import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { administrationPage } from './administration/administration.js';
import { authorityPage } from './authority/authority.js';
import { calendarPage } from './calendars/calendar.js';
import { calendarsPage } from './calendars/calendars.js';
import { calendarChangePage } from './calendars/change.js';
import { calendarPreviewPage } from './calendars/preview.js';
import { contactPage, newPartnerPage, partnerPage } from './contacts/contact.js';
import { contactsPage } from './contacts/contacts.js';
import { auditExportPage, auditPage } from './audit/audit.js';
import { messagesPage } from './messages/messages.js';
import { administrationPath, auditPath, messagesPath, policiesPath, sessionsPath } from './paths.js';
import { peoplePage } from './people/people.js';
import { adoptPolicyPage } from './policies/adopt.js';
import { policyChangesPage } from './policies/changes.js';
import { loadPolicyPage } from './policies/load.js';
import { adopts, policiesPage } from './policies/policies.js';
import { policyPage } from './policies/policy.js';
import { newPersonPage } from './person/newPerson.js';
import { personPage } from './person/person.js';
import { systemPage } from './system/system.js';
import { templateHtmlPage, templatePage } from './templates/template.js';
import { templatesPage } from './templates/templates.js';
import { newTokenPage } from './tokens/newToken.js';
import { revokeTokenPage } from './tokens/revokeToken.js';
import { tokensPage } from './tokens/tokens.js';
import { administers } from './who.js';

/** Setting the service up and keeping it running. A path with a fixed last part comes before the one with a parameter. */
export const administratorArea = (web: WebServices): Area => ({
  pages: [
    administrationPage(web),
    peoplePage(web),
    newPersonPage(web),
    personPage(web),
    authorityPage(web),
    contactsPage(web),
    newPartnerPage(web),
    contactPage(web),
    partnerPage(web),
    calendarsPage(web),
    calendarPage(web),
    calendarChangePage(web),
    calendarPreviewPage(web),
    templatesPage(web),
    templateHtmlPage(web),
    templatePage(web),
    tokensPage(web),
    newTokenPage(web),
    revokeTokenPage(web),
    systemPage(web),
    messagesPage(web),
    auditPage(web),
    auditExportPage(web),
    policiesPage(web),
    loadPolicyPage(web),
    policyPage(web),
    policyChangesPage(web),
    adoptPolicyPage(web),
  ],
  navigation: [
    {
      text: 'administration.nav',
      path: administrationPath.pattern,
      // Auditors and managers open these from their own pages.
      also: [messagesPath.pattern, auditPath.pattern, policiesPath.pattern, sessionsPath.pattern],
      may: administers,
    },
    { text: 'policies.nav', path: policiesPath.pattern, may: adopts },
  ],
  start: { roles: ['administrator'], path: administrationPath.pattern },
});
