import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { resumedStart } from '../../api/enquiries/resumed.js';
import type { Worlds } from '../../api/services/worlds.js';
import { addSeconds, instantOf, type Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import {
  ENQUIRY_WORKFLOW,
  enquiryWorkflowId,
  getEnquiryQuery,
  recordAgainSignal,
  TASK_QUEUES,
  type EnquiryStart,
} from '../../workflows/messages.js';

export interface Reconciled {
  /** Cases of the register that ought to have a workflow. */
  cases: number;
  /** Those whose workflow was missing and was started from their events. */
  started: number;
  /** Referrals that Temporal had accepted although the register did not know yet. */
  confirmed: number;
  /** Those whose workflow knew events that the register had lost, and was told to write them again. */
  rewritten: number;
  /** Workflows of cases that the register does not know: it was restored from a copy older than they are. */
  unknown: string[];
  /** Cases that could not be started, by id, with the kind of the error. */
  failed: { caseId: string; error: string }[];
}

export interface ReconcileOptions {
  register: Register;
  client: Client;
  worlds: Worlds;
  authority: string;
  /** Carried by each enquiry that is started. */
  startOptions?: Partial<EnquiryStart>;
  taskQueue?: string;
  /** The register was restored from an older copy: each running case is asked what it knows. */
  restored?: boolean;
  onProgress?: (cases: number) => void;
}

const REST_SECONDS = 90 * 86_400;
/** Younger ones may still be on their way. */
const RESERVATION_SECONDS = 600;

/**
 * Compares the register's open and resting cases with the workflows, and starts the missing ones from their events.
 * Safe to repeat, and while everything runs: a workflow that is there is left alone.
 */
export async function reconcileCases(options: ReconcileOptions): Promise<Reconciled> {
  const { register, client, worlds, authority, startOptions = {}, taskQueue = TASK_QUEUES.enquiry } = options;
  const { restored = false, onProgress } = options;
  const now = instantOf(Math.floor(Date.now() / 1_000));
  const report: Reconciled = {
    cases: 0,
    started: 0,
    confirmed: 0,
    rewritten: 0,
    unknown: [],
    failed: [],
  };
  report.confirmed = await confirmReservations(options, now);
  for (let after = ''; ;) {
    const page = await register.reconcile.casesToRun(authority, { endedSince: addSeconds(now, -REST_SECONDS), after });
    if (page.length === 0) break;
    for (const { caseId, seq } of page) {
      after = caseId;
      report.cases += 1;
      if (await isRunning(client, authority, caseId)) {
        if (restored && (await writesAgain(client, authority, caseId, seq))) report.rewritten += 1;
        continue;
      }
      try {
        const start = await resumedStart({ register, worlds, startOptions }, { authority, caseId });
        await client.workflow.start(ENQUIRY_WORKFLOW, {
          workflowId: enquiryWorkflowId(authority, caseId),
          taskQueue,
          args: [start],
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        });
        report.started += 1;
      } catch (error) {
        report.failed.push({ caseId, error: error instanceof Error ? error.name : 'unknown' });
      }
    }
    onProgress?.(report.cases);
  }
  if (restored) report.unknown = await unknownCases(options);
  return report;
}

/** Tells a case whose record the register has lost in part to write it again; answers whether it had to be told. */
async function writesAgain(client: Client, authority: string, caseId: string, held: number): Promise<boolean> {
  const handle = client.workflow.getHandle(enquiryWorkflowId(authority, caseId));
  const { recordedSeq } = await handle.query(getEnquiryQuery);
  if (recordedSeq <= held) return false;
  await handle.signal(recordAgainSignal, held);
  return true;
}

async function unknownCases({ register, client, authority }: ReconcileOptions): Promise<string[]> {
  const unknown: string[] = [];
  const running = client.workflow.list({
    query: `WorkflowType = '${ENQUIRY_WORKFLOW}' AND ExecutionStatus = 'Running' AND Authority = '${authority}'`,
  });
  for await (const { workflowId } of running) {
    const caseId = workflowId.slice(enquiryWorkflowId(authority, '').length);
    if ((await register.cases.findCase(authority, caseId)) === null) unknown.push(caseId);
  }
  return unknown;
}

async function isRunning(client: Client, authority: string, caseId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(enquiryWorkflowId(authority, caseId)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** A process that ended between Temporal's answer and the register's: the case is there, only the word was not written. */
async function confirmReservations({ register, client, authority }: ReconcileOptions, now: Instant): Promise<number> {
  let confirmed = 0;
  for (const { caseId } of await register.cases.reservationsBefore(authority, addSeconds(now, -RESERVATION_SECONDS)))
    if (await isRunning(client, authority, caseId)) {
      await register.cases.confirmStarted(authority, caseId, now);
      confirmed += 1;
    }
  return confirmed;
}
