/** Rules of which the first that holds is taken: those that an earlier one always forestalls are never reached. */
import type { Condition } from '../../../domain/policy.js';
import { ALWAYS, isFalse, isNotTrue, isTrue, type Claim } from './possible.js';
import { AGE_SIDE, witnessInWords, type Checking } from './finding.js';

interface Ordered {
  when?: Condition | undefined;
}

/** The places of a list that are reached by no facts: their condition can hold, but never while all before fail. */
function forestalled(items: readonly Ordered[], { ask }: Checking, given: Claim = ALWAYS): number[] {
  return items.flatMap(({ when }, index) => {
    const own: Claim = when === undefined ? given : { every: [given, isTrue(when)] };
    // What can never be true at all is told by itself.
    if (ask(own) === 'never') return [];
    const before = items.slice(0, index).map((each) => (each.when === undefined ? null : isNotTrue(each.when)));
    const reached: Claim = before.includes(null)
      ? { some: [] }
      : { every: [own, ...before.filter((claim) => claim !== null)] };
    return ask(reached) === 'never' ? [index] : [];
  });
}

export function checkOrder(checking: Checking): void {
  checkRejections(checking);
  checkOutcomes(checking);
  checkFirstThatHolds(checking);
}

function checkRejections(checking: Checking): void {
  const { top, policy, ask, report } = checking;
  const { rejections } = policy.scope;
  const withAge = rejections.map(({ when, age }) => ({
    when: age === undefined ? when : { all: [when, sideIs(age)] },
  }));
  const out: Claim = { every: [isFalse(policy.scope.in), eitherSide] };
  const read = new Set(top.pack.interpretations.map(({ rule }) => rule));
  for (const index of forestalled(withAge, checking, out)) {
    const rule = rejections[index]?.rule ?? '';
    report(['scope', 'rejections', index], {
      // The pack says that it knows: a person chooses between several reasons that look alike.
      severity: read.has(rule) ? 'note' : 'warning',
      kind: 'never-reached',
      rule,
      what: 'the system never proposes this reason: wherever it fits, a reason before it fits as well. A person can still choose it',
      remedy: 'Move it before the wider one, or make its condition more exact.',
    });
  }
  for (const [index, { when, rule }] of rejections.entries()) {
    if (ask(isTrue(when)) === 'never' || ask({ every: [isTrue(when), out] }) !== 'never') continue;
    report(['scope', 'rejections', index], {
      severity: 'error',
      kind: 'never-reached',
      rule,
      what: 'this reason is never reached: whenever its condition is true the referral is in scope, or in doubt',
      remedy: 'Let "in" of the scope exclude the same children, or take the reason out.',
    });
  }
  const silent = ask({ every: [out, ...withAge.map(({ when }) => isNotTrue(when))] });
  if (rejections.length > 0 && typeof silent !== 'string')
    report(['scope'], {
      severity: 'warning',
      kind: 'no-reason',
      rule: top.pack.scope?.id ?? '',
      what: `a referral can be out of scope without a reason that the system could propose: ${told(silent)}`,
      remedy: 'Add a rejection for it; without one a person has to find the words.',
    });
}

const sideIs = (side: string): Condition => ({ fact: AGE_SIDE, is: side });
const eitherSide: Claim = { some: [isTrue(sideIs('before')), isTrue(sideIs('after'))] };
const told = (witness: Exclude<ReturnType<Checking['ask']>, string>): string =>
  witnessInWords(new Map([...witness].filter(([fact]) => fact !== AGE_SIDE)));

/** Several rules for one standard outcome: the first that holds is taken, unless the rule's own id is given. */
function checkOutcomes(checking: Checking): void {
  const { top, policy, report } = checking;
  const rules = policy.outcomes.filter((rule) => rule.byIdOnly !== true);
  for (const outcome of new Set(rules.map((rule) => rule.outcome))) {
    const same = rules.filter((rule) => rule.outcome === outcome);
    for (const index of forestalled(same, checking)) {
      const rule = same[index];
      const place = top.pack.outcomes.findIndex((each) => each.id === rule?.id && each.outcome === outcome);
      if (rule === undefined || place < 0) continue;
      const earlier = same.slice(0, index).find((each) => each.when === undefined) ?? same[0];
      const both = earlier?.when === undefined && rule.when === undefined;
      const contradicts = both && (earlier?.effect !== rule.effect || earlier.id === rule.id);
      report(['outcomes', placeOf(top.pack.outcomes, rule.id, outcome, same, index)], {
        severity: contradicts ? 'error' : 'warning',
        kind: contradicts ? 'contradiction' : 'never-reached',
        rule: rule.id,
        what: both
          ? `two rules for ${outcome} without a condition: ${earlier?.id ?? ''} (${earlier?.effect ?? ''}) is always taken, and ${rule.id} (${rule.effect}) only where somebody gives its id`
          : `${outcome} never means this rule: a rule before it holds whenever this one does`,
        remedy: 'Give the earlier one a "when", or this one "byIdOnly: true" where only its id shall mean it.',
      });
    }
  }
}

/** Where the n-th rule of an outcome stands in the pack: rules may share an id. */
function placeOf(
  outcomes: Checking['top']['pack']['outcomes'],
  id: string,
  outcome: string,
  same: readonly { id: string }[],
  index: number,
): number {
  const earlier = same.slice(0, index).filter((rule) => rule.id === id).length;
  const places = outcomes.flatMap((each, at) =>
    each.id === id && each.outcome === outcome && each.byIdOnly !== true ? [at] : [],
  );
  return places[earlier] ?? places[0] ?? 0;
}

function checkFirstThatHolds(checking: Checking): void {
  const { policy, report } = checking;
  const { category, owner } = policy;
  const values = category !== null && 'values' in category ? category.values : [];
  const lists = [
    { items: values, path: ['category', 'values'], what: 'category' },
    { items: owner.handovers ?? [], path: ['owner', 'handovers'], what: 'handover' },
  ];
  for (const { items, path, what } of lists)
    for (const index of forestalled(items, checking))
      report([...path, index], {
        severity: 'error',
        kind: 'never-reached',
        rule: items[index]?.rule ?? '',
        what: `this ${what} is never reached: the first that holds is taken, and one before it holds whenever this one does`,
        remedy: 'Move it before the wider one, or make its condition more exact.',
      });
}
