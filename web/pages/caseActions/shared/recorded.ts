import { z } from 'zod';
import type { CaseEvent } from '../../../../domain/events.js';
import type { Answer } from '../../../../api/route.js';
import type { Of } from '../../../../api/services/gateway.js';
import type { Services } from '../../../../api/services.js';

const taken = z.object({ seq: z.int(), events: z.array(z.object({ seq: z.int() })) });

/** For the address of a page of the case: the event that an input was answered with, which the page then waits for. */
export function seqOf(answer: Answer): Readonly<Record<string, string>> {
  const read = taken.safeParse(answer.body);
  return read.success ? { seq: String(read.data.seq) } : {};
}

const TRIES = 25;
const PAUSE_MS = 80;

/**
 * The events that an input caused, once the register has them, so that the next page shows them. Two seconds at most: what
 * is late is on the timeline a moment later.
 */
export async function recorded({ register, guard }: Services, of: Of, answer: Answer): Promise<CaseEvent[]> {
  const read = taken.safeParse(answer.body);
  if (!read.success || read.data.events.length === 0) return [];
  const wanted = new Set(read.data.events.map(({ seq }) => seq));
  const first = Math.min(...wanted);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const events = await guard
      .within(() => register.record.eventsOf(of.authority, of.caseId, first - 1))
      .catch(() => []);
    if (events.some(({ seq }) => seq >= read.data.seq)) return events.filter(({ seq }) => wanted.has(seq));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return [];
}
