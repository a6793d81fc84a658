import type { CaseEvent } from './events.js';
import { factDefinition } from './facts.js';
import { STATE_VERSION, type CaseState, type Check, type Concern, type Deadline, type Task } from './state.js';
import type { FactId, FactValue, RuleId } from './policy.js';
import type { Instant } from './time.js';

/**
 * The fold: a case after an event. Needs nothing but the events, so the register can rebuild a case from its record.
 * The first event of a case is `referralReceived`.
 */
export function apply(state: CaseState | null, event: CaseEvent): CaseState {
  if (state === null) {
    if (event.type !== 'referralReceived') throw new Error(`A case cannot begin with ${event.type}`);
    return begin(event);
  }
  return { ...state, ...change(state, event), seq: event.seq, at: event.at > state.at ? event.at : state.at };
}

/**
 * The same fold upon a copy that belongs to the caller: the state is changed where it stands. Its lists and records are
 * replaced, never changed, so that they may be shared with the state it was copied from.
 */
export function applyTo(own: CaseState, event: CaseEvent): void {
  Object.assign(own, change(own, event));
  own.seq = event.seq;
  if (event.at > own.at) own.at = event.at;
}

function begin(event: CaseEvent & { type: 'referralReceived' }): CaseState {
  return {
    stateVersion: STATE_VERSION,
    seq: event.seq,
    at: event.at,
    policy: event.policy,
    status: 'received',
    stage: 'received',
    risk: null,
    category: null,
    episode: 1,
    owner: 'officer',
    assignee: null,
    incomplete: event.incomplete ?? false,
    receivedAt: event.receivedAt,
    acceptedAt: null,
    markerAt: null,
    cmeFrom: null,
    referrers: [event.referrer],
    dateOfBirth: event.child.dateOfBirth ?? null,
    dobEstimated: event.child.dobEstimated ?? false,
    facts: {},
    ever: [],
    historyReviewed: false,
    deadlines: [],
    checks: [],
    tasks: [],
    concerns: [],
    proposals: [],
    partnerRequests: [],
    notices: [],
    attendance: [],
    acts: [],
    messages: {},
    fired: [],
    overrides: [],
    rejectionProposed: null,
    proposedOutcome: null,
    outcome: null,
    endedAt: null,
    monitoringUntil: null,
    adviceRequestedAt: null,
    advice: null,
    away: [],
  };
}

