import { londonDay } from '../../../../api/schemas/time.js';
import type { WaitingDecision } from '../../../../register/index.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { PathOf } from '../../../path.js';
import { whoMay } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import {
  acceptPath,
  assignPath,
  completeTaskPath,
  duplicatePath,
  outcomePath,
  rejectPath,
  rollRemovalPath,
} from '../../caseActions/paths.js';
import { overseers, overviewNav, READ_MS, wordFor } from '../overview.js';
import { decisionsPath } from '../paths.js';
import { policiesOf } from '../policies.js';

const SHOWN = 50;

/** The order on the page: what others wait for most comes first. */
const KINDS = [
  'override',
  'inactive',
  'closing',
  'outcome',
  'rejection',
  'checkRejection',
  'accept',
  'duplicate',
  'giveRollRemovalAdvice',
  'review',
  'reviewMonitoring',
  'sendRestricted',
  'assignCase',
] as const;
type Group = (typeof KINDS)[number];

/** What waits for a named person's decision, over all cases, each with the page on which it is made. */
export const decisionsPage = (web: WebServices): Page =>
  page({
    id: 'decisions',
    path: decisionsPath.pattern,
    may: overseers,
    audit: { action: 'decisions.view', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'manager/decisions/decisions.njk',
    load: async ({ visitor, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [rows, counts] = await api.guard.within(
        () => Promise.all([api.register.decisions.waiting(authority, SHOWN), api.register.decisions.counts(authority)]),
        READ_MS,
      );
      const policies = await policiesOf(web, authority, rows);
      note({ rows: rows.length });

      /** An outcome is grouped by what it would do to the case: that is what the decision is about. */
      const groupOf = ({ kind, rule, policy }: WaitingDecision): Group => {
        if (kind !== 'decideOutcome') return kind;
        const outcome = policies.get(policy)?.compiled.outcomes.find(({ id }) => id === rule);
        if (outcome?.effect === 'inactive') return 'inactive';
        return outcome?.effect === 'closes' ? 'closing' : 'outcome';
      };
      /** The outcome, else the rule's own title; what the system's defaults are called says nothing of a case. */
      const whatOf = ({ outcome, rule }: WaitingDecision, title: string | null): string | null => {
        if (outcome !== null) return wordFor(language, 'outcome', outcome);
        return rule?.startsWith('SYS-') === true ? null : title;
      };
      const shown = (row: WaitingDecision) => {
        const named = namedCase(visitor, row);
        const about = row.rule === null ? undefined : policies.get(row.policy)?.rules.get(row.rule);
        return {
          ...named,
          since: londonDay(row.since),
          due: row.due,
          // What is to be decided can tell of the child as well.
          what: named.path === null ? null : whatOf(row, about?.title ?? null),
          rule: named.path === null ? null : row.rule,
          lifted: named.path === null ? [] : row.lifted.map((action) => wordFor(language, 'gate', action)),
          actions: named.path === null ? [] : actionsOf(row, visitor),
        };
      };
      const groups = KINDS.map((kind) => {
        const mine = rows.filter((row) => groupOf(row) === kind);
        return { kind, rows: mine.map(shown) };
      }).filter((group) => group.rows.length > 0);
      return show({
        nav: overviewNav(language, visitor, decisionsPath.pattern),
        groups,
        more: counts.some(({ waiting }) => waiting > SHOWN) ? SHOWN : 0,
      });
    },
  });

/** The pages on which it is decided, for those who may. */
function actionsOf(
  { kind, caseId, rule, proposals }: WaitingDecision,
  visitor: Visitor,
): { text: string; path: string }[] {
  const on = (pattern: PathOf<`/cases/:case/${string}`> | null, input: Parameters<typeof whoMay>[0], text: string) =>
    pattern !== null && whoMay(input).allows(visitor) ? [{ text, path: pattern.to({ case: caseId }) }] : [];
  switch (kind) {
    case 'accept':
      return [
        ...on(acceptPath, 'acceptReferral', 'decisions.do.accept'),
        ...on(rejectPath, 'rejectReferral', 'decisions.do.reject'),
      ];
    case 'rejection':
      return [
        ...on(rejectPath, 'rejectReferral', 'decisions.do.reject'),
        ...on(acceptPath, 'acceptReferral', 'decisions.do.acceptAfterAll'),
      ];
    case 'duplicate':
      return whoMay('confirmDuplicate').allows(visitor)
        ? proposals.map((proposal) => ({
            text: 'decisions.do.compare',
            path: duplicatePath.to({ case: caseId, proposal }),
          }))
        : [];
    case 'override':
    case 'decideOutcome':
      return on(outcomePath, 'decideOutcome', 'decisions.do.decide');
    case 'giveRollRemovalAdvice':
      return on(rollRemovalPath, 'giveRollRemovalAdvice', 'decisions.do.advise');
    case 'assignCase':
      return on(assignPath, 'assign', 'decisions.do.assign');
    case 'checkRejection':
    case 'sendRestricted':
    case 'review':
    case 'reviewMonitoring':
      return whoMay('completeTask').allows(visitor) && rule !== null
        ? [{ text: 'decisions.do.complete', path: completeTaskPath.to({ case: caseId, kind, rule }) }]
        : [];
  }
}
