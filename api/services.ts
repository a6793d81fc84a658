/** The one composition of the API: what its routes work with. */
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { instantOf, type Instant } from '../domain/time.js';
import { createRegister, type Database, type Register } from '../register/index.js';
import type { EnquiryStart } from '../workflows/messages.js';
import { createOnce, type Once } from './enquiries/once.js';
import { createSendInput, type SendInput } from './enquiries/sendInput.js';
import { createFiles, type Files } from './files/files.js';
import type { Scanner } from './files/scanner.js';
import { createIntake, type Intake } from './intake/intake.js';
import { createOwnCases, type OwnCases } from './reads/ownCases.js';
import { createDemonstration, type Demonstration } from './services/demonstration.js';
import { createDatabaseGuard, type DatabaseGuard } from './services/databaseGuard.js';
import { createDeferredWrites, type DeferredWrites } from './services/deferredWrites.js';
import { createDutyDesk, type DutyDesk } from './services/dutyDesk.js';
import { createGateway, type Gateway } from './services/gateway.js';
import { createAbsenceDesk, type AbsenceDesk } from './services/absenceDesk.js';
import { createReportDesk, type ReportDesk } from './services/reportDesk.js';
import { createPolicyVersions, type PolicyVersions } from './services/policyVersions.js';
import { createProposals, type Proposals } from './services/proposals.js';
import { createSignIn, type SignIn } from './services/signIn.js';
import { createSystemStatus, type SystemStatus } from './services/systemStatus.js';
import { createWorlds, type Worlds } from './services/worlds.js';

/** Moves a demonstration case forward in time. */
export interface Rehearsal {
  /** Answers the case's own time once it is there. */
  fastForward: (caseId: string, to: Instant, authority: string) => Promise<{ now: Instant }>;
}

export interface ServicesOptions {
  /** With statement and connect timeouts of a second or so: a request does not wait for a register that hangs. */
  db: Database;
  /** The same database for questions about all cases at once, with a longer limit; `db` when absent. */
  reportsDb?: Database;
  /** With the data converter of the worker. */
  temporal: Client;
  log: Logger;
  http?: {
    /** Largest request body; 100 kB when absent. */
    bodyLimitBytes?: number;
    /** Requests a minute of one token; 600 when absent, 0 is no limit. */
    requestsPerMinute?: number;
    /** The exact number of proxies in front; 0 when absent. */
    trustProxy?: number;
  };
  /** Demonstration data: cases may be moved in time. */
  demo?: boolean;
  rehearsal?: Rehearsal;
  /** Whether the mail server answers; left out where this process sends none. */
  mail?: () => Promise<boolean>;
  /** Sends an e-mail that says that e-mails arrive; left out where this process sends none. */
  sendTestMail?: (to: string) => Promise<void>;
  /** The settings of this process, secrets masked: what `describeSettings` answers. */
  settings?: Readonly<Record<string, unknown>>;
  /** Tries a parked message now instead of at the next round. */
  retryNow?: (of: { authority: string; caseId: string; seq: number }) => Promise<void>;
  /** Looks at each file before it is kept; none when absent. */
  scanner?: Scanner;
  /** The queue of the enquiries' worker, where it is not the shipped one. */
  taskQueue?: string;
  /** Carried by each enquiry that starts: queues, days of rest. */
  startOptions?: Partial<EnquiryStart>;
  /** How long a case may take to answer an input; 4 seconds when absent. */
  writeMs?: number;
  now?: () => Instant;
  version?: string;
}