function change(state: CaseState, event: CaseEvent): Partial<CaseState> {
  switch (event.type) {
    case 'referralReceived':
      // A further referral of the next episode.
      return {
        referrers: [...state.referrers, event.referrer],
        dateOfBirth: event.child.dateOfBirth ?? state.dateOfBirth,
        dobEstimated: event.child.dobEstimated ?? state.dobEstimated,
        incomplete: event.incomplete ?? false,
      };
    case 'referralAccepted':
      return {
        status: 'open',
        stage: 'enquiries',
        acceptedAt: event.at,
        rejectionProposed: null,
        incomplete: event.incomplete ?? state.incomplete,
      };
    case 'referralRejected':
      return { status: 'rejected', stage: 'ended', endedAt: event.at, rejectionProposed: null };
    case 'rejectionProposed':
      return {
        rejectionProposed: {
          rule: event.rule,
          reason: event.reason,
          ...(event.signpost === undefined ? {} : { signpost: event.signpost }),
        },
      };
    case 'referralJoined':
      return {
        referrers: [...state.referrers, event.referrer],
        receivedAt: event.receivedAt < state.receivedAt ? event.receivedAt : state.receivedAt,
        dateOfBirth: state.dateOfBirth ?? event.child.dateOfBirth ?? null,
        dobEstimated: state.dateOfBirth === null ? (event.child.dobEstimated ?? false) : state.dobEstimated,
      };
    case 'duplicateProposed':
      return {
        proposals: [
          ...state.proposals,
          {
            id: event.proposal,
            at: event.at,
            receivedAt: event.receivedAt,
            referrer: event.referrer,
            child: event.child,
            facts: event.facts,
            state: 'open',
          },
        ],
      };
    case 'duplicateConfirmed':
      return { proposals: settleProposal(state, event.proposal, 'confirmed') };
    case 'duplicateRefused':
      return { proposals: settleProposal(state, event.proposal, 'refused') };
    case 'triaged':
      return {
        risk: event.risk,
        category: event.category,
        markerAt: event.withdrawn === true ? null : event.first ? (state.markerAt ?? event.at) : state.markerAt,
      };
    case 'deadlineSet':
      return {
        // One that the end of the case cancelled, and its reopening takes up again, stands in its old place.
        deadlines: putDeadline(state, {
          rule: event.rule,
          occurrence: event.occurrence,
          actor: event.actor,
          due: event.due,
          dueAt: event.dueAt,
          state: 'open',
          clock: event.clock,
          skipped: event.skipped,
          setAt: event.at,
          ...(event.opensOn === undefined ? {} : { opensOn: event.opensOn }),
          ...(event.lateReferral === undefined ? {} : { lateReferral: event.lateReferral }),
        }),
      };
    case 'deadlineBlocked':
      return { deadlines: putDeadline(state, blocked(event)) };
    case 'deadlineShortened':
    case 'deadlineRecalculated':
      return {
        tasks: state.tasks.map((task) =>
          !task.done && task.rule === event.rule && task.deadline === event.occurrence
            ? { ...task, due: event.due }
            : task,
        ),
        deadlines: changeDeadline(state, event, (d) => {
          const { missing: _missing, reason: _reason, ...rest } = d;
          return {
            ...rest,
            state: 'open',
            due: event.due,
            dueAt: event.dueAt,
            clock: event.clock,
            skipped: event.skipped,
          };
        }),
      };
    case 'deadlineMet':
      return { deadlines: changeDeadline(state, event, (d) => ({ ...d, state: 'met', endedAt: event.at })) };
    case 'deadlineBreached':
      return {
        deadlines: changeDeadline(state, event, (d) => ({
          ...d,
          state: 'breached',
          breachedAt: event.at,
          tellManagerAt: event.tellManagerAt,
        })),
      };
    case 'deadlineLapsed':
      return { deadlines: changeDeadline(state, event, (d) => ({ ...d, state: 'lapsed', endedAt: event.at })) };
    case 'deadlineCancelled':
      return {
        deadlines: changeDeadline(state, event, (d) => ({
          ...d,
          state: 'cancelled',
          reason: event.reason,
          endedAt: event.at,
        })),
      };
    case 'breachWithdrawn':
      return { deadlines: changeDeadline(state, event, (d) => ({ ...d, state: 'open', endedAt: event.at })) };
    case 'ladderStopped':
      return {
        deadlines: changeDeadline(state, event, (d) => ({ ...d, workDoneAt: event.doneAt, endedAt: event.at })),
      };
    case 'checkOpened':
      return {
        checks: [
          ...state.checks,
          {
            id: event.rule,
            required: event.required,
            actor: event.actor,
            state: 'open',
            result: null,
            doneAt: null,
            recordedAt: null,
            lateEntry: false,
            attempts: [],
          },
        ],
      };
    case 'checkAdded':
      return {
        checks: [
          ...state.checks,
          {
            id: event.rule,
            required: false,
            actor: 'authority',
            state: 'open',
            result: null,
            doneAt: null,
            recordedAt: null,
            lateEntry: false,
            attempts: [],
            added: { title: event.title },
          },
        ],
      };
    case 'checkAttempted':
      return {
        checks: changeCheck(state, event.rule, (check) => ({
          ...check,
          state: check.state === 'done' ? 'done' : 'waiting',
          attempts: [
            ...check.attempts,
            { doneAt: event.doneAt, result: event.result, band: event.band, counts: event.counts },
          ],
        })),
      };
    case 'checkRecorded':
      return checkRecorded(state, event);
    case 'checkNotApplicable':
      return {
        checks: changeCheck(state, event.rule, (check) => ({
          ...check,
          state: 'not_applicable',
          result: 'not_applicable',
          doneAt: event.at,
          recordedAt: event.at,
        })),
        partnerRequests: endRequests(state, event.rule, event.at),
      };
    case 'factRecorded':
      return {
        facts: putFact(state.facts, event.fact, event.value, event.at, event.by),
        ever: event.value === true && !state.ever.includes(event.fact) ? [...state.ever, event.fact] : state.ever,
      };
    case 'attendanceRecorded':
      return {
        attendance: [
          ...state.attendance.filter((a) => a.date !== event.date),
          { date: event.date, code: event.code },
        ].sort((a, b) => (a.date < b.date ? -1 : 1)),
        facts: putFact(state.facts, 'gn_o_run', event.run, event.at, 'system'),
      };
    case 'concernRaised':
      return {
        concerns: [
          ...state.concerns,
          {
            id: event.concern,
            kind: event.kind,
            immediate: event.immediate,
            raisedAt: event.at,
            by: event.by,
            deputyAt: event.deputyAt,
            managerAt: event.managerAt,
            deputyTold: false,
            managerTold: false,
          },
        ],
      };
    case 'concernAcknowledged':
      return { concerns: changeConcern(state, event.concern, (c) => ({ ...c, acknowledgedAt: event.at })) };
    case 'concernResolved':
      return { concerns: changeConcern(state, event.concern, (c) => ({ ...c, resolvedAt: event.at })) };
    case 'historyReviewed':
      return { historyReviewed: true };
    case 'taskOpened':
      return {
        tasks: [
          ...state.tasks,
          {
            id: event.task,
            kind: event.kind,
            for: event.for,
            due: event.due,
            dueAt: event.dueAt,
            rule: event.rule,
            openedAt: event.at,
            done: false,
            ...(event.concern === undefined ? {} : { concern: event.concern }),
            ...(event.deadline === undefined ? {} : { deadline: event.deadline }),
          },
        ],
        fired: fire(state, `${event.rule}:${event.kind}`),
      };
    case 'taskDone':
      return { tasks: state.tasks.map((t: Task) => (t.id === event.task ? { ...t, done: true } : t)) };
    case 'messageDue':
      return messageDue(state, event);
    case 'messageOvertaken':
      return {};
    case 'partnerAsked':
      return {
        partnerRequests: [
          ...state.partnerRequests,
          {
            check: event.rule,
            partner: event.partner,
            request: event.request,
            askedAt: event.at,
            chaseAt: event.chaseAt,
            managerAt: event.managerAt,
            chased: 0,
            managerTold: false,
          },
        ],
        checks: changeCheck(state, event.rule, (check) =>
          check.state === 'open' ? { ...check, state: 'waiting' } : check,
        ),
      };
    case 'partnerReplied':
      return { partnerRequests: endRequests(state, event.rule, event.at) };
    case 'noticeServed':
      return {
        notices: [
          ...state.notices,
          { rule: event.rule, notice: event.notice, method: event.method, servedOn: event.servedOn },
        ],
      };
    case 'gateOverridden':
      return { overrides: [...state.overrides, { action: event.action, lifted: event.lifted, used: false }] };
    case 'adviceRequested':
      return { adviceRequestedAt: event.at };
    case 'adviceGiven':
      return {
        advice: { advice: event.advice, at: event.at, by: event.by },
        overrides: useOverride(state, ['roll_removal']),
      };
    case 'outcomeProposed':
      return { proposedOutcome: event.outcome, stage: 'decision' };
    case 'outcomeDecided':
      return {
        proposedOutcome: null,
        outcome: { rule: event.rule, outcome: event.outcome, at: event.at },
        cmeFrom: { date: event.cmeFrom, rule: 'NAT-CMEFROM' },
        stage: 'enquiries',
        monitoringUntil: event.monitoringUntil ?? null,
        ...(event.monitoringUntil === undefined ? {} : { stage: 'monitoring' as const }),
        overrides: useOverride(state, [
          event.effect === 'inactive' ? 'inactive' : 'close',
          `outcome:${event.outcome}`,
          `outcome:${event.rule}`,
        ]),
      };
    case 'madeInactive':
      return { status: 'inactive', stage: 'ended', endedAt: event.at };
    case 'caseClosed':
      return { status: 'closed', stage: 'ended', endedAt: event.at };
    case 'caseReopened':
      return {
        status: 'open',
        stage: 'enquiries',
        endedAt: null,
        outcome: null,
        proposedOutcome: null,
        acceptedAt: state.acceptedAt ?? event.at,
      };
    case 'episodeStarted':
      return nextEpisode(state, event.episode, event.startedAt);
    case 'ownerChanged':
      return { owner: event.owner, fired: fire(state, `${event.rule}:owner`) };
    case 'assigned':
      return { assignee: event.to };
    case 'policyAdopted':
      return { policy: event.policy };
    case 'calendarChanged':
      return {};
    case 'noteAdded':
      return event.away === undefined ? {} : { away: [...state.away, event.away] };
  }
}

