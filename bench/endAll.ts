import type { Client } from '@temporalio/client';
import { atOnce } from './statistics.js';

const AT_ONCE = 20;

/** Ends workflows that have served; those that have ended by themselves are left. */
export async function endAll(client: Client, workflowIds: readonly string[]): Promise<void> {
  await atOnce(AT_ONCE, workflowIds, async (id) => {
    await client.workflow
      .getHandle(id)
      .terminate()
      .catch(() => undefined);
  });
}
