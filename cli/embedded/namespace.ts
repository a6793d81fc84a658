import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** What cases can be looked up by in Temporal. No personal data: these values are stored in clear. */
export const searchAttributes = {
  Authority: 'Keyword',
  CaseStatus: 'Keyword',
  Pack: 'Keyword',
  NextWake: 'Datetime',
} as const;

/** Temporal's numbers for the types above (`IndexedValueType`). */
const indexedValueTypes = { Keyword: 2, Datetime: 6 } as const;

const keepClosedDays = 30;
const withinMs = 30_000;

/**
 * Registers the search attributes that are missing and raises the time closed workflows are kept to 30 days. Safe to
 * repeat. An unregistered search attribute makes every workflow task that sets it fail, silently and for ever.
 */
export async function prepareNamespace(address: string, namespace = 'default'): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: withinMs });
  try {
    const until = Date.now() + withinMs;
    for (;;) {
      try {
        await connection.withDeadline(until, () => prepare(connection, namespace));
        return;
      } catch (error) {
        // For a moment after its first start the server answers, but knows no namespace.
        if (Date.now() >= until) throw error;
        await delay(50);
      }
    }
  } finally {
    await connection.close();
  }
}

async function prepare(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes));
  if (missing.length > 0)
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]])),
    });

  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const keptSeconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  const wanted = keepClosedDays * 86_400;
  if (keptSeconds < wanted)
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(wanted * 1_000) },
    });
}
