import { sql, type Selectable, type Transaction } from 'kysely';
import { londonDate } from '../domain/calendar/london.js';
import { dutyActs, frequencyOf, type DutyAct } from '../domain/duties.js';
import type { RuleId } from '../domain/policy.js';
import type { Instant, IsoDate } from '../domain/time.js';
import type { Database } from './database.js';
import {
  occurrenceOf,
  planOf,
  type Actor,
  type DutyEvent,
  type DutyOccurrence,
  type DutyReview,
  type DutyWorld,
  type HeldPlan,
} from './dutyRows.js';
import { Conflict, NotFound } from './errors.js';
import type { DutyEventType, DutyOccurrencesTable, JsonValue, Schema } from './schema.js';

/** Occurrences that have ended, shown with the open ones of a duty. */
const ENDED_SHOWN = 200;

export function createDuties(db: Database) {
  return {
    /**
     * Brings the occurrences of an authority to a day: opens, moves, withdraws, marks late. Two at once wait for each
     * other, and repeating it changes nothing.
     */
    review: (authority: string, world: DutyWorld, at: Instant): Promise<DutyReview> =>
      db.transaction().execute(async (tx) => {
        await lock(tx, authority);
        const day = londonDate(world.calendars.london, at);
        const plans = await plansFor(tx, authority, world, day, at);
        const duties = world.duties.map((rule) => ({
          rule,
          plan: plans.get(rule.id) ?? startOf(rule.id, world, day, at),
        }));
        const held = await tx
          .selectFrom('duty_occurrences')
          .select(['rule', 'occurrence', 'due', 'state'])
          .where('authority', '=', authority)
          .execute();
        const acts = dutyActs(duties, held, day, world);
        for (const act of acts) await carryOut(tx, authority, act, { world, plans, at });
        const count = (kind: DutyAct['act']): number => acts.filter(({ act }) => act === kind).length;
        return { opened: count('open'), moved: count('move'), late: count('late'), withdrawn: count('withdraw') };
      }),

    plans: async (authority: string): Promise<HeldPlan[]> => {
      const rows = await db.selectFrom('duty_plans').selectAll().where('authority', '=', authority).execute();
      return rows.map(planOf);
    },

    /** What the authority decides of a duty: how often, from when, on which days, by whom. */
    setPlan: (authority: string, plan: Omit<HeldPlan, 'changedAt' | 'changedBy'>, actor: Actor): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await lock(tx, authority);
        await writePlan(tx, authority, { ...plan, changedAt: actor.at, changedBy: actor.by });
        const { rule, for: who, frequency, dates, anchor, anchorIsDue } = plan;
        await note(tx, authority, { rule, occurrence: null }, 'planned', actor, {
          frequency: frequency ?? null,
          dates: dates === null ? null : [...dates],
          ...(anchorIsDue ? { firstDue: anchor } : { countsFrom: anchor }),
          for: who,
        });
        // What is open already is done by whoever does it now.
        if (who !== null)
          await tx
            .updateTable('duty_occurrences')
            .set({ for_role: who })
            .where('authority', '=', authority)
            .where('rule', '=', rule)
            .where('state', 'in', ['open', 'late'])
            .execute();
      }),

    /** Open and late ones first, by due day; then those that ended, the newest first. */
    occurrences: async (authority: string, rule?: RuleId): Promise<DutyOccurrence[]> => {
      const rows = await db
        .selectFrom('duty_occurrences')
        .selectAll()
        .where('authority', '=', authority)
        .$if(rule !== undefined, (q) => q.where('rule', '=', rule ?? ''))
        .orderBy('ended_at', (order) => order.desc().nullsFirst())
        .orderBy('due')
        .orderBy('rule')
        .limit(ENDED_SHOWN)
        .execute();
      return rows.map(occurrenceOf);
    },

    /** What happened to a duty, the oldest first. */
    history: async (authority: string, rule: RuleId): Promise<DutyEvent[]> => {
      const rows = await db
        .selectFrom('duty_events')
        .select(['rule', 'occurrence', 'at', 'type', 'by', 'role', 'detail'])
        .where('authority', '=', authority)
        .where('rule', '=', rule)
        .orderBy('event_id')
        .execute();
      return rows;
    },

    /**
     * Ends an occurrence; the one due first where none is named. One that was done in time and is only entered late
     * is late no longer; both stay in the record.
     * @throws NotFound where none is open, Conflict where the one named has ended
     */
    end: (
      authority: string,
      of: { rule: RuleId; occurrence?: string | undefined },
      how:
        | { state: 'done'; doneOn: IsoDate; note: string; evidence: string | null }
        | { state: 'not_needed'; reason: string },
      actor: Actor,
    ): Promise<DutyOccurrence> =>
      db.transaction().execute(async (tx) => {
        await lock(tx, authority);
        const held = await occurrenceToEnd(tx, authority, of);
        const inTime = how.state === 'done' && held.late_at !== null && how.doneOn <= held.due;
        const row = await tx
          .updateTable('duty_occurrences')
          .set({
            state: how.state,
            ended_at: actor.at,
            ended_by: actor.by,
            ...(inTime ? { late_at: null } : {}),
            ...(how.state === 'done'
              ? { done_on: how.doneOn, note: how.note, evidence: how.evidence }
              : { note: how.reason }),
          })
          .where('authority', '=', authority)
          .where('rule', '=', held.rule)
          .where('occurrence', '=', held.occurrence)
          .returningAll()
          .executeTakeFirstOrThrow();
        const about = { rule: held.rule, occurrence: held.occurrence };
        if (how.state === 'not_needed') await note(tx, authority, about, 'notNeeded', actor, { reason: how.reason });
        else {
          const { doneOn, note: text, evidence } = how;
          await note(tx, authority, about, 'done', actor, { doneOn, note: text, evidence, late: doneOn > held.due });
          if (inTime) await note(tx, authority, about, 'lateWithdrawn', actor, { doneOn, due: held.due });
        }
        return occurrenceOf(row);
      }),

    /** What the digest looks through: everything that is open or late. */
    open: async (authority: string): Promise<DutyOccurrence[]> => {
      const rows = await db
        .selectFrom('duty_occurrences')
        .selectAll()
        .where('authority', '=', authority)
        .where('state', 'in', ['open', 'late'])
        .orderBy('due')
        .orderBy('rule')
        .execute();
      return rows.map(occurrenceOf);
    },
  };
}

