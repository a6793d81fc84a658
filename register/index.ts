/** The register: what happened, what the lists show of it, and the people. Every query names the authority. */
import { createAudit } from './audit.js';
import { createAuthorities } from './authorities.js';
import { createBreaches } from './breaches.js';
import { createCalendars } from './calendars.js';
import { createCaseReport } from './caseReport.js';
import { createCases } from './cases.js';
import { createChildren } from './children.js';
import { createConcernsWaiting } from './concernsWaiting.js';
import { createDataQuality } from './dataQuality.js';
import type { Database } from './database.js';
import { createDecisions } from './decisions.js';
import { createDigests } from './digest.js';
import { createDocuments } from './documents.js';
import { createDrafts } from './drafts.js';
import { createDuties } from './duties.js';
import { createEnquiries } from './enquiry.js';
import { createHouseholds } from './households.js';
import { createIdempotency } from './idempotency.js';
import { createLedger } from './ledger.js';
import { createLimits } from './limits.js';
import { createMessages } from './messages.js';
import { createOfficerWork } from './officerWork.js';
import { createOversight } from './oversight.js';
import { createPacks } from './packs.js';
import { createPeople } from './people.js';
import { createProposals } from './proposals.js';
import { createRebuild } from './rebuild.js';
import { createRecipients } from './recipients.js';
import { createReconcile } from './reconcile.js';
import { createReferralDrafts } from './referralDrafts.js';
import { createReferralFiles } from './referralFiles.js';
import { createReferralLinks } from './referralLinks.js';
import { createReferredCases } from './referredCases.js';
import { createRecord } from './record.js';
import { createReports } from './reports.js';
import { createSearch } from './search.js';
import { createSessions } from './sessions.js';
import { createStaffChanges } from './staffChanges.js';
import { createTexts } from './texts.js';
import { createTokens } from './tokens.js';
import { createWaiting } from './waiting.js';
import { createWorklist } from './worklist.js';
import { createWorklistPages } from './worklistPages.js';

/**
 * @param reports where questions about all cases at once are asked: they may take longer than a look-up, and must not
 * take its connections
 */
export function createRegister(db: Database, reports: Database = db) {
  return {
    authorities: createAuthorities(db),
    people: createPeople(db),
    staffChanges: createStaffChanges(db),
    tokens: createTokens(db),
    packs: createPacks(db),
    proposals: createProposals(db),
    calendars: createCalendars(db),
    cases: createCases(db),
    children: createChildren(db),
    households: createHouseholds(db),
    texts: createTexts(db),
    record: createRecord(db),
    enquiries: createEnquiries(db),
    worklist: createWorklist(db),
    worklistPages: createWorklistPages(db),
    officerWork: createOfficerWork(db),
    waiting: createWaiting(db),
    referred: createReferredCases(db),
    referralDrafts: createReferralDrafts(db),
    referralFiles: createReferralFiles(db),
    referralLinks: createReferralLinks(db),
    search: createSearch(db),
    messages: createMessages(db),
    ledger: createLedger(db),
    recipients: createRecipients(db),
    digests: createDigests(db),
    duties: createDuties(db),
    idempotency: createIdempotency(db),
    audit: createAudit(db),
    reports: createReports(reports),
    oversight: createOversight(reports),
    decisions: createDecisions(db),
    breaches: createBreaches(db),
    concernsWaiting: createConcernsWaiting(db),
    caseReport: createCaseReport(reports),
    dataQuality: createDataQuality(reports),
    reconcile: createReconcile(db),
    rebuild: createRebuild(db),
    sessions: createSessions(db),
    limits: createLimits(db),
    drafts: createDrafts(db),
    documents: createDocuments(db),
  };
}

export type Register = ReturnType<typeof createRegister>;

export { createDatabase, type Database, type DatabaseSettings } from './database.js';
export { migrate, migrateAt, migrationsOf } from './migrate.js';
export { Conflict, NotFound } from './errors.js';
export { InvalidCursor } from './cursor.js';
export { plainUpn } from './childDetails.js';
export type { CalendarData, Schema, JsonValue, LedgerRow, StoredRuleDetails, WorklistRow } from './schema.js';
export type { Authority, Contact } from './authorities.js';
export type { Absence, StaffDetails, StaffMember } from './people.js';
export type { Bearer, TokenOwner, TokenRow } from './tokens.js';
export type { StaffChange, StaffRefusal } from './staffChanges.js';
export type { StoredPack } from './packs.js';
export type { PolicyProposal } from './proposals.js';
export type { StoredCalendar } from './calendars.js';
export type { AddressDetails, ChildDetails, ContactDetails, ReferrerDetails } from './childDetails.js';
export type { CaseRow, MintRequest, Minted } from './cases.js';
export type { Household, HouseholdCase } from './households.js';
export type { ChildCorrection } from './children.js';
export type { SimilarCase } from './similarCases.js';
export type { CaseText } from './texts.js';
export type { RecordAnswer, RecordRequest } from './record.js';
export type { Enquiry, TimelineEntry } from './enquiry.js';
export type { WorklistEntry, WorklistFilter, WorklistPage, WorklistSort } from './worklist.js';
export { MOST_COUNTED, type NumberedPage, type PageRequest, type PageSort } from './worklistPages.js';
export type { ChangeRow, StrandedRow } from './officerWork.js';
export type { SearchHit } from './search.js';
export type { MessageFilter, MessageRow, MessageState } from './messages.js';
export type { Claim, LedgerKey } from './ledger.js';
export { isFoundOnCase, type RecipientRequest, type Resolved } from './recipients.js';
export type { DigestCase, DigestKey } from './digest.js';
export type { DutyEvent, DutyInForce, DutyOccurrence, DutyReview, DutyWorld, HeldPlan } from './dutyRows.js';
export type { Begun, RequestKey } from './idempotency.js';
export type { AuditEntry, AuditFilter, AuditRow } from './audit.js';
export type { BreachRow, CountRow, ReturnCounts, ReturnRow } from './reports.js';
export type { CaseToRun } from './reconcile.js';
export type { RebuildReport } from './rebuild.js';
export type { StoredSession } from './sessions.js';
export type { ReferralDraft } from './referralDrafts.js';
export type { ReferralFile } from './referralFiles.js';
export type { LinkedReferral } from './referralLinks.js';
export type { PupilCase, ReferredCase } from './referredCases.js';
export type { Draft } from './drafts.js';
export type { DocumentKind, KeptDocument } from './documents.js';
export type { CaseInList } from './caseInList.js';
export type { LateCase, MonthCount, OpenCounts, StageSpan, Standing } from './oversight.js';
export type { DecisionKind, WaitingDecision } from './decisions.js';
export type { LadderMessage, StandingBreach } from './breaches.js';
export type { HistoryToReview, WaitingConcern } from './concernsWaiting.js';
export type { CaseFigures, CaseReportFilter, CaseReportRow } from './caseReport.js';
export { FIELDS_THAT_MATTER, type IncompleteCase, type MissingField, type StaleCase } from './dataQuality.js';
