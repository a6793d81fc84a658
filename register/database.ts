import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { epochSeconds, instantOf } from '../domain/time.js';
import type { Schema } from './schema.js';

export type Database = Kysely<Schema>;

export interface DatabaseSettings {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** Connections at most. */
  poolSize?: number;
  /**
   * A statement that takes longer is given up, by the server and, should the server hang, by us. Left out: no limit,
   * which only migrations and rebuilds should want.
   */
  statementTimeoutMs?: number;
  connectTimeoutMs?: number;
  /** Told of a connection that broke while nobody used it. The pool replaces it. */
  onIdleError?: (error: Error) => void;
}

/** The client gives the server this much longer to give a statement up by itself. */
const HANG_GRACE_MS = 100;

/** Opens nothing until the first query. Close it with `destroy()`. */
export function createDatabase(settings: DatabaseSettings): Database {
  const { statementTimeoutMs } = settings;
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.poolSize ?? 10,
    connectionTimeoutMillis: settings.connectTimeoutMs ?? 5_000,
    application_name: 'rollcall',
    keepAlive: true,
    // Text of an instant is read back below, so the session must write it in UTC.
    options: '-c TimeZone=UTC -c DateStyle=ISO',
    idle_in_transaction_session_timeout: 30_000,
    types: typeParsers(),
    ...(statementTimeoutMs === undefined
      ? {}
      : { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + HANG_GRACE_MS }),
  });
  pool.on('error', settings.onIdleError ?? (() => undefined));
  // The pool listens only while a client is idle. One that breaks while it serves somebody fails that statement, and
  // would end the process as well if nobody listened.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withoutBrokenClients(pool) }) });
}

/**
 * A client whose statement we gave up is still waiting for the answer, perhaps inside a transaction. It must not serve
 * anyone else: it would commit half of what it had begun. So it is closed instead of going back to the pool.
 */
function withoutBrokenClients(pool: pg.Pool): PostgresPool {
  return {
    end: () => pool.end(),
    connect: async () => guarded(await pool.connect()),
  };
}

function guarded(client: pg.PoolClient): PostgresPoolClient {
  let broken: Error | undefined;
  const watch = async <T>(run: () => Promise<T>): Promise<T> => {
    if (broken !== undefined) throw broken;
    try {
      return await run();
    } catch (error) {
      // A DatabaseError is an answer from the server; anything else means that none came.
      if (error instanceof Error && !(error instanceof pg.DatabaseError)) broken = error;
      throw error;
    }
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'query')
        return (text: string, parameters: readonly unknown[]) => watch(() => target.query(text, [...parameters]));
      if (property === 'release') return () => target.release(broken);
      const value: unknown = Reflect.get(target, property);
      return value;
    },
  });
}

/** A day stays text, or it would slip with the time zone of the process; so does an instant; a count is a number. */
function typeParsers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, instantText);
  types.setTypeParser(pg.types.builtins.INT8, safeInteger);
  return types;
}

/** `2026-12-21 10:12:00.4+00` as PostgreSQL writes it, to the whole second `2026-12-21T10:12:00Z`. */
function instantText(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d+)?([+-])(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) throw new Error(`Not an instant that the register can hold: ${text}`);
  const [, date = '', time = '', sign = '+', hours = '0', minutes = '0'] = match;
  const wall = `${date}T${time}Z`;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60;
  return offset === 0 ? wall : instantOf(epochSeconds(wall) + (sign === '+' ? -offset : offset));
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`A number beyond what can be counted exactly: ${text}`);
  return value;
}
