/** A case as its running workflow holds it beside the register's: field by field, and what differs in words. */
import type { CaseState } from '../../../../domain/state.js';
import type { Instant } from '../../../../domain/time.js';

/** What both can say of a case. Counts and codes; `null` is "nothing". */
export interface Account {
  seq: number;
  policy: string;
  status: string;
  stage: string;
  risk: string | null;
  category: string | null;
  episode: number;
  assignee: string | null;
  outcome: string | null;
  proposedOutcome: string | null;
  endedAt: Instant | null;
  nextWake: Instant | null;
  nextDue: string | null;
  openDeadlines: number;
  breaches: number;
  openChecks: number;
  openTasks: number;
  openConcerns: number;
}

export const FIELDS = [
  'seq',
  'policy',
  'status',
  'stage',
  'risk',
  'category',
  'episode',
  'assignee',
  'nextWake',
  'nextDue',
  'openDeadlines',
  'breaches',
  'openChecks',
  'openTasks',
  'openConcerns',
  'proposedOutcome',
  'outcome',
  'endedAt',
] as const satisfies readonly (keyof Account)[];

/** Of the folded state, whichever side has it. */
export function accountOf(state: CaseState, nextWake: Instant | null): Account {
  const own = state.deadlines.filter(({ actor }) => actor === 'authority');
  const open = own.filter((deadline) => deadline.state === 'open');
  return {
    seq: state.seq,
    policy: state.policy,
    status: state.status,
    stage: state.stage,
    risk: state.risk,
    category: state.category,
    episode: state.episode,
    assignee: state.assignee,
    outcome: state.outcome?.rule ?? null,
    proposedOutcome: state.proposedOutcome,
    endedAt: state.endedAt,
    nextWake,
    nextDue:
      open
        .map(({ due }) => due)
        .filter((due) => due !== null)
        .sort()[0] ?? null,
    openDeadlines: open.length,
    breaches: own.filter((deadline) => deadline.state === 'breached').length,
    openChecks: state.checks.filter((check) => check.state === 'open' || check.state === 'waiting').length,
    openTasks: state.tasks.filter(({ done }) => !done).length,
    openConcerns: state.concerns.filter(({ resolvedAt }) => resolvedAt === undefined).length,
  };
}

export interface Compared {
  field: keyof Account;
  live: string | number | null;
  register: string | number | null;
  same: boolean;
}

export const compare = (live: Account, register: Account): Compared[] =>
  FIELDS.map((field) => ({
    field,
    live: live[field],
    register: register[field],
    same: live[field] === register[field],
  }));
