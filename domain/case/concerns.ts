import type { ConcernKind, ConcernRoute, FactId, FactValue } from '../policy.js';
import type { Person, PersonInput } from '../inputs.js';
import type { Concern } from '../state.js';
import { addSeconds } from '../time.js';
import { openConcerns } from './gates.js';
import { send } from './messages.js';
import { endTasks, openTask } from './tasks.js';
import { refuse, type Turn } from './turn.js';

const RULE = 'SYS-CONCERN';

/** Concerns of these kinds also go to the police contact, and any in which harm is imminent. A pack may widen this. */
const POLICE_KINDS: readonly ConcernKind[] = ['crime', 'exploitation', 'trafficking', 'forced_marriage', 'fgm'];

/** Facts whose statement is the statement of a concern. A marker (a plan, being looked after) is none by itself. */
const CONCERN_FACTS = ['safeguarding_concern', 'imminent_harm', 'crime_suspected'];

/** A concern that a referral or an officer states as a fact is opened like one that is raised. */
export function stateConcern(turn: Turn, stated: Record<FactId, FactValue>, by: Person): void {
  if (!CONCERN_FACTS.some((fact) => stated[fact] === true)) return;
  open(turn, kindOfFacts(turn), turn.fact('imminent_harm') === true, by);
}

function kindOfFacts(turn: Turn): ConcernKind {
  if (turn.fact('crime_suspected') === true) return 'crime';
  if (turn.fact('fgm_concern') === true) return 'fgm';
  if (turn.fact('exploitation_concern') === true) return 'exploitation';
  return 'welfare';
}

export function raiseConcern(turn: Turn, input: PersonInput & { do: 'raiseConcern' }, by: Person): void {
  open(turn, input.kind, input.immediate, by, input.note);
  // On a case that has ended, somebody has to look at it again.
  if (turn.state.endedAt !== null) openTask(turn, { kind: 'review', for: 'manager', rule: RULE });
}

/** The message, the task within the hour and the ladder, all in the step that raised the concern. */
function open(turn: Turn, kind: ConcernKind, immediate: boolean, by: Person, note?: string): void {
  const { defaults } = turn.world.policy;
  const after = (minutes: number) => addSeconds(turn.at, minutes * 60);
  const concern = `concern-${turn.state.concerns.length + 1}`;
  const taskDueAt = after(defaults.concernTaskMinutes);
  turn.emit(
    {
      type: 'concernRaised',
      concern,
      kind,
      immediate,
      ...(note === undefined ? {} : { note }),
      rule: RULE,
      taskDueAt,
      deputyAt: after(defaults.concernDeputyMinutes),
      managerAt: after(defaults.concernManagerMinutes),
    },
    by,
  );
  tellContacts(turn, kind, immediate);
  for (const to of ['dsl', 'officer'] as const) {
    if (to === 'officer' && turn.state.assignee === null) continue;
    send(turn, {
      rule: RULE,
      purpose: 'concern',
      to,
      template: to === 'dsl' ? 'concern-dsl' : 'concern-officer',
      safeguarding: true,
    });
  }
  for (const to of ['officer', 'dsl'])
    openTask(turn, { kind: 'referConcern', for: to, rule: RULE, dueAt: taskDueAt, concern });
}

function tellContacts(turn: Turn, kind: ConcernKind, immediate: boolean): void {
  const { routes, kinds } = turn.world.policy.concerns;
  const told = new Set<string>();
  for (const route of routes) {
    if (!routeApplies(turn, route, kind, immediate) || told.has(route.to)) continue;
    told.add(route.to);
    send(turn, { rule: route.rule, purpose: 'concern', to: route.to, template: route.template, safeguarding: true });
  }
  if (!told.has('safeguarding-contact')) tell(turn, 'safeguarding-contact', 'concern-contact');
  const police = immediate || POLICE_KINDS.includes(kind) || (kinds ?? []).includes(kind);
  if (police && !told.has('police')) tell(turn, 'police', 'concern-police');
}

