import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { liveOf, OFFICER, openEnquiries } from '../tests/support/enquiries/harness.js';
import { recorded } from '../tests/support/enquiries/scenarios.js';

test('a worker that is a version of a deployment takes cases once that version is the current one', async () => {
  const deployment = { name: `rollcall-${randomUUID()}`, buildId: 'build-1' };
  const { enquiries, close } = await openEnquiries({ deployment });
  try {
    const { client } = enquiries;
    const setCurrent = () =>
      client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: 'default',
        deploymentName: deployment.name,
        buildId: deployment.buildId,
        identity: 'test',
      });
    // The server learns of a deployment from its workers' first polls.
    for (let tries = 0; ; tries += 1) {
      try {
        await setCurrent();
        break;
      } catch (error) {
        if (tries > 50) throw error;
        await delay(200);
      }
    }
    const one = await enquiries.begin();
    await enquiries.send(one, { do: 'note', by: OFFICER, text: 't1' });
    await recorded(one);
    expect((await liveOf(one)).view.status).toBe('open');
    const { raw } = await one.handle.describe();
    expect(raw.workflowExecutionInfo?.versioningInfo).toMatchObject({
      behavior: 2,
      deploymentVersion: { buildId: 'build-1', deploymentName: deployment.name },
    });
  } finally {
    await close();
  }
});
