/** Names that lead to nothing and that the compiler does not need: of forms, of owners, of what is stood in for. */
import { factDefinition } from '../../../domain/facts.js';
import type { YamlPath } from '../../yamlProblems.js';
import { ruleIds } from '../references.js';
import { ROLES_OF_RECIPIENTS } from '../vocabulary.js';
import type { Checking } from './finding.js';

/** People of the council who may hold a case, beside the roles that messages go to. */
const OWNERS = ['ewo', 'cmeo', 'send', 'administrator'];
/** Who may advise on removal from the roll: the roles that decide and check. */
const ADVISERS = ['officer', 'senior', 'manager', 'dsl', 'ewo', 'cmeo'];

export function checkNames(checking: Checking): void {
  checkForms(checking);
  checkOwners(checking);
  checkReplaced(checking);
  checkUnused(checking);
}

/** The type of the answer that a fact of each type can be stated with. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  boolean: ['yes_no'],
  date: ['date'],
  number: ['number'],
  text: ['text', 'long_text', 'choice', 'phone', 'email', 'address'],
};

/** Facts whose choices are lists of the national layer: the grounds for removal, the reasons of the return. */
const LISTED_BY_LAW: readonly string[] = ['removal_ground', 'return_reason'];

function checkForms({ layers, top, report }: Checking): void {
  const declared = new Map(layers.flatMap((layer) => layer.pack.facts.map((fact) => [fact.id, fact] as const)));
  for (const [index, form] of top.pack.forms.entries())
    for (const [at, { id, type, fact, choices }] of form.fields.entries()) {
      const rule = `${form.id}/${id}`;
      const path = ['forms', index, 'fields', at];
      if (type === 'choice' && (choices ?? []).length === 0 && !LISTED_BY_LAW.includes(fact ?? ''))
        report(path, {
          severity: 'error',
          kind: 'unknown-name',
          rule,
          what: 'there is nothing to choose from',
          remedy: 'List the choices.',
        });
      if (fact === undefined) continue;
      const definition = factDefinition(fact) ?? declared.get(fact);
      if (definition === undefined)
        report([...path, 'fact'], {
          severity: 'error',
          kind: 'unknown-name',
          rule,
          what: `"${fact}" is no fact of the closed list, and this pack declares none of that name`,
          remedy: 'Declare it under "facts", or take a fact of the list.',
        });
      else if (!(ANSWERS[definition.type] ?? []).includes(type))
        report([...path, 'type'], {
          severity: 'error',
          kind: 'contradiction',
          rule,
          what: `the answer is a ${type.replace('_', ' ')}, and "${fact}" is a ${definition.type}`,
          remedy: `Ask it as ${(ANSWERS[definition.type] ?? []).join(' or ')}.`,
        });
      else if (form.purpose === 'referral' && !definition.setBy.includes('referral'))
        report([...path, 'fact'], {
          severity: 'warning',
          kind: 'without-effect',
          rule,
          what: `"${fact}" is not stated by a referral: only ${definition.setBy.join(' or ')} may set it`,
          remedy: 'Fill a "record" instead; an officer records the fact.',
        });
    }
  const rules = new Set(layers.flatMap((layer) => [...ruleIds(layer.pack)]));
  const forms = new Set(layers.flatMap((layer) => layer.pack.forms.map(({ id }) => id)));
  const named = (path: YamlPath, rule: string, id: string | undefined, known: ReadonlySet<string>, what: string) => {
    if (id !== undefined && !known.has(id))
      report(path, {
        severity: 'error',
        kind: 'unknown-name',
        rule,
        what: `"${id}" is no ${what} of this pack or of the layers under it`,
        remedy: 'Correct the id.',
      });
  };
  for (const [index, { id, form }] of top.pack.situations.entries())
    named(['situations', index, 'form'], id, form, forms, 'form');
  for (const [index, { id, methods }] of top.pack.notices.entries())
    for (const [at, { rule }] of methods.entries())
      named(['notices', index, 'methods', at, 'rule'], id, rule, rules, 'rule');
  for (const [index, { id, fact }] of top.pack.atRisk.entries())
    if (fact !== undefined && factDefinition(fact) === undefined && !declared.has(fact))
      report(['atRisk', index, 'fact'], {
        severity: 'error',
        kind: 'unknown-name',
        rule: id,
        what: `"${fact}" is no fact of the closed list, and this pack declares none of that name`,
        remedy: 'Declare it under "facts", or take a fact of the list.',
      });
}