/** A new episode starts with the history in view: what lasts about a child stays, what belonged to the last time goes. */
function nextEpisode(state: CaseState, episode: number, startedAt: Instant): Partial<CaseState> {
  const lasting = Object.entries(state.facts).filter(([fact]) => factDefinition(fact)?.lasting ?? false);
  return {
    episode,
    status: 'received',
    stage: 'received',
    risk: null,
    category: null,
    owner: 'officer',
    incomplete: false,
    receivedAt: startedAt,
    acceptedAt: null,
    markerAt: null,
    cmeFrom: null,
    referrers: [],
    facts: Object.fromEntries(lasting),
    historyReviewed: false,
    deadlines: [],
    checks: [],
    tasks: state.tasks.filter((task) => !task.done && task.concern !== undefined),
    proposals: state.proposals.filter((proposal) => proposal.state === 'open'),
    partnerRequests: [],
    notices: [],
    attendance: [],
    acts: [],
    messages: {},
    fired: [],
    overrides: [],
    rejectionProposed: null,
    proposedOutcome: null,
    outcome: null,
    endedAt: null,
    monitoringUntil: null,
    adviceRequestedAt: null,
    advice: null,
  };
}

function checkRecorded(state: CaseState, event: CaseEvent & { type: 'checkRecorded' }): Partial<CaseState> {
  const found = state.checks.some((check) => check.id === event.rule);
  const requests = { partnerRequests: endRequests(state, event.rule, event.at) };
  if (!found)
    return {
      acts: [
        ...state.acts,
        {
          rule: event.rule,
          doneAt: event.doneAt,
          recordedAt: event.at,
          result: event.result,
          lateEntry: event.lateEntry,
        },
      ],
      ...requests,
    };
  return {
    checks: changeCheck(state, event.rule, (check) => ({
      ...check,
      state: 'done',
      result: event.result,
      doneAt: event.doneAt,
      recordedAt: event.at,
      lateEntry: event.lateEntry,
    })),
    ...requests,
  };
}

