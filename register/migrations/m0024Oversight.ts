import { sql, type Kysely } from 'kysely';

/**
 * For who looks over all cases at once: the events that move a case from stage to stage, and the breaches that still
 * stand, are found without reading the rest.
 */
const indexes = `
create index events_of_stages on case_events (authority, at)
  where type in ('referralReceived', 'episodeStarted', 'referralAccepted', 'caseReopened', 'outcomeProposed',
    'outcomeDecided', 'madeInactive', 'caseClosed', 'referralRejected');
create index events_of_overrides on case_events (authority, case_id) where type = 'gateOverridden';
create index deadlines_breached on deadlines (authority, due_at) where state = 'breached' and work_done_at is null;
create index worklist_to_decide on worklist (authority, received_at, case_id)
  where status = 'received' or rejection_proposed or open_proposals > 0;
create index snapshots_with_history on case_snapshots (authority, case_id)
  where state->'facts'->'csc_historic'->>'value' = 'true' and state->>'historyReviewed' = 'false';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(indexes).execute(db);
}
