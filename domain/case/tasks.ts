import { countFrom } from '../calendar/count.js';
import type { PolicyPeriod, Recipient, RuleId } from '../policy.js';
import type { Task } from '../state.js';
import type { Instant, IsoDate } from '../time.js';
import { londonDate } from '../calendar/london.js';
import type { Person } from '../inputs.js';
import type { Turn } from './turn.js';

export interface NewTask {
  kind: string;
  for: Recipient;
  rule: RuleId;
  due?: IsoDate | null;
  dueAt?: Instant;
  /** Counted from today, where no date is given. */
  period?: PolicyPeriod;
  concern?: string;
  deadline?: number;
}

/** Opens a task for a person. */
export function openTask(turn: Turn, task: NewTask): void {
  turn.emit({
    type: 'taskOpened',
    task: `task-${turn.state.episode}-${turn.state.tasks.length + 1}`,
    kind: task.kind,
    for: task.for,
    due: dueDate(turn, task),
    dueAt: task.dueAt ?? null,
    rule: task.rule,
    ...(task.concern === undefined ? {} : { concern: task.concern }),
    ...(task.deadline === undefined ? {} : { deadline: task.deadline }),
  });
}

function dueDate(turn: Turn, task: NewTask): IsoDate | null {
  if (task.due !== undefined) return task.due;
  if (task.dueAt !== undefined) return londonDate(turn.world.calendars.london, task.dueAt);
  if (task.period === undefined) return null;
  const counted = countFrom(turn.today, task.period, turn.world.calendars);
  return counted.ok ? counted.date : null;
}

/** Ends every open task that a test picks. */
export function endTasks(turn: Turn, which: (task: Task) => boolean, by?: Person, note?: string): void {
  for (const task of turn.state.tasks.filter((t) => !t.done && which(t)))
    turn.emit(
      { type: 'taskDone', task: task.id, kind: task.kind, rule: task.rule, ...(note === undefined ? {} : { note }) },
      by,
    );
}
