import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { databaseVariable } from './testServers.js';

export interface TestDatabase {
  readonly url: string;
  /** Drops it, ending connections that are still open. */
  drop(): Promise<void>;
}

/** The address of the run's PostgreSQL as its superuser. */
export function testDatabaseServer(): string {
  const url = process.env[databaseVariable];
  if (url === undefined) throw new Error(`${databaseVariable} is not set: run this test in the "system" project`);
  return url;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabaseServer() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * A new, empty database on the run's PostgreSQL; one for each test file keeps files apart. `template` names a database
 * to copy, which nobody may be connected to: for files that would otherwise all migrate.
 */
export async function createTestDatabase(template = 'template0'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(testDatabaseServer());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
