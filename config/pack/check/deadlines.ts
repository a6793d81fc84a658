/** Deadlines, windows and checks that cannot do what they say. */
import { isTrue } from './possible.js';
import { clockKnown } from './gates.js';
import type { Checking } from './finding.js';

export function checkTimes(checking: Checking): void {
  checkClocks(checking);
  checkDeadlines(checking);
  checkChecks(checking);
  checkMessages(checking);
}

/** A count that nothing starts: a date that nobody may state, a first risk level that the policy has not. */
function checkClocks({ top, policy, ask, clock, condition, report }: Checking): void {
  for (const section of ['deadlines', 'windows', 'earliest'] as const)
    for (const [index, item] of top.pack[section].entries()) {
      if (item.commenced === false) continue;
      const known = clockKnown(clock(item.clock), policy);
      const started = ask(known);
      const own = item.when === undefined ? [] : [isTrue(condition(item.when))];
      if (started !== 'never' && (own.length === 0 || ask(own[0] ?? known) === 'never')) continue;
      if (started !== 'never' && ask({ every: [known, ...own] }) !== 'never') continue;
      report([section, index, 'clock'], {
        severity: 'error',
        kind: 'clock-without-event',
        rule: item.id,
        what:
          started === 'never'
            ? `nothing ever starts this clock: ${reason(item.clock, policy.triage === null)}`
            : 'the clock never starts while the condition of the rule is true, so there is never a date',
        remedy: 'Count from referral_received, or from a date that a referral or a person may state.',
      });
    }
}

function reason(clock: unknown, noTriage: boolean): string {
  const text = JSON.stringify(clock);
  if (text.includes('marker_identified') && noTriage) return 'marker_identified needs a triage, and the pack has none';
  if (text.includes('"service"')) return 'only a notice is counted from its service, under "notices"';
  return `nobody may state ${text.replaceAll('"', '')}`;
}

function checkDeadlines({ top, policy, ask, report }: Checking): void {
  const checks = new Map(policy.checks.map((check) => [check.id, check]));
  for (const section of ['deadlines', 'windows'] as const)
    for (const [index, item] of top.pack[section].entries()) {
      if (item.commenced === false) continue;
      const rule = policy.deadlines.find((each) => each.id === item.id);
      if (rule === undefined) continue;
      const at = [section, index];
      const { met } = rule;
      const named = Array.isArray(met.checks) ? met.checks : [];
      const possible = named.filter((id) => {
        const when = checks.get(id)?.when;
        return when === undefined || ask(isTrue(when)) !== 'never';
      });
      if (named.length > 0 && possible.length === 0)
        report([...at, 'met'], {
          severity: 'error',
          kind: 'never-met',
          rule: item.id,
          what: 'nothing can ever meet this deadline: none of its checks ever opens',
          remedy: 'Name a check that opens, or "act: true".',
        });
      if (rule.recurring === true && met.act !== true)
        report([...at, 'met'], {
          severity: 'warning',
          kind: 'without-effect',
          rule: item.id,
          what: 'what meets it once meets each later occurrence as well, so nobody is reminded again',
          remedy: 'Use "act: true": each occurrence is then recorded by itself.',
        });
      for (const [n, shorter] of (rule.shorter ?? []).entries())
        if (shorter.unit === rule.unit && shorter.mode === rule.mode && shorter.amount >= rule.amount)
          report([...at, 'shorter', n], {
            severity: 'warning',
            kind: 'without-effect',
            rule: item.id,
            what: `${shorter.amount} is not shorter than ${rule.amount}, and a deadline is never lengthened`,
            remedy: 'Give a shorter period, or write the longer one as a rule of its own.',
          });
      if (rule.opensAmount !== undefined && rule.opensAmount > rule.amount)
        report([...at, 'opensAmount'], {
          severity: 'error',
          kind: 'contradiction',
          rule: item.id,
          what: `the span would begin on day ${rule.opensAmount}, after its last day ${rule.amount}`,
          remedy: 'Let opensAmount be the first day and amount the last.',
        });
      if (rule.lateReferral !== undefined && rule.actor !== 'authority')
        report([...at, 'lateReferral'], {
          severity: 'warning',
          kind: 'without-effect',
          rule: item.id,
          what: 'only a deadline of the authority is given another date when it is past at receipt',
          remedy: 'Take lateReferral out, or write a deadline of the authority.',
        });
    }
}

function checkChecks({ top, policy, report }: Checking): void {
  const bands = new Set(policy.timeBands.map((band) => band.name)).size + 1;
  const after = new Map(policy.checks.map((check) => [check.id, check.after ?? []]));
  for (const [index, check] of top.pack.checks.entries()) {
    if (check.commenced === false) continue;
    const { id, attempts, askAutomatically, partner } = check;
    if (attempts?.distinct === true && attempts.min > bands)
      report(['checks', index, 'attempts'], {
        severity: 'error',
        kind: 'never-met',
        rule: id,
        what: `${attempts.min} attempts in different bands of the day are asked for, and there are ${bands} bands with the weekend`,
        remedy: 'Ask for fewer, or divide the day into more timeBands.',
      });
    if (waitsForItself(id, after))
      report(['checks', index, 'after'], {
        severity: 'error',
        kind: 'never-reached',
        rule: id,
        what: 'this check never opens: by "after" it waits for itself',
        remedy: 'Take one of the checks out of the circle.',
      });
    if (askAutomatically === true && partner === undefined)
      report(['checks', index, 'askAutomatically'], {
        severity: 'warning',
        kind: 'without-effect',
        rule: id,
        what: 'nobody is asked: the check names no partner',
        remedy: 'Add the partner, and a contact for it.',
      });
    if (check.need !== 'conditional' && check.when !== undefined && check.need === 'required')
      report(['checks', index, 'when'], {
        severity: 'note',
        kind: 'reading',
        rule: id,
        what: 'a required check with a condition is on the case only while that holds, like a conditional one',
      });
  }
}

function waitsForItself(id: string, after: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const leads = (from: string): boolean =>
    (after.get(from) ?? []).some((next) => {
      if (next === id) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leads(next);
    });
  return leads(id);
}

/** A message or a task for an outcome that cannot come, or that limits itself by outcomes where there are none. */
function checkMessages({ top, policy, report }: Checking): void {
  const possible = new Set(policy.outcomes.map((rule) => rule.outcome));
  for (const section of ['messages', 'tasks'] as const)
    for (const [index, { id, on, outcomes, commenced }] of top.pack[section].entries()) {
      if (commenced === false || outcomes === undefined) continue;
      if (on !== 'outcome' && on !== 'ended')
        report([section, index, 'outcomes'], {
          severity: 'warning',
          kind: 'without-effect',
          rule: id,
          what: `"outcomes" limits nothing here: it comes on ${on}`,
          remedy: 'Write on: outcome, or on: ended.',
        });
      else if (!outcomes.some((outcome) => possible.has(outcome)))
        report([section, index, 'outcomes'], {
          severity: 'error',
          kind: 'never-reached',
          rule: id,
          what: `it never comes: no rule of the policy allows ${outcomes.join(' or ')}`,
          remedy: 'Add a rule for the outcome, or name another.',
        });
    }
}
