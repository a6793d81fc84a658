import type { CaseInput, Match, Person, PersonInput, Referral } from '../inputs.js';
import { compulsoryAgeFrom, compulsoryAgeTo } from '../law.js';
import { policyName, type FactId, type FactValue } from '../policy.js';
import type { Instant } from '../time.js';
import { cancelDeadlines, DUPLICATE_REFUSED } from './deadlines.js';
import { stateConcern } from './concerns.js';
import { acknowledge, onTrigger, referrerName, send } from './messages.js';
import { endTasks, openTask } from './tasks.js';
import { refuse, type Turn } from './turn.js';

/** What the policy's scope test says of the case now. */
export type Scope = { in: true } | { in: 'doubt' } | { in: false; rule: string; reason: string; signpost?: string };

/**
 * Unknown counts as in scope, unless a fact that makes it unknown must be asked (`mustAsk`): then it is in doubt.
 */
export function scopeOf(turn: Turn): Scope {
  const { scope } = turn.world.policy;
  const inScope = turn.holds(scope.in);
  if (inScope === true) return { in: true };
  if (inScope === null) {
    const inDoubt = scope.mustAsk.some((fact) => turn.fact(fact) === undefined);
    return inDoubt ? { in: 'doubt' } : { in: true };
  }
  const side = ageSide(turn);
  const why = scope.rejections.find(
    (rejection) => (rejection.age === undefined || rejection.age === side) && turn.holds(rejection.when) === true,
  );
  if (why === undefined) return { in: false, rule: scope.rule, reason: 'out of scope of the policy' };
  return {
    in: false,
    rule: why.rule,
    reason: why.reason,
    ...(why.signpost === undefined ? {} : { signpost: why.signpost }),
  };
}

/** Whether a child who is not of compulsory school age is too young for it, or too old. */
function ageSide(turn: Turn): 'before' | 'after' | undefined {
  const { dateOfBirth } = turn.state;
  if (dateOfBirth === null) return undefined;
  if (turn.today < compulsoryAgeFrom(dateOfBirth)) return 'before';
  return turn.today > compulsoryAgeTo(dateOfBirth) ? 'after' : undefined;
}

/** The first referral of a case, or of its next episode. */
export function receive(turn: Turn, referral: Referral, by: Person, since: { since?: Instant } = {}): void {
  turn.emit(
    {
      type: 'referralReceived',
      referrer: referral.referrer,
      referral: turn.events.length === 0 ? 1 : turn.state.referrers.length + 1,
      receivedAt: referral.receivedAt,
      ...(referral.form === undefined ? {} : { form: referral.form }),
      child: referral.child,
      policy: policyName(turn.world.policy),
      ...(referral.incomplete === true ? { incomplete: true } : {}),
    },
    by,
  );
  stateFacts(turn, referral, by, since);
  acknowledge(turn, turn.state.referrers.length - 1);
  stateConcern(turn, referral.facts, by);
}

/** Facts stated by a referrer count from receipt. What is already true is not made false by another referrer. */
function stateFacts(
  turn: Turn,
  { facts, child }: { facts: Record<FactId, FactValue>; child: Referral['child'] },
  by: Person,
  since: { since?: Instant } = {},
): void {
  for (const fact of Object.keys(facts).sort()) {
    const value = facts[fact];
    const stated = turn.state.facts[fact]?.value;
    if (value === undefined || stated === value || (stated === true && value === false)) continue;
    turn.emit({ type: 'factRecorded', fact, value, ...since }, by);
  }
  if (child.dobEstimated === true && turn.state.facts['dob_estimated'] === undefined)
    turn.emit({ type: 'factRecorded', fact: 'dob_estimated', value: true }, by);
}

/** While a referral is received: accepts what is in scope, proposes the rejection of what is not (SYS-SCOPE). */
export function syncScope(turn: Turn): void {
  const { state } = turn;
  if (state.status !== 'received') return;
  const scope = scopeOf(turn);
  if (scope.in === true) {
    accept(turn);
    return;
  }
  const concern = turn.fact('safeguarding_concern') === true;
  if (scope.in === 'doubt') {
    // A referral that states a safeguarding concern is never held up for a missing date of birth.
    if (concern) accept(turn, undefined, { incomplete: true });
    else openOnce(turn, 'decideReferral');
    return;
  }
  const { rule, reason, signpost } = scope;
  const told = signpost === undefined ? {} : { signpost };
  if (mayRejectItself(turn, concern)) {
    turn.emit({ type: 'referralRejected', rule, reason, ...told, bySystem: true });
    openTask(turn, {
      kind: 'checkRejection',
      for: 'officer',
      rule: 'SYS-SCOPE',
      period: { amount: 1, unit: 'working_day', mode: 'after' },
    });
    tellRejection(turn, rule, reason, signpost);
    return;
  }
  if (state.rejectionProposed !== null) return;
  turn.emit({ type: 'rejectionProposed', rule, reason, ...told });
  openOnce(turn, 'decideReferral');
}