export interface Services {
  register: Register;
  guard: DatabaseGuard;
  gateway: Gateway;
  worlds: Worlds;
  signIn: SignIn;
  intake: Intake;
  inputs: SendInput;
  /** The first answer of a request, for ever. */
  once: Once['once'];
  proposals: Proposals;
  /** What the service owes beside its cases. */
  duties: DutyDesk;
  reports: ReportDesk;
  absences: AbsenceDesk;
  ownCases: OwnCases;
  files: Files;
  deferred: DeferredWrites;
  /** Carried by each enquiry that starts. */
  startOptions: Partial<EnquiryStart>;
  rehearsal: Rehearsal | null;
  /** Null but with demonstration data. */
  demonstration: Demonstration | null;
  versions: PolicyVersions;
  sendTestMail: NonNullable<ServicesOptions['sendTestMail']> | null;
  status: () => Promise<SystemStatus>;
  /** Secrets masked; null where this process was not told. */
  settings: Readonly<Record<string, unknown>> | null;
  retryNow: NonNullable<ServicesOptions['retryNow']> | null;
  health: () => Promise<Record<'database' | 'temporal' | 'mail', 'up' | 'down' | 'unused'>>;
  log: Logger;
  http: { bodyLimitBytes: number; requestsPerMinute: number; trustProxy: number };
  demo: boolean;
  version: string;
  now: () => Instant;
  /** Writes what waits for the register. Closes neither the database nor the client: who opened them does. */
  stop: () => Promise<void>;
}

const BODY_LIMIT_BYTES = 100 * 1_024;
const REQUESTS_A_MINUTE = 600;

export function createServices(options: ServicesOptions): Services {
  const { db, temporal, log } = options;
  const now = options.now ?? (() => instantOf(Math.floor(Date.now() / 1_000)));
  const register = createRegister(db, options.reportsDb ?? db);
  const guard = createDatabaseGuard();
  const deferred = createDeferredWrites(log);
  const worlds = createWorlds(register);
  const gateway = createGateway({
    client: temporal,
    ...(options.taskQueue === undefined ? {} : { taskQueue: options.taskQueue }),
    ...(options.writeMs === undefined ? {} : { writeMs: options.writeMs }),
  });
  const once = createOnce(register, guard, deferred);
  const proposals = createProposals(register, now);
  const rehearsal = options.rehearsal ?? null;
  const demonstration =
    options.demo === true && rehearsal !== null ? createDemonstration({ register, guard, rehearsal, log, now }) : null;
  const version = options.version ?? '0';
  const deps = { register, worlds, gateway, guard, deferred, once, startOptions: options.startOptions ?? {} };
  return {
    register,
    guard,
    gateway,
    worlds,
    deferred,
    once: once.once,
    proposals,
    duties: createDutyDesk({ register, guard, worlds, once: once.once }),
    reports: createReportDesk({ register, guard, worlds }),
    absences: createAbsenceDesk({ register, guard }),
    signIn: createSignIn(register, guard),
    intake: createIntake({ ...deps, proposals }),
    inputs: createSendInput(deps),
    ownCases: createOwnCases(register),
    files: createFiles({ register, guard, scanner: options.scanner ?? null }),
    startOptions: options.startOptions ?? {},
    rehearsal,
    demonstration,
    versions: createPolicyVersions(register, guard, worlds),
    sendTestMail: options.sendTestMail ?? null,
    settings: options.settings ?? null,
    status: createSystemStatus({ db, temporal, guard, version, settings: options.settings ?? null }),
    retryNow: options.retryNow ?? null,
    health: async () => {
      const [database, temporalUp, mail] = await Promise.all([
        guard.within(() => sql`select 1`.execute(db)).then(yes, no),
        gateway.reachable(),
        options.mail === undefined ? undefined : options.mail().catch(no),
      ]);
      return { database: upOr(database), temporal: upOr(temporalUp), mail: mail === undefined ? 'unused' : upOr(mail) };
    },
    log,
    http: {
      bodyLimitBytes: options.http?.bodyLimitBytes ?? BODY_LIMIT_BYTES,
      requestsPerMinute: options.http?.requestsPerMinute ?? REQUESTS_A_MINUTE,
      trustProxy: options.http?.trustProxy ?? 0,
    },
    demo: options.demo ?? false,
    version,
    now,
    stop: async () => {
      await demonstration?.stop();
      await deferred.stop();
    },
  };
}

const yes = () => true;
const no = () => false;
const upOr = (up: boolean): 'up' | 'down' => (up ? 'up' : 'down');
