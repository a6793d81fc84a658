import { expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from './database.js';

test('each test database is empty, apart from the others, and dropped with its connections', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const client = new pg.Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TABLE here (id int)');
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  await expect(other.query('SELECT * FROM here')).rejects.toThrow(/does not exist/);
  await other.end();
  await Promise.all([first.drop(), second.drop()]);
  const gone = new pg.Client({ connectionString: second.url });
  await expect(gone.connect()).rejects.toThrow(/does not exist/);
});
