import type { Client } from '@temporalio/client';
import { migrationsOf, type Database } from '../../register/index.js';
import type { DatabaseGuard } from './databaseGuard.js';

/** How this installation is set up and how it runs, for the people who keep it running. Holds no secret. */
export interface SystemStatus {
  version: string;
  node: string;
  /** The settings, secrets masked; null where this process was not told. */
  settings: Readonly<Record<string, unknown>> | null;
  /** Null: the register cannot be reached. */
  migrations: { name: string; at: string | null }[] | null;
  /** The version of the server and its schedules; null: it cannot be reached. */
  temporal: { version: string; schedules: Schedule[] } | null;
}

export interface Schedule {
  id: string;
  paused: boolean;
  /** When it last ran and when it runs next, ISO; null: never, or not planned. */
  last: string | null;
  next: string | null;
}

const WAIT_MS = 3_000;

export function createSystemStatus({
  db,
  temporal,
  guard,
  version,
  settings,
}: {
  db: Database;
  temporal: Client;
  guard: DatabaseGuard;
  version: string;
  settings: Readonly<Record<string, unknown>> | null;
}): () => Promise<SystemStatus> {
  return async () => {
    const [migrations, server] = await Promise.all([
      guard.within(() => migrationsOf(db)).catch(() => null),
      temporalStatus(temporal).catch(() => null),
    ]);
    return { version, node: process.versions.node, settings, migrations, temporal: server };
  };
}

async function temporalStatus(client: Client): Promise<{ version: string; schedules: Schedule[] }> {
  return client.withDeadline(Date.now() + WAIT_MS, async () => {
    const { serverVersion } = await client.workflowService.getSystemInfo({});
    const schedules: Schedule[] = [];
    for await (const { scheduleId, state, info } of client.schedule.list())
      schedules.push({
        id: scheduleId,
        paused: state.paused,
        last: info.recentActions.at(-1)?.takenAt.toISOString() ?? null,
        next: info.nextActionTimes[0]?.toISOString() ?? null,
      });
    return { version: serverVersion, schedules: schedules.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  });
}
