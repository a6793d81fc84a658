import type { Insertable } from 'kysely';
import { apply } from '../domain/apply.js';
import type { CaseEvent } from '../domain/events.js';
import type { CaseState } from '../domain/state.js';
import type { EpisodeReferrersTable, MessagesTable } from './schema.js';

export interface Folded {
  state: CaseState;
  messages: Insertable<MessagesTable>[];
  referrers: Insertable<EpisodeReferrersTable>[];
}

/**
 * Plays events onto a case, and notes on the way what belongs to one event and not to the state: each message with the
 * episode it fell due in, and which referrer an episode's `referrer-2` is.
 */
export function fold(
  of: { authority: string; caseId: string },
  before: CaseState | null,
  events: readonly CaseEvent[],
): Folded | null {
  let state = before;
  const messages: Insertable<MessagesTable>[] = [];
  const referrers: Insertable<EpisodeReferrersTable>[] = [];
  for (const event of events) {
    state = apply(state, event);
    const row = { authority: of.authority, case_id: of.caseId, seq: event.seq, episode: state.episode };
    if (event.type === 'messageDue')
      messages.push({
        ...row,
        at: event.at,
        rule: event.rule,
        purpose: event.purpose,
        basis: event.basis,
        occurrence: event.occurrence,
        recipient: event.to,
        channel: event.channel,
        template: event.template,
        fields: JSON.stringify(event.fields),
        safeguarding: event.safeguarding,
        overtaken: false,
      });
    if (event.type === 'messageOvertaken')
      messages.push({
        ...row,
        at: event.at,
        rule: event.rule,
        purpose: event.purpose,
        basis: null,
        occurrence: event.occurrence,
        recipient: event.to,
        channel: null,
        template: null,
        fields: '{}',
        safeguarding: false,
        overtaken: true,
      });
    if (event.type === 'referralReceived' || event.type === 'referralJoined')
      referrers.push({ ...row, position: state.referrers.length, referrer: referrerNumber(event.referrer.id) });
  }
  return state === null ? null : { state, messages, referrers };
}

function referrerNumber(id: string | undefined): number | null {
  return id !== undefined && /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null;
}