const tell = (turn: Turn, to: string, template: string): void =>
  send(turn, { rule: RULE, purpose: 'concern', to, template, safeguarding: true });

function routeApplies(turn: Turn, route: ConcernRoute, kind: ConcernKind, immediate: boolean): boolean {
  if (route.when === undefined && route.kinds === undefined && route.immediate === undefined) return true;
  if (route.when !== undefined && turn.holds(route.when) === true) return true;
  if (route.kinds?.includes(kind) ?? false) return true;
  return route.immediate === true && immediate;
}

/** Unacknowledged at 30 minutes: the deputy of the designated lead, or a senior officer where none is set. */
export function tellDeputy(turn: Turn, concern: Concern): void {
  send(turn, {
    rule: RULE,
    purpose: 'concern',
    to: hasDeputy(turn) ? 'deputy' : 'senior',
    template: 'concern-ladder-deputy',
    safeguarding: true,
    step: { of: 'concernDeputy', concern: concern.id },
  });
}

export function tellManagerOfConcern(turn: Turn, concern: Concern): void {
  send(turn, {
    rule: RULE,
    purpose: 'concern',
    to: 'manager',
    template: 'concern-ladder-manager',
    safeguarding: true,
    step: { of: 'concernManager', concern: concern.id },
  });
}

/** A deputy of the designated lead: one the authority has named, or one who stands in for an absence. */
const hasDeputy = ({ world, state, at }: Turn): boolean =>
  world.policy.contacts['deputy'] !== undefined ||
  state.away.some(
    (away) =>
      away.deputy !== undefined &&
      away.who.startsWith('dsl') &&
      away.from <= at &&
      (away.until === undefined || at <= away.until),
  );

function pick(turn: Turn, id: string | undefined, which: (concern: Concern) => boolean): Concern {
  const open = openConcerns(turn.state).filter(which);
  if (id === undefined && open.length > 1)
    refuse('invalid', 'several concerns are open: name one', { field: 'concern' });
  const concern = id === undefined ? open[0] : turn.state.concerns.find((c) => c.id === id);
  if (concern === undefined) refuse('not_found', 'no such open concern', { field: 'concern' });
  if (concern.resolvedAt !== undefined) refuse('invalid', `${concern.id} is resolved already`, { field: 'concern' });
  return concern;
}

export function acknowledgeConcern(turn: Turn, input: PersonInput & { do: 'acknowledgeConcern' }, by: Person): void {
  const concern = pick(turn, input.concern, (c) => c.acknowledgedAt === undefined);
  if (concern.acknowledgedAt !== undefined)
    refuse('invalid', `${concern.id} is acknowledged already`, { field: 'concern' });
  turn.emit(
    {
      type: 'concernAcknowledged',
      concern: concern.id,
      spokenTo: input.spokenTo,
      ...(input.reference === undefined ? {} : { reference: input.reference }),
      ...(input.note === undefined ? {} : { note: input.note }),
      rule: RULE,
    },
    by,
  );
  endTasks(turn, (task) => task.concern === concern.id, by);
}

/** By the designated lead. Resolving the last open concern sets `safeguarding_concern` to false from then. */
export function resolveConcern(turn: Turn, input: PersonInput & { do: 'resolveConcern' }, by: Person): void {
  const concern = pick(turn, input.concern, () => true);
  turn.emit({ type: 'concernResolved', concern: concern.id, reason: input.reason, rule: RULE }, by);
  endTasks(turn, (task) => task.concern === concern.id, by);
  if (openConcerns(turn.state).length > 0) return;
  for (const fact of CONCERN_FACTS)
    if (fact === 'safeguarding_concern' || turn.state.facts[fact]?.value === true)
      turn.emit({ type: 'factRecorded', fact, value: false, rule: RULE }, by);
}
