import { addSeconds, later, type Instant } from '../../domain/time.js';
import type { CaseEvent } from '../../domain/events.js';
import type { Calendars } from '../../domain/calendar/types.js';
import { viewOf, type CaseView } from '../../domain/view.js';
import type { Enquiry, MessageRow, StaffMember } from '../../register/index.js';
import type { LiveEnquiry } from '../../workflows/messages.js';
import type { Policy, RuleTexts } from '../services/worlds.js';

/** What the register holds of a case, with what joins it. */
export interface Read {
  enquiry: Enquiry;
  policy: Policy | null;
  calendars: Calendars;
  messages: MessageRow[];
  people: StaffMember[];
  at: Instant;
}

/** One enquiry for those who work on it: every date with its rule, title and source, every text beside its event. */
export function presentEnquiry(read: Read): Record<string, unknown> {
  const { enquiry, policy, calendars, people, at } = read;
  const { case: row, summary, state } = enquiry;
  const rules: RuleTexts = policy?.rules ?? new Map();
  const now = later(addSeconds(at, row.demo_offset_seconds), state?.at ?? at);
  const view = state === null || policy === null ? null : viewOf(state, { policy: policy.compiled, calendars }, now);
  return {
    case: row.case_id,
    reference: row.reference,
    seq: summary?.seq ?? 0,
    rehearsed: row.rehearsed,
    nextWake: row.next_wake,
    receivedAt: summary?.received_at ?? null,
    acceptedAt: summary?.accepted_at ?? null,
    endedAt: summary?.ended_at ?? null,
    outcome: summary?.outcome ?? null,
    proposedOutcome: summary?.proposed_outcome ?? null,
    child: childOf(enquiry),
    referrers: enquiry.referrers.map((one) => ({
      referrer: one.referrer,
      kind: one.kind,
      name: one.name,
      organisation: one.organisation,
      email: one.email,
      phone: one.phone,
      reply: one.reply,
      verified: one.verified,
    })),
    contacts: enquiry.contacts.map((one) => ({
      role: one.role,
      name: one.name,
      email: one.email,
      phone: one.phone,
      address: one.address,
      relationship: one.relationship,
      safeToContact: one.safe_to_contact,
    })),
    household: enquiry.household.map(({ caseId, reference }) => ({ case: caseId, reference })),
    // Minted, and not recorded yet: it begins this moment, or its start failed.
    ...(view === null ? { status: null, stage: null } : presentView(view, rules, people, enquiry)),
    concerns: enquiry.concerns.map((one) => ({
      concern: one.concern,
      kind: one.kind,
      immediate: one.immediate,
      raisedAt: one.raised_at,
      raisedBy: named(one.raised_by, people),
      acknowledgedAt: one.acknowledged_at,
      resolvedAt: one.resolved_at,
    })),
    proposals: (state?.proposals ?? []).map(({ id, at: proposedAt, receivedAt, state: stands }) => ({
      proposal: id,
      at: proposedAt,
      receivedAt,
      state: stands,
    })),
    timeline: enquiry.timeline.map(({ event, carriedOutAt }) => ({
      ...withTexts(event, enquiry),
      by: named(event.by, people),
      ...titled('rule' in event ? event.rule : undefined, rules),
      ...(carriedOutAt === event.at ? {} : { carriedOutAt }),
    })),
    messages: read.messages.map((message) => presentMessage(message, rules)),
  };
}

/** A case's view with the titles and sources of its rules. */
export function presentView(
  view: CaseView,
  rules: RuleTexts,
  people: readonly StaffMember[],
  enquiry: Enquiry | null,
): Record<string, unknown> {
  return {
    ...view,
    assignee: view.assignee === null ? null : named(view.assignee, people),
    facts: view.facts.map((fact) => ({ ...fact, by: named(fact.by, people) })),
    deadlines: view.deadlines.map((deadline) => ({ ...deadline, ...titled(deadline.rule, rules) })),
    earliest: view.earliest.map((one) => ({ ...one, ...titled(one.rule, rules) })),
    checks: view.checks.map(({ added, ...check }) => ({
      ...check,
      ...(added === undefined ? titled(check.id, rules) : { title: textOf(added.title, enquiry), source: null }),
    })),
    notOpen: view.notOpen.map((check) => ({ ...check, ...titled(check.id, rules) })),
    gates: view.gates.map((gate) => ({
      ...gate,
      blockedBy: gate.blockedBy.map((blocker) => ({ ...blocker, ...titled(blocker.rule, rules) })),
    })),
    tasks: view.tasks.map((task) => ({
      ...task,
      ...titled(task.rule, rules),
      assignee: task.assignee === null ? null : named(task.assignee, people),
    })),
    expected: view.expected === null ? null : { ...view.expected, ...titled(view.expected.rule, rules) },
  };
}

/** The state as the workflow holds it this moment. */
export const presentLive = (
  live: LiveEnquiry,
  rules: RuleTexts,
  people: readonly StaffMember[],
  enquiry: Enquiry | null,
): Record<string, unknown> => ({
  available: true,
  seq: live.seq,
  recordedSeq: live.recordedSeq,
  now: live.now,
  nextWake: live.nextWake,
  rehearsed: live.rehearsed,
  resting: live.resting,
  ...presentView(live.view, rules, people, enquiry),
});

export const presentMessage = (message: MessageRow, rules: RuleTexts): Record<string, unknown> => {
  const { caseId, seq, ...rest } = message;
  return { id: `${caseId}.${seq}`, case: caseId, ...rest, ...titled(message.rule, rules) };
};

export const titled = (rule: string | undefined, rules: RuleTexts): { title?: string; source?: string } => {
  const found = rule === undefined ? undefined : rules.get(rule);
  return found === undefined ? {} : { title: found.title, source: found.source };
};

/** An id with the name that people know. */
export const named = (id: string, people: readonly StaffMember[]): { id: string; name: string | null } => ({
  id,
  name: people.find((person) => person.person === id)?.name ?? null,
});

function childOf({ child, addresses, case: row }: Enquiry) {
  if (child === null) return null;
  return {
    givenName: child.given_name,
    familyName: child.family_name,
    otherNames: child.other_names,
    dateOfBirth: child.date_of_birth,
    dobEstimated: child.dob_estimated,
    sex: child.sex,
    school: child.school,
    upn: row.upn,
    addresses: addresses.map(({ kind, lines, postcode, withheld }) => ({ kind, lines, postcode, withheld })),
    details: child.more,
  };
}

/** The ids of texts in an event, replaced by what was written. */
function withTexts(event: CaseEvent, enquiry: Enquiry): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' && key !== 'type' && key !== 'by' ? textOf(value, enquiry) : value,
    ]),
  );
}

const textOf = (idOrText: string, enquiry: Enquiry | null): string => enquiry?.texts.get(idOrText)?.body ?? idOrText;
