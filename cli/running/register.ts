import { createDatabase, type Database } from '../../register/index.js';

/** Statements of requests and of records are given up within a second, so that a register that hangs holds nothing up. */
const STATEMENT_MS = 900;
const CONNECT_MS = 900;
const POOL = 20;

/** The register's database, as the API and the workers use it. */
export const openRegister = (url: string): Database =>
  createDatabase({ url, poolSize: POOL, statementTimeoutMs: STATEMENT_MS, connectTimeoutMs: CONNECT_MS });
