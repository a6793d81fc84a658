/**
 * Records the saved histories anew: `npm run histories:record`. Run it when a patch or a new kind of turn needs a
 * history of its own, and look at what changed: the old ones have to replay for as long as cases like them may be open.
 */
import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { useEnquiries, type Enquiries, type TestCase } from '../support/enquiries/harness.js';
import { historyOf, runsOf } from '../support/enquiries/histories.js';
import {
  breachAndLadder,
  concernMidWait,
  continuedAsNew,
  endAndReopening,
  joinedReferral,
  plainCase,
  settled,
} from '../support/enquiries/scenarios.js';

const enquiries = useEnquiries();

const scenarios: Record<string, (enquiries: Enquiries) => Promise<TestCase>> = {
  'plain-case': plainCase,
  'breach-and-ladder': breachAndLadder,
  'concern-mid-wait': concernMidWait,
  join: joinedReferral,
  'end-and-reopening': endAndReopening,
  'continue-as-new': continuedAsNew,
};

test.each(Object.entries(scenarios))('%s', async (name, play) => {
  const { client } = enquiries();
  const one = await play(enquiries());
  await settled(one);
  const runs = await runsOf(client, one.workflowId);
  expect(runs.length).toBeGreaterThan(0);
  for (const [index, run] of runs.entries()) {
    const history = await historyOf(client.workflow.getHandle(one.workflowId, run));
    const file = `./${name}${runs.length === 1 ? '' : `-${index + 1}`}.json`;
    writeFileSync(fileURLToPath(new URL(file, import.meta.url)), `${JSON.stringify(history)}\n`);
  }
});