type Tx = Transaction<Schema>;

/** One writer of an authority's duties at a time. */
const lock = (tx: Tx, authority: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${authority} duties`}, 0))`.execute(tx);

/**
 * The plans that are held, and for duties that are new a beginning each. A duty whose rule is another than at the last
 * look counts from today: nothing is owed for the time before it was so.
 */
async function plansFor(
  tx: Tx,
  authority: string,
  world: DutyWorld,
  day: IsoDate,
  at: Instant,
): Promise<Map<RuleId, HeldPlan>> {
  const rows = await tx.selectFrom('duty_plans').selectAll().where('authority', '=', authority).execute();
  const plans = new Map(rows.map((row) => [row.rule, planOf(row)]));
  for (const rule of world.duties) {
    const held = plans.get(rule.id);
    const plan = { ...(held ?? startOf(rule.id, world, day, at)), knownFrom: day };
    const reckonedBy = JSON.stringify([
      frequencyOf(rule, plan) ?? null,
      plan.dates ?? rule.dates ?? null,
      rule.dueAfter ?? null,
    ]);
    if (rows.some((row) => row.rule === rule.id && row.reckoned_by === reckonedBy)) continue;
    await writePlan(tx, authority, plan, reckonedBy);
    plans.set(rule.id, plan);
  }
  return plans;
}

const startOf = (rule: RuleId, { effectiveFrom }: DutyWorld, day: IsoDate, at: Instant): HeldPlan => ({
  rule,
  anchor: effectiveFrom,
  anchorIsDue: false,
  frequency: null,
  dates: null,
  for: null,
  knownFrom: day,
  changedAt: at,
  changedBy: 'system',
});

async function writePlan(tx: Tx, authority: string, plan: HeldPlan, reckonedBy: string | null = null): Promise<void> {
  const row = {
    anchor: plan.anchor,
    anchor_is_due: plan.anchorIsDue,
    frequency: plan.frequency === null ? null : JSON.stringify(plan.frequency),
    dates: plan.dates === null ? null : JSON.stringify(plan.dates),
    for_role: plan.for,
    known_from: plan.knownFrom,
    reckoned_by: reckonedBy,
    changed_at: plan.changedAt,
    changed_by: plan.changedBy,
  };
  await tx
    .insertInto('duty_plans')
    .values({ authority, rule: plan.rule, ...row })
    .onConflict((conflict) => conflict.columns(['authority', 'rule']).doUpdateSet(row))
    .execute();
}

async function carryOut(
  tx: Tx,
  authority: string,
  act: DutyAct,
  { world, plans, at }: { world: DutyWorld; plans: ReadonlyMap<RuleId, HeldPlan>; at: Instant },
): Promise<void> {
  const { rule, occurrence, due } = act;
  const system: Actor = { by: 'system', role: null, at };
  const change = (set: Partial<Pick<DutyOccurrencesTable, 'state' | 'late_at' | 'due' | 'remind_on' | 'working'>>) =>
    tx
      .updateTable('duty_occurrences')
      .set(set)
      .where('authority', '=', authority)
      .where('rule', '=', rule)
      .where('occurrence', '=', occurrence)
      .execute();
  const told = (type: DutyEventType, detail: Record<string, JsonValue>) =>
    note(tx, authority, { rule, occurrence }, type, system, detail);
  switch (act.act) {
    case 'open': {
      const duty = world.duties.find(({ id }) => id === rule);
      if (duty === undefined) return;
      await tx
        .insertInto('duty_occurrences')
        .values({
          ...{
            authority,
            rule,
            occurrence,
            due,
            working: act.working,
            remind_on: act.remindOn,
            state: 'open' as const,
          },
          title: duty.title,
          source: duty.source,
          for_role: plans.get(rule)?.for ?? duty.for,
          opened_at: at,
        })
        .execute();
      return told('opened', { due, working: act.working });
    }
    case 'move':
      await change({ due, remind_on: act.remindOn, working: act.working });
      return told('moved', { from: act.was, due, working: act.working });
    case 'late':
      await change({ state: 'late', late_at: at });
      return told('late', { due });
    case 'withdraw':
      // The row goes, so that the same occurrence can open again; what happened to it stays in the events.
      await tx
        .deleteFrom('duty_occurrences')
        .where('authority', '=', authority)
        .where('rule', '=', rule)
        .where('occurrence', '=', occurrence)
        .execute();
      return told('withdrawn', { due, reason: 'the policy or the plan of the authority no longer asks for it' });
  }
}

async function occurrenceToEnd(
  tx: Tx,
  authority: string,
  { rule, occurrence }: { rule: RuleId; occurrence?: string | undefined },
): Promise<Selectable<DutyOccurrencesTable>> {
  const row = await tx
    .selectFrom('duty_occurrences')
    .selectAll()
    .where('authority', '=', authority)
    .where('rule', '=', rule)
    .$if(occurrence !== undefined, (q) => q.where('occurrence', '=', occurrence ?? ''))
    .$if(occurrence === undefined, (q) => q.where('state', 'in', ['open', 'late']))
    .orderBy('due')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined)
    throw new NotFound(
      occurrence === undefined ? `An open occurrence of ${rule}` : `The occurrence ${occurrence} of ${rule}`,
    );
  if (row.ended_at !== null)
    throw new Conflict(`${rule} ${row.occurrence} is ${row.state === 'done' ? 'done' : 'marked not needed'} already`);
  return row;
}

async function note(
  tx: Tx,
  authority: string,
  of: { rule: RuleId; occurrence: string | null },
  type: DutyEventType,
  { by, role, at }: Actor,
  detail: Record<string, JsonValue>,
): Promise<void> {
  await tx
    .insertInto('duty_events')
    .values({ authority, ...of, at, type, by, role, detail: JSON.stringify(detail) })
    .execute();
}
