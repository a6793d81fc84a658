/** What stands above every page of a case: who the child is, what must not be missed, and where to go. */
import { ageOn } from './age.js';
import { policyName } from '../../../../domain/policy.js';
import type { Visitor } from '../../../security/visitor.js';
import { whoMay } from '../../../security/policies.js';
import {
  adoptPolicyPath,
  assignPath,
  attendancePath,
  documentsPath,
  householdPath,
  raiseConcernPath,
  recordFactPath,
  reopenPath,
  serveNoticePath,
} from '../../caseActions/paths.js';
import { overseers } from '../../manager/overview.js';
import { livePath } from '../../manager/paths.js';
import { casePath, checksPath, messagesPath, notePath, peoplePath, summaryPath, timelinePath } from '../paths.js';
import type { OpenCase } from './openCase.js';
import { STATUS_TAGS } from './status.js';

export type CasePart = 'overview' | 'checks' | 'timeline' | 'people' | 'messages' | 'documents';

const PARTS: readonly [CasePart, { to: (of: { case: string }) => string }][] = [
  ['overview', casePath],
  ['checks', checksPath],
  ['timeline', timelinePath],
  ['people', peoplePath],
  ['messages', messagesPath],
  ['documents', documentsPath],
];

/** Texts are keys of the language files. */
export interface CaseFrame {
  child: string;
  born: string | null;
  bornEstimated: boolean;
  age: number | null;
  reference: string;
  status: string;
  statusClass: string;
  officer: string | null;
  parts: { text: string; path: string; active: boolean }[];
  menu: { text: string; path: string }[];
  concernPath: string | null;
  openConcerns: number;
  unacknowledged: number;
  restricted: boolean;
  rehearsed: boolean;
  incomplete: boolean;
  /** The policy that was adopted later than the case began; null where it began under its policy. */
  adopted: { policy: string; at: string } | null;
  /** Its policy cannot be read, or nothing is recorded yet. */
  unread: 'notRecorded' | 'noPolicy' | null;
  ended: { at: string; outcome: string | null } | null;
  episode: number;
  paused: boolean;
  behind: boolean;
}

/** @param active null on a page that is none of the six */
export function caseFrame(open: OpenCase, visitor: Visitor, active: CasePart | null): CaseFrame {
  const { read, standing, today, paused, behind } = open;
  const { enquiry } = read;
  const { case: row, child, summary, state } = enquiry;
  const of = { case: row.case_id };
  const concerns = enquiry.concerns.filter((one) => one.resolved_at === null);
  const born = child?.date_of_birth ?? null;
  const ended = state?.endedAt ?? null;
  const may = (input: Parameters<typeof whoMay>[0]): boolean => !paused && whoMay(input).allows(visitor);
  return {
    child: childName(child),
    born,
    bornEstimated: child?.dob_estimated ?? false,
    age: born === null ? null : ageOn(born, today),
    reference: row.reference,
    status: state?.status ?? 'received',
    statusClass: STATUS_TAGS[state?.status ?? 'received'],
    officer: state?.assignee == null ? null : open.names.person(state.assignee),
    parts: PARTS.map(([text, to]) => ({ text, path: to.to(of), active: text === active })),
    menu: [
      ...(may('note') ? [{ text: 'addNote', path: notePath.to(of) }] : []),
      ...(may('recordFact') && ended === null ? [{ text: 'recordFact', path: recordFactPath.to(of) }] : []),
      ...(may('assign') ? [{ text: 'assign', path: assignPath.to(of) }] : []),
      ...(may('note') ? [{ text: 'household', path: householdPath.to(of) }] : []),
      ...(may('recordAttendance') && ended === null ? [{ text: 'attendance', path: attendancePath.to(of) }] : []),
      ...(may('serveNotice') && ended === null ? [{ text: 'serveNotice', path: serveNoticePath.to(of) }] : []),
      ...(may('adoptPolicy') && ended === null ? [{ text: 'adoptPolicy', path: adoptPolicyPath.to(of) }] : []),
      ...(may('reopen') && ended !== null ? [{ text: 'reopen', path: reopenPath.to(of) }] : []),
      ...(overseers.allows(visitor) ? [{ text: 'live', path: livePath.to(of) }] : []),
      { text: 'print', path: summaryPath.to(of) },
    ],
    concernPath: may('raiseConcern') ? raiseConcernPath.to(of) : null,
    openConcerns: concerns.length,
    unacknowledged: concerns.filter((one) => one.acknowledged_at === null).length,
    restricted: row.restricted || summary?.restricted === true,
    rehearsed: row.rehearsed,
    incomplete: state?.incomplete ?? false,
    adopted:
      state?.adoptedAt === undefined
        ? null
        : {
            policy:
              read.policy === null
                ? state.policy
                : `${read.policy.compiled.title} (${policyName(read.policy.compiled)})`,
            at: state.adoptedAt,
          },
    unread: standing !== null ? null : state === null ? 'notRecorded' : 'noPolicy',
    ended: ended === null ? null : { at: ended, outcome: state?.outcome?.outcome ?? null },
    episode: state?.episode ?? 1,
    paused,
    behind,
  };
}

export const childName = (child: { given_name: string | null; family_name: string | null } | null): string =>
  [child?.given_name, child?.family_name].filter((part) => part != null && part !== '').join(' ');
