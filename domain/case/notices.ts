import { countFrom, workingDayFrom } from '../calendar/count.js';
import { endOfDay } from '../calendar/london.js';
import { explain } from '../conditions.js';
import type { Person, PersonInput } from '../inputs.js';
import { addDays } from '../time.js';
import { openTask } from './tasks.js';
import { refuse, type Turn } from './turn.js';

/**
 * A statutory notice served: its last day for the parent, and the officer's task on the first working day from the day
 * after. The days count from the day of service, that day included, and no holiday moves them.
 */
export function serveNotice(turn: Turn, input: PersonInput & { do: 'serveNotice' }, by: Person): void {
  const rule = turn.world.policy.notices.find((n) => n.notice === input.notice);
  if (rule === undefined) refuse('not_found', `the policy knows no notice ${input.notice}`, { field: 'notice' });
  const method = rule.methods.find((m) => m.method === input.method);
  if (method === undefined)
    refuse(
      'invalid',
      `${input.notice} cannot be served by ${input.method}: use ${rule.methods.map((m) => m.method).join(', ')}`,
      {
        field: 'method',
      },
    );
  if (input.servedOn > turn.today) refuse('invalid', 'servedOn lies in the future', { field: 'servedOn' });
  if (method.needs !== undefined) {
    const whys = explain(method.needs, true, turn.fact, turn.today);
    if (whys.length > 0) {
      const blockedBy = whys.map((why) => ({ rule: method.rule ?? rule.id, why }));
      refuse('gate_closed', `service by ${input.method}: ${whys.join(', ')}`, { blockedBy });
    }
  }
  const counted = countFrom(input.servedOn, rule, turn.world.calendars);
  if (!counted.ok) refuse('invalid', `the calendar ${counted.missing.calendar} is not loaded far enough`);
  turn.emit(
    { type: 'noticeServed', rule: rule.id, notice: rule.notice, method: input.method, servedOn: input.servedOn },
    by,
  );
  const occurrence = turn.state.deadlines.filter((d) => d.rule === rule.id).length + 1;
  turn.emit({
    type: 'deadlineSet',
    rule: rule.id,
    occurrence,
    actor: rule.actor,
    due: counted.date,
    dueAt: endOfDay(turn.world.calendars.london, counted.date),
    clock: { event: 'service', from: input.servedOn, amount: rule.amount, unit: rule.unit, mode: rule.mode },
    skipped: counted.skipped,
  });
  const next = workingDayFrom(addDays(counted.date, 1), turn.world.calendars);
  openTask(turn, { kind: rule.task.kind, for: rule.task.for, rule: rule.id, due: next.ok ? next.date : null });
}
