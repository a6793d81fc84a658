import { apply } from '../domain/apply.js';
import type { CaseEvent } from '../domain/events.js';
import type { CaseState } from '../domain/state.js';

interface Played {
  events: CaseEvent[];
  state: CaseState;
}

/**
 * After a late wake: a message that a later step of the same rule to the same recipient has overtaken in the same
 * backlog is recorded as overtaken and not sent. Safeguarding messages are never overtaken.
 */
export function markOvertaken({ events, state }: Played): Played {
  const messages = events.filter((event) => event.type === 'messageDue').filter((message) => !message.safeguarding);
  const last = new Map(messages.map((message) => [`${message.rule}|${message.to}`, message.seq]));
  const marked: CaseEvent[] = [];
  let after = state;
  for (const { rule, purpose, to, occurrence, seq } of messages) {
    if (last.get(`${rule}|${to}`) === seq) continue;
    const event: CaseEvent = {
      type: 'messageOvertaken',
      ...{ rule, purpose, to, occurrence },
      ...{ seq: after.seq + 1, at: after.at, by: 'system' },
    };
    after = apply(after, event);
    marked.push(event);
  }
  return { events: [...events, ...marked], state: after };
}