/** Messages are counted; a message that is a step of a ladder marks the step as done. */
function messageDue(state: CaseState, event: CaseEvent & { type: 'messageDue' }): Partial<CaseState> {
  const key = `${event.rule}|${event.to}`;
  const counted: Partial<CaseState> = {
    messages: { ...state.messages, [key]: event.occurrence },
    fired: fire(state, event.rule),
  };
  const step = event.step;
  if (step === undefined) return counted;
  switch (step.of) {
    case 'breach':
      return {
        ...counted,
        deadlines: changeDeadline(state, { rule: event.rule, occurrence: step.occurrence }, (d) => ({
          ...d,
          managerToldAt: event.at,
        })),
      };
    case 'concernDeputy':
      return { ...counted, concerns: changeConcern(state, step.concern, (c) => ({ ...c, deputyTold: true })) };
    case 'concernManager':
      return { ...counted, concerns: changeConcern(state, step.concern, (c) => ({ ...c, managerTold: true })) };
    case 'chase':
      return { ...counted, partnerRequests: stepRequest(state, step.request, { chased: 1 }) };
    case 'silence':
      return { ...counted, partnerRequests: stepRequest(state, step.request, { managerTold: true }) };
  }
}

function stepRequest(state: CaseState, request: number, step: { chased?: number; managerTold?: boolean }) {
  return state.partnerRequests.map((r) =>
    r.request === request
      ? { ...r, chased: r.chased + (step.chased ?? 0), managerTold: step.managerTold ?? r.managerTold }
      : r,
  );
}

const fire = (state: CaseState, rule: string): string[] =>
  state.fired.includes(rule) ? state.fired : [...state.fired, rule];

function putFact(
  facts: CaseState['facts'],
  fact: FactId,
  value: FactValue,
  from: Instant,
  by: string,
): CaseState['facts'] {
  return { ...facts, [fact]: { value, from, by } };
}

const settleProposal = (state: CaseState, id: string, to: 'confirmed' | 'refused') =>
  state.proposals.map((p) => (p.id === id ? { ...p, state: to } : p));

function changeDeadline(
  state: CaseState,
  of: { rule: RuleId; occurrence: number },
  to: (deadline: Deadline) => Deadline,
): Deadline[] {
  return state.deadlines.map((d) => (d.rule === of.rule && d.occurrence === of.occurrence ? to(d) : d));
}

function blocked(event: CaseEvent & { type: 'deadlineBlocked' }): Deadline {
  return {
    rule: event.rule,
    occurrence: event.occurrence,
    actor: event.actor,
    due: event.due,
    dueAt: event.dueAt,
    state: 'blocked',
    clock: event.clock,
    skipped: event.skipped,
    setAt: event.at,
    reason: event.reason,
    ...(event.missing === undefined ? {} : { missing: event.missing }),
  };
}

function putDeadline(state: CaseState, deadline: Deadline): Deadline[] {
  const rest = state.deadlines.filter((d) => d.rule !== deadline.rule || d.occurrence !== deadline.occurrence);
  return [...rest, deadline];
}

const changeCheck = (state: CaseState, id: RuleId, to: (check: Check) => Check): Check[] =>
  state.checks.map((check) => (check.id === id ? to(check) : check));

const changeConcern = (state: CaseState, id: string, to: (concern: Concern) => Concern): Concern[] =>
  state.concerns.map((concern) => (concern.id === id ? to(concern) : concern));

const endRequests = (state: CaseState, check: RuleId, at: Instant) =>
  state.partnerRequests.map((r) => (r.check === check && r.repliedAt === undefined ? { ...r, repliedAt: at } : r));

const useOverride = (state: CaseState, actions: string[]) =>
  state.overrides.map((o) => (actions.includes(o.action) ? { ...o, used: true } : o));
