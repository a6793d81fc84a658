/** Gates that nobody can open, alone or together, and gates that nothing ever asks. */
import type { ClockRef, CompiledPolicy, Condition, GateRule, GateTest } from '../../../domain/policy.js';
import type { Checking } from './finding.js';
import { ALWAYS, isFalse, isTrue, NEVER, type Claim } from './possible.js';

/** Under which facts the event of a clock can have happened. */
export function clockKnown(clock: ClockRef, policy: CompiledPolicy): Claim {
  const happened = (event: string): Claim => {
    if (event === 'referral_received' || event === 'referral_accepted') return ALWAYS;
    if (event === 'marker_identified') return policy.triage === null ? NEVER : isTrue(policy.triage.when);
    // A notice has its own count; no other clock starts with its service.
    if (event === 'service') return NEVER;
    return isTrue({ fact: event, known: true });
  };
  if ('event' in clock) return happened(clock.event);
  if ('laterOf' in clock) return { some: clock.laterOf.map(happened) };
  return {
    some: clock.firstOf.map(({ event, when }) =>
      when === undefined ? happened(event) : { every: [isTrue(when), happened(event)] },
    ),
  };
}

/** Under which facts a gate lets the action pass. Checks can always be done, and periods end. */
export function opens({ when, test }: Pick<GateRule, 'when' | 'test'>, policy: CompiledPolicy): Claim {
  const passes = testPasses(test, policy);
  return when === undefined ? passes : { some: [isFalse(when), passes] };
}

function testPasses(test: GateTest, policy: CompiledPolicy): Claim {
  if ('condition' in test) return isFalse(test.condition);
  if ('needs' in test) return isTrue(test.needs);
  if ('checks' in test) return ALWAYS;
  if ('evidence' in test) {
    const { revealedBy } = test;
    const none = (fact: string): Claim => {
      const condition: Condition = { fact, is: true };
      // The designated lead can review past involvement.
      return fact === 'csc_historic' ? ALWAYS : { condition, is: revealedBy === undefined ? [false] : [false, null] };
    };
    return { every: test.evidence.map(none) };
  }
  return {
    every: test.periods.flatMap((id) => {
      const rule = policy.earliest.find((each) => each.id === id);
      if (rule === undefined) return [];
      return [
        {
          some: [
            ...(rule.when === undefined ? [] : [isFalse(rule.when)]),
            ...(rule.unless === undefined ? [] : [isTrue(rule.unless)]),
            clockKnown(rule.clock, policy),
          ],
        },
      ];
    }),
  };
}

export function checkGates(checking: Checking): void {
  const { policy, top, ask, report } = checking;
  const shut = new Set<string>();
  const placeOf = (rule: string, action: string): number =>
    top.pack.gates.findIndex((gate) => gate.id === rule && gate.action === action);
  for (const action of new Set(policy.gates.map((gate) => gate.action))) {
    const gates = policy.gates.filter((gate) => gate.action === action);
    const alone = gates.filter((gate) => ask(opens(gate, policy)) === 'never');
    for (const gate of alone) {
      shut.add(action);
      if (placeOf(gate.rule, action) < 0) continue;
      report(['gates', placeOf(gate.rule, action)], {
        severity: 'error',
        kind: 'gate-never-opens',
        rule: gate.rule,
        what: `nobody can open this gate: no facts of a case let ${action} pass it`,
        remedy: 'Look for a fact that nobody may state, a clock without an event, or a need that contradicts itself.',
      });
    }
    if (alone.length > 0 || ask({ every: gates.map((gate) => opens(gate, policy)) }) !== 'never') continue;
    shut.add(action);
    const pair = pairThatContradicts(gates, checking);
    const rules = [...new Set((pair ?? gates).map((gate) => gate.rule))];
    const place = rules.map((rule) => placeOf(rule, action)).find((index) => index >= 0);
    report(place === undefined ? ['gates'] : ['gates', place], {
      severity: 'error',
      kind: 'contradiction',
      rule: rules[0] ?? '',
      what: `the gates on ${action} can never be open together: ${rules.join(' and ')} contradict each other`,
      remedy: 'Give one of them a "when", so that each holds for its own children.',
    });
  }
  checkOutcomesPass(checking, shut);
  checkActionsAsked(checking);
}