function openOnce(turn: Turn, kind: string): void {
  if (!turn.state.tasks.some((task) => task.kind === kind && !task.done))
    openTask(turn, { kind, for: 'officer', rule: 'SYS-SCOPE' });
}

/** Only where the date of birth is stated and exact, no marker or concern is present, and the test is surely false. */
function mayRejectItself(turn: Turn, concern: boolean): boolean {
  const { scope, triage } = turn.world.policy;
  if (scope.autoReject === undefined || concern) return false;
  if (turn.state.dateOfBirth === null || turn.state.dobEstimated) return false;
  if (triage !== null && turn.holds(triage.when) !== false && turn.holds(triage.when) !== null) return false;
  return turn.holds(scope.autoReject.when) === true;
}

function accept(turn: Turn, by?: Person, more: { incomplete?: boolean; reason?: string } = {}): void {
  turn.emit({ type: 'referralAccepted', rule: turn.world.policy.scope.rule, ...more }, by);
  endTasks(turn, (task) => task.kind === 'decideReferral', by);
  const owner = turn.world.policy.owner.initial;
  if (owner !== turn.state.owner) turn.emit({ type: 'ownerChanged', rule: 'SYS-ASSIGN', owner });
  if (turn.state.assignee === null) openTask(turn, { kind: 'assignCase', for: 'senior', rule: 'SYS-ASSIGN' });
}

export function acceptReferral(turn: Turn, input: PersonInput & { do: 'acceptReferral' }, by: Person): void {
  if (turn.state.status === 'open') return;
  if (turn.state.status !== 'received') refuse('invalid', 'the case has ended: reopen it instead');
  const scope = scopeOf(turn);
  if (scope.in === false)
    refuse('out_of_scope', `out of scope: ${scope.reason}`, { blockedBy: [{ rule: scope.rule, why: scope.reason }] });
  accept(turn, by, input.reason === undefined ? {} : { reason: input.reason });
}

/**
 * A named person rejects. The reason may be one of the pack's, by its rule; the person's own words are kept on record,
 * but the referrer is told the pack's reason only: free text may name somebody.
 */
export function rejectReferral(turn: Turn, input: PersonInput & { do: 'rejectReferral' }, by: Person): void {
  if (turn.state.status !== 'received') refuse('invalid', 'only a referral that is not accepted yet can be rejected');
  const ofRule = turn.world.policy.scope.rejections.filter((rejection) => rejection.rule === input.reason);
  const named = ofRule.find((rejection) => turn.holds(rejection.when) === true) ?? ofRule[0];
  const scope = scopeOf(turn);
  const ofPack = named ?? (scope.in === false ? scope : undefined);
  const proposed = turn.state.rejectionProposed;
  const rule = ofPack?.rule ?? proposed?.rule ?? turn.world.policy.scope.rule;
  const own = named === undefined ? input.reason : undefined;
  const reason = own ?? ofPack?.reason ?? proposed?.reason;
  if (reason === undefined)
    refuse('invalid', 'a rejection needs a reason: the pack gives none here', { field: 'reason' });
  const signpost = ofPack?.signpost;
  turn.emit({ type: 'referralRejected', rule, reason, ...(signpost === undefined ? {} : { signpost }) }, by);
  endTasks(turn, () => true, by);
  tellRejection(turn, rule, ofPack?.reason, signpost);
}

export function proposeRejection(turn: Turn, input: PersonInput & { do: 'proposeRejection' }, by: Person): void {
  if (turn.state.status !== 'received') refuse('invalid', 'only a referral that is not accepted yet can be rejected');
  turn.emit({ type: 'rejectionProposed', rule: 'SYS-SCOPE', reason: input.reason }, by);
  openOnce(turn, 'decideReferral');
}

