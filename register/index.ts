/** The register: what happened, what the lists show of it, and the people. Every query names the authority. */
import { createCases } from './cases.js';
import type { Database } from './database.js';
import { createIdempotency } from './idempotency.js';
import { createLedger } from './ledger.js';
import { createRecord } from './record.js';

export function createRegister(db: Database) {
  return {
    record: createRecord(db),
    cases: createCases(db),
    ledger: createLedger(db),
    idempotency: createIdempotency(db),
  };
}

export type Register = ReturnType<typeof createRegister>;

export { createDatabase, type Database, type DatabaseSettings } from './database.js';
export { migrate, migrateAt } from './migrate.js';
export { Conflict, NotFound } from './errors.js';
export type { Schema, JsonValue, LedgerRow, WorklistRow } from './schema.js';
export type { RecordAnswer, RecordRequest } from './record.js';
export type { CaseRow, MintRequest, Minted } from './cases.js';
export type { SimilarCase } from './similarCases.js';
export type { AddressDetails, ChildDetails, ContactDetails, ReferrerDetails } from './childDetails.js';
export type { Claim, LedgerKey } from './ledger.js';
export type { Begun, RequestKey } from './idempotency.js';
