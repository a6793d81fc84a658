import type { CaseEvent } from './events.js';
import { begin, nextEpisode } from './episode.js';
import {
  stepRequest,
  fire,
  putFact,
  settleProposal,
  changeDeadline,
  blocked,
  putDeadline,
  changeCheck,
  changeConcern,
  endRequests,
  useOverride,
} from './parts.js';
import type { CaseState, Task } from './state.js';

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
        markerAt:
          event.withdrawn === true ? null : event.first ? (state.markerAt ?? event.since ?? event.at) : state.markerAt,
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
            ...(event.notBefore === undefined ? {} : { notBefore: event.notBefore }),
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
        facts: putFact(state.facts, event.fact, event.value, event.since ?? event.at, event.by),
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
      return { policy: event.policy, adoptedAt: event.at };
    case 'calendarChanged':
      return {};
    case 'noteAdded':
      return event.away === undefined ? {} : { away: [...state.away, event.away] };
  }
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
