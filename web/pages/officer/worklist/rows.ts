/** A case as the lists show it. */
import type { Worlds } from '../../../../api/services/worlds.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { IsoDate, Instant } from '../../../../domain/time.js';
import type { StaffMember, WorklistEntry } from '../../../../register/index.js';
import { childName } from '../case/frame.js';
import { STATUS_TAGS } from '../case/status.js';
import { casePath } from '../paths.js';

/** `action` is a key of the language files, filled with `about`. */
export interface ListedCase {
  caseId: string;
  path: string;
  child: string;
  reference: string;
  action: { key: string; about: string };
  due: IsoDate | null;
  received: IsoDate;
  ended: IsoDate | null;
  officer: string | null;
  status: string;
  statusClass: string;
  stage: string;
  outcome: string | null;
  concern: boolean;
  restricted: boolean;
}

type Row = WorklistEntry & { first_date?: Instant | null };

/** The titles of the rules that the rows name, each policy read once. */
export async function ruleTitles(
  worlds: Worlds,
  authority: string,
  rows: readonly { policy: string }[],
): Promise<(policy: string, rule: string) => string> {
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  const read = new Map(
    await Promise.all(policies.map(async (name) => [name, (await worlds.policy(authority, name))?.rules] as const)),
  );
  return (policy, rule) => read.get(policy)?.get(rule)?.title ?? '';
}

export const listedCase = (
  row: Row,
  title: (policy: string, rule: string) => string,
  people: readonly StaffMember[],
): ListedCase => ({
  caseId: row.case_id,
  path: casePath.to({ case: row.case_id }),
  child: childName(row),
  reference: row.reference,
  action: actionOf(row, title),
  due: dateOf(row),
  received: londonDay(row.received_at),
  ended: row.ended_at === null ? null : londonDay(row.ended_at),
  officer: row.assignee === null ? null : (people.find(({ person }) => person === row.assignee)?.name ?? row.assignee),
  status: row.status,
  statusClass: STATUS_TAGS[row.status],
  stage: row.stage,
  outcome: row.outcome,
  concern: row.open_concerns > 0,
  restricted: row.restricted,
});

/** What is late comes before what is due: the first of the two days. */
function dateOf({ late_since: late, next_due: due }: Row): IsoDate | null {
  const since = late === null ? null : londonDay(late);
  if (since === null || due === null) return since ?? due;
  return since < due ? since : due;
}

/** As the case's own page has it, as far as a list knows. */
function actionOf(row: Row, title: (policy: string, rule: string) => string): ListedCase['action'] {
  const plain = (key: string): ListedCase['action'] => ({ key, about: '' });
  if (row.unacknowledged_concerns > 0) return plain('acknowledgeConcern');
  if (row.ended_at !== null) return plain('nothing');
  if (row.open_proposals > 0) return plain('decideDuplicate');
  if (row.rejection_proposed) return plain('decideRejection');
  if (row.status === 'received') return plain('decideReferral');
  if (row.proposed_outcome !== null && row.outcome === null) return plain('decideOutcome');
  if (row.assignee === null) return plain('assign');
  if (row.next_due_rule !== null)
    return { key: 'meet', about: title(row.policy, row.next_due_rule) || row.next_due_rule };
  if (row.late_since !== null) return plain('late');
  if (row.open_checks > 0) return plain('checks');
  if (row.open_tasks > 0) return plain('tasks');
  return plain(row.outcome === null ? 'proposeOutcome' : 'watch');
}
