import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { ActivityLog } from '../activities/log.js';

/**
 * Sends what Temporal's own code has to say to our log: warnings and errors, without what they carry, which may hold
 * payloads. Before the first worker or native connection of a process, once.
 */
export function installRuntime(log: ActivityLog): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const about = pick(meta ?? {});
      if (level === 'ERROR') log.error(about, message);
      else log.warn(about, message);
    }),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } },
    // The process that composes the workers says when they stop.
    shutdownSignals: [],
  });
}

/** Ids, queues and kinds; never a failure's text or a payload. */
const SHOWN = ['taskQueue', 'workflowId', 'runId', 'activityType', 'workflowType', 'attempt', 'state'];

function pick(meta: Record<string, unknown>): Record<string, unknown> {
  const shown = Object.entries(meta).filter(([name]) => SHOWN.includes(name));
  const { error } = meta;
  return { ...Object.fromEntries(shown), ...(error instanceof Error ? { failure: error.name } : {}) };
}
