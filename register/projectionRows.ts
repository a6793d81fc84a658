import type { Insertable } from 'kysely';
import type { CaseState, Deadline } from '../domain/state.js';
import type { ChecksTable, ConcernsTable, DeadlinesTable, TasksTable, WorklistTable } from './schema.js';

export interface ProjectionRows {
  worklist: Insertable<WorklistTable>;
  deadlines: Insertable<DeadlinesTable>[];
  checks: Insertable<ChecksTable>[];
  tasks: Insertable<TasksTable>[];
  concerns: Insertable<ConcernsTable>[];
}

/** What the lists show of a case, from its state and nothing else, so that a rebuild gives the same rows. */
export function projectionRows(authority: string, caseId: string, state: CaseState): ProjectionRows {
  const of = { authority, case_id: caseId };
  return {
    worklist: worklistRow(of, state),
    deadlines: state.deadlines.map((deadline, position) => deadlineRow({ ...of, position }, deadline)),
    checks: state.checks.map((check, position) => ({
      ...of,
      position,
      check_id: check.id,
      required: check.required,
      actor: check.actor,
      state: check.state,
      result: check.result,
      done_at: check.doneAt,
      recorded_at: check.recordedAt,
      late_entry: check.lateEntry,
      added_title: check.added?.title ?? null,
      attempts: JSON.stringify(check.attempts),
    })),
    tasks: state.tasks.map((task, position) => ({
      ...of,
      position,
      task: task.id,
      kind: task.kind,
      for_role: task.for,
      due: task.due,
      due_at: task.dueAt,
      rule: task.rule,
      opened_at: task.openedAt,
      done: task.done,
      concern: task.concern ?? null,
      deadline_occurrence: task.deadline ?? null,
    })),
    concerns: state.concerns.map((concern, position) => ({
      ...of,
      position,
      concern: concern.id,
      kind: concern.kind,
      immediate: concern.immediate,
      raised_at: concern.raisedAt,
      raised_by: concern.by,
      acknowledged_at: concern.acknowledgedAt ?? null,
      resolved_at: concern.resolvedAt ?? null,
    })),
  };
}

interface Of {
  authority: string;
  case_id: string;
}

function deadlineRow(of: Of & { position: number }, deadline: Deadline): Insertable<DeadlinesTable> {
  return {
    ...of,
    rule: deadline.rule,
    occurrence: deadline.occurrence,
    actor: deadline.actor,
    due: deadline.due,
    due_at: deadline.dueAt,
    state: deadline.state,
    opens_on: deadline.opensOn ?? null,
    late_referral: deadline.lateReferral ?? false,
    set_at: deadline.setAt,
    breached_at: deadline.breachedAt ?? null,
    tell_manager_at: deadline.tellManagerAt ?? null,
    manager_told_at: deadline.managerToldAt ?? null,
    work_done_at: deadline.workDoneAt ?? null,
    ended_at: deadline.endedAt ?? null,
    reason: deadline.reason ?? null,
    missing: deadline.missing === undefined ? null : JSON.stringify(deadline.missing),
    clock: deadline.clock === null ? null : JSON.stringify(deadline.clock),
    skipped: JSON.stringify(deadline.skipped),
  };
}

function worklistRow(of: Of, state: CaseState): Insertable<WorklistTable> {
  const own = state.deadlines.filter((deadline) => deadline.actor === 'authority');
  const open = own.filter((deadline) => deadline.state === 'open');
  const late = own.filter((deadline) => deadline.state === 'breached' && deadline.workDoneAt === undefined);
  const concerns = state.concerns.filter((concern) => concern.resolvedAt === undefined);
  const next = earliest(open);
  return {
    ...of,
    seq: state.seq,
    policy: state.policy,
    status: state.status,
    stage: state.stage,
    risk: state.risk,
    category: state.category,
    episode: state.episode,
    owner: state.owner,
    assignee: state.assignee,
    incomplete: state.incomplete,
    restricted: state.facts.restricted?.value === true,
    received_at: state.receivedAt,
    accepted_at: state.acceptedAt,
    ended_at: state.endedAt,
    outcome: state.outcome?.outcome ?? null,
    proposed_outcome: state.proposedOutcome,
    rejection_proposed: state.rejectionProposed !== null,
    next_due: next?.due ?? null,
    next_due_at: next?.dueAt ?? null,
    next_due_rule: next?.rule ?? null,
    late_since: state.endedAt === null ? (earliest(late)?.dueAt ?? null) : null,
    breached: own.filter((deadline) => deadline.state === 'breached').length,
    open_deadlines: open.length,
    open_checks: state.checks.filter((check) => check.state === 'open' || check.state === 'waiting').length,
    open_tasks: state.tasks.filter((task) => !task.done).length,
    open_concerns: concerns.length,
    unacknowledged_concerns: concerns.filter((concern) => concern.acknowledgedAt === undefined).length,
    open_proposals: state.proposals.filter((proposal) => proposal.state === 'open').length,
  };
}

/** The one due first; of two at the same instant the one set first. */
function earliest(deadlines: Deadline[]): Deadline | undefined {
  let first: Deadline | undefined;
  for (const deadline of deadlines) {
    if (deadline.dueAt === null) continue;
    if (first?.dueAt == null || deadline.dueAt < first.dueAt) first = deadline;
  }
  return first;
}