function checkOwners({ layers, top, report }: Checking): void {
  const people = new Set<string>([
    ...ROLES_OF_RECIPIENTS,
    ...OWNERS,
    ...layers.flatMap((layer) => layer.pack.contacts.flatMap(({ id }) => [id, id.replace(/^partner:/, '')])),
  ]);
  const somebody = (path: YamlPath, rule: string, to: string): void => {
    if (people.has(to)) return;
    report(path, {
      severity: 'warning',
      kind: 'unknown-name',
      rule,
      what: `"${to}" is nobody: no role, and no contact of this pack`,
      remedy: `Name a role (officer, senior, manager, ewo, cmeo), or add a contact with the id ${to} or partner:${to}.`,
    });
  };
  const { owner, rollRemoval, outcomes } = top.pack;
  if (owner !== undefined) somebody(['owner', 'initial'], '', owner.initial);
  for (const [index, { id, to }] of (owner?.handovers ?? []).entries())
    somebody(['owner', 'handovers', index, 'to'], id, to);
  for (const [index, { id, owner: to }] of outcomes.entries())
    if (to !== undefined) somebody(['outcomes', index, 'owner'], id, to);
  if (rollRemoval !== undefined && !ADVISERS.includes(rollRemoval.adviceBy))
    report(['rollRemoval', 'adviceBy'], {
      severity: 'error',
      kind: 'unknown-name',
      rule: rollRemoval.id,
      what: `"${rollRemoval.adviceBy}" is no role that could give the advice`,
      remedy: `Name one of ${ADVISERS.join(', ')}.`,
    });
}

/** A stand-in for something that is not there, and one for the law, which has to be as strict. */
function checkReplaced({ layers, top, report }: Checking): void {
  const [, ...below] = layers;
  const rules = new Set(below.flatMap((layer) => [...ruleIds(layer.pack)]));
  const gates = new Set(below.flatMap((layer) => layer.pack.gates.map(({ id }) => id)));
  for (const [section, items] of Object.entries(top.pack)) {
    if (!Array.isArray(items)) continue;
    for (const [index, item] of items.entries()) {
      if (typeof item !== 'object' || !('replaces' in item)) continue;
      for (const [at, id] of (item.replaces ?? []).entries()) {
        const path = [section, index, 'replaces', at];
        if (!rules.has(id))
          report(path, {
            severity: 'error',
            kind: 'unknown-name',
            rule: item.id,
            what: `"${id}" is no rule of the layers below, so nothing is replaced`,
            remedy: 'Correct the id: NAT- is the law, SYS- a default of the system.',
          });
        else if (gates.has(id))
          report(path, {
            severity: 'warning',
            kind: 'stands-in-for-law',
            rule: item.id,
            what: `${id} is a gate of the law, and this rule takes its place`,
            remedy: 'Make sure that it holds at least what the law holds, or leave the law standing beside it.',
          });
      }
    }
  }
}

/** What a pack declares and never uses. */
function checkUnused({ top, report }: Checking): void {
  const { facts, conditions, clocks } = top.pack;
  const uses = new Map<string, number>();
  count(top.pack, uses);
  const own = facts.map((fact) => ({ id: fact.id, path: 'facts', what: 'fact' }));
  const timed = clocks.map((clock) => ({ id: clock.id, path: 'clocks', what: 'clock' }));
  for (const [list, items] of [
    ['facts', own],
    ['clocks', timed],
  ] as const)
    for (const [index, { id, what }] of items.entries())
      // Its own id is one use.
      if ((uses.get(id) ?? 0) < 2)
        report([list, index], {
          severity: 'note',
          kind: 'unused',
          rule: id,
          what: `nothing uses this ${what}`,
          remedy: 'Use it, or take it out.',
        });
  for (const name of Object.keys(conditions))
    if (!uses.has(name))
      report(['conditions', name], {
        severity: 'note',
        kind: 'unused',
        rule: name,
        what: 'nothing uses this condition',
        remedy: 'Use it, or take it out.',
      });
}

function count(value: unknown, uses: Map<string, number>): void {
  if (typeof value === 'string') uses.set(value, (uses.get(value) ?? 0) + 1);
  else if (Array.isArray(value)) value.forEach((each) => count(each, uses));
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach((each) => count(each, uses));
}