function pairThatContradicts(gates: readonly GateRule[], { policy, ask }: Checking): GateRule[] | undefined {
  for (const [index, first] of gates.entries())
    for (const second of gates.slice(index + 1))
      if (ask({ every: [opens(first, policy), opens(second, policy)] }) === 'never') return [first, second];
  return undefined;
}

/** An outcome has to pass the gates of the ending it brings and its own, while its condition is true. */
function checkOutcomesPass({ policy, top, ask, report }: Checking, shut: ReadonlySet<string>): void {
  for (const [index, { id, outcome }] of top.pack.outcomes.entries()) {
    const rule = policy.outcomes.find((each) => each.id === id && each.outcome === outcome);
    if (rule === undefined) continue;
    const ending = rule.effect === 'inactive' ? ['inactive'] : rule.effect === 'closes' ? ['close'] : [];
    const actions = [...ending, `outcome:${outcome}`, `outcome:${id}`];
    // A gate that never opens is told once, for itself.
    if (actions.some((action) => shut.has(action))) continue;
    const gates = policy.gates.filter((gate) => actions.includes(gate.action));
    const passes: Claim[] = gates.map((gate) => opens(gate, policy));
    if (rule.when !== undefined && ask(isTrue(rule.when)) === 'never') continue;
    const own = rule.when === undefined ? [] : [isTrue(rule.when)];
    if (ask({ every: [...own, ...passes] }) !== 'never') continue;
    report(['outcomes', index], {
      severity: 'error',
      kind: 'gate-never-opens',
      rule: id,
      what: `nobody can ever decide this outcome: its condition and its gates (${[...new Set(gates.map((gate) => gate.rule))].join(', ')}) exclude each other`,
      remedy: 'Make the condition or the gates fit: what the outcome asks for must be possible while they are open.',
    });
  }
}

/** A gate on something that no rule ever does holds nothing; a period that no gate names neither. */
function checkActionsAsked({ policy, top, report }: Checking): void {
  const endings = new Set(policy.outcomes.map((rule) => rule.effect));
  const named = new Set(policy.gates.flatMap(({ test }) => ('periods' in test ? test.periods : [])));
  const minimum = new Set(policy.earliest.map((rule) => rule.id));
  for (const [index, { id, action, tests, commenced }] of top.pack.gates.entries()) {
    if (commenced === false) continue;
    if (action === 'inactive' && !endings.has('inactive'))
      report(['gates', index, 'action'], {
        severity: 'warning',
        kind: 'gate-without-effect',
        rule: id,
        what: 'no outcome of this policy makes a case inactive, so this gate is never asked',
        remedy: 'Add the outcome (effect: inactive), or name the action that it shall hold.',
      });
    for (const [at, test] of tests.entries())
      for (const [n, period] of ('periods' in test ? test.periods : []).entries())
        if (!minimum.has(period))
          report(['gates', index, 'tests', at, 'periods', n], {
            severity: 'error',
            kind: 'gate-without-effect',
            rule: id,
            what: `${period} is a deadline and no minimum period, so it holds nothing`,
            remedy: 'Name a rule that stands under "earliest".',
          });
  }
  for (const [index, { id, commenced }] of top.pack.earliest.entries())
    if (commenced !== false && !named.has(id))
      report(['earliest', index], {
        severity: 'warning',
        kind: 'gate-without-effect',
        rule: id,
        what: 'no gate names this minimum period: its date is shown, and nothing is held until then',
        remedy: `Add a gate with the test { periods: [${id}] }.`,
      });
}
