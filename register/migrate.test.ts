import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../tests/support/database.js';
import { createDatabase, migrate, migrateAt } from './index.js';
import { migrations } from './migrations/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('migrations', () => {
  test('bring an empty database up to date, three processes at once; again they do nothing', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrateAt(database.url)));
    expect(runs.flat()).toEqual(Object.keys(migrations));
    expect(await migrateAt(database.url)).toEqual([]);
  });

  test('every table has the authority first in its key', async () => {
    const db = createDatabase({ url: database.url, poolSize: 1 });
    try {
      const { rows } = await sql<{ name: string; first: string | null }>`
        select c.relname as name, (
          select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indisprimary) as first
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and c.relname not like 'kysely%'`.execute(db);
      expect(rows.length).toBeGreaterThan(30);
      for (const row of rows) expect(row).toEqual({ name: row.name, first: 'authority' });
    } finally {
      await db.destroy();
    }
  });

  test('a database that a newer program has changed is refused', async () => {
    const db = createDatabase({ url: database.url, poolSize: 1 });
    try {
      await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2027-01-01')`.execute(db);
      await expect(migrate(db)).rejects.toThrow(/cannot be brought up to date/);
    } finally {
      await db.destroy();
    }
  });
});
