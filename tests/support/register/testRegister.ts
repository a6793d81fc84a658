import { afterAll, beforeAll } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { createDatabase, createRegister, migrateAt, type Database, type Register } from '../../../register/index.js';

export interface TestRegister {
  readonly url: string;
  readonly db: Database;
  readonly register: Register;
}

/** A register of its own for a test file, with two authorities: `bradford` and `luton`. */
export function useTestRegister(): () => TestRegister {
  let open: { database: TestDatabase; test: TestRegister } | undefined;
  beforeAll(async () => {
    const database = await createTestDatabase();
    await migrateAt(database.url);
    const db = createDatabase({ url: database.url, poolSize: 12 });
    for (const authority of ['bradford', 'luton'])
      await db.insertInto('authorities').values({ authority, name: authority, settings: '{}', deputy: null }).execute();
    open = { database, test: { url: database.url, db, register: createRegister(db) } };
  });
  afterAll(async () => {
    await open?.test.db.destroy();
    await open?.database.drop();
  });
  return () => {
    if (open === undefined) throw new Error('The test register is not open yet');
    return open.test;
  };
}
