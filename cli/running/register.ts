import { createDatabase, type Database } from '../../register/index.js';

/** Statements of requests and of records are given up within a second, so that a register that hangs holds nothing up. */
const STATEMENT_MS = 900;
const CONNECT_MS = 900;
const POOL = 20;

/** The register's database, as the API and the workers use it. */
export const openRegister = (url: string): Database =>
  createDatabase({ url, poolSize: POOL, statementTimeoutMs: STATEMENT_MS, connectTimeoutMs: CONNECT_MS });

/** A report looks through a year of events. Few at once, so that they leave the server to those who work on cases. */
const REPORT_STATEMENT_MS = 30_000;
const REPORT_POOL = 4;

/** The same database for questions about all cases at once: reports and the dashboard. */
export const openReports = (url: string): Database =>
  createDatabase({
    url,
    poolSize: REPORT_POOL,
    statementTimeoutMs: REPORT_STATEMENT_MS,
    connectTimeoutMs: REPORT_STATEMENT_MS,
  });