/** Every referrer is told of a rejection, with its reason and signpost, by the pack's message or the system's. */
function tellRejection(turn: Turn, rule: string, reason?: string, signpost?: string): void {
  const fields = { ...(reason === undefined ? {} : { reason }), signpost: signpost ?? '' };
  const own = turn.world.policy.messages.some((m) => m.on === 'rejected' || m.on === 'referral_decision');
  if (own) {
    onTrigger(turn, 'rejected', { fields });
    onTrigger(turn, 'referral_decision', { fields });
    return;
  }
  turn.state.referrers.forEach((referrer, index) => {
    if (referrer.reply === null) return;
    send(turn, {
      rule,
      purpose: 'decision',
      basis: 'default',
      to: referrerName(index),
      template: 'referral-rejected',
      channel: referrer.reply,
      fields,
    });
  });
}

/** A further referral: of the same child it joins, or after the end opens the next episode; of a similar one it proposes. */
export function furtherReferral(turn: Turn, input: CaseInput & { do: 'referral' }): void {
  const { referral, by } = input;
  const match: Match | undefined = input.match;
  if (match === undefined)
    refuse('invalid', 'this referral is about another child: it starts a case of its own', { field: 'child' });
  if (match === 'similar') {
    turn.emit(
      {
        type: 'duplicateProposed',
        proposal: `proposal-${turn.state.proposals.length + 1}`,
        referrer: referral.referrer,
        receivedAt: referral.receivedAt,
        child: referral.child,
        facts: referral.facts,
        rule: 'SYS-DUPLICATE',
      },
      by,
    );
    openTask(turn, { kind: 'decideDuplicate', for: 'officer', rule: 'SYS-DUPLICATE' });
    stateConcern(turn, referral.facts, by);
    return;
  }
  if (turn.state.endedAt === null && match === 'same_upn') {
    join(turn, referral, by);
    stateConcern(turn, referral.facts, by);
  } else joinOrBegin(turn, referral, by);
}

function joinOrBegin(turn: Turn, referral: Referral, by: Person, since: { since?: Instant } = {}): void {
  if (turn.state.endedAt !== null) {
    turn.emit({ type: 'episodeStarted', episode: turn.state.episode + 1, startedAt: referral.receivedAt });
    receive(turn, referral, by, since);
    return;
  }
  join(turn, referral, by, since);
}

function join(turn: Turn, referral: Referral, by: Person, since: { since?: Instant } = {}): void {
  turn.emit(
    {
      type: 'referralJoined',
      referral: turn.state.referrers.length + 1,
      referrer: referral.referrer,
      receivedAt: referral.receivedAt,
      child: referral.child,
    },
    by,
  );
  stateFacts(turn, referral, by, since);
  acknowledge(turn, turn.state.referrers.length - 1);
}

function openProposal(turn: Turn, id: string | undefined) {
  const open = turn.state.proposals.filter((p) => p.state === 'open');
  if (id === undefined && open.length > 1)
    refuse('invalid', 'several duplicates are proposed: name one', { field: 'proposal' });
  const proposal = id === undefined ? open[0] : open.find((p) => p.id === id);
  if (proposal === undefined) refuse('not_found', 'no such proposed duplicate', { field: 'proposal' });
  return proposal;
}

export function confirmDuplicate(turn: Turn, input: PersonInput & { do: 'confirmDuplicate' }, by: Person): void {
  const proposal = openProposal(turn, input.proposal);
  turn.emit({ type: 'duplicateConfirmed', proposal: proposal.id }, by);
  endDecision(turn, by);
  joinOrBegin(
    turn,
    {
      receivedAt: proposal.receivedAt,
      referrer: proposal.referrer,
      child: proposal.child,
      facts: proposal.facts,
    },
    by,
    // Its markers counted while it was proposed.
    { since: proposal.at },
  );
}

/** What only the refused referral's markers opened is cancelled; checks of such a condition go by themselves. */
export function refuseDuplicate(turn: Turn, input: PersonInput & { do: 'refuseDuplicate' }, by: Person): void {
  const proposal = openProposal(turn, input.proposal);
  turn.emit({ type: 'duplicateRefused', proposal: proposal.id }, by);
  endDecision(turn, by);
  cancelDeadlines(turn, DUPLICATE_REFUSED, (deadline) => {
    const rule = turn.world.policy.deadlines.find((r) => r.id === deadline.rule);
    return deadline.setAt >= proposal.at && rule?.when !== undefined && turn.holds(rule.when) !== true;
  });
}

function endDecision(turn: Turn, by: Person): void {
  if (!turn.state.proposals.some((p) => p.state === 'open'))
    endTasks(turn, (task) => task.kind === 'decideDuplicate', by);
}
