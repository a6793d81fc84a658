import { Migrator } from 'kysely';
import { createDatabase, type Database } from './database.js';
import { migrations } from './migrations/index.js';

/**
 * Brings the database to this version of the register; answers the names of what was done, none when it was up to date.
 * Several processes may call it at once: one works, the others wait. The database must have no statement timeout.
 * Throws when a step fails (nothing of that run is kept) or when the database is newer than this program.
 */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Error(
      failed === undefined
        ? `The register's database cannot be brought up to date: ${messageOf(error)}`
        : `Migration ${failed} of the register failed: ${messageOf(error)}`,
      { cause: error },
    );
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Every step that this program knows, and when it was done; null: not yet. */
export async function migrationsOf(db: Database): Promise<{ name: string; at: string | null }[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const found = await migrator.getMigrations();
  return found.map(({ name, executedAt }) => ({ name, at: executedAt?.toISOString() ?? null }));
}

/** The same on a connection of its own, without a statement timeout. */
export async function migrateAt(url: string): Promise<string[]> {
  const db = createDatabase({ url, poolSize: 1 });
  try {
    return await migrate(db);
  } finally {
    await db.destroy();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
