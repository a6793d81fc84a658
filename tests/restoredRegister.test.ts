import { expect, test } from '@jest/globals';
import pg from 'pg';
import { createWorlds } from '../api/services/worlds.js';
import { reconcileCases } from '../cli/running/reconcile.js';
import { AUTHORITY, eventually, OFFICER, useEnquiries, type TestCase } from './support/enquiries/harness.js';

const enquiries = useEnquiries();

const check = (id: string) => ({ do: 'recordCheck', by: OFFICER, check: id, result: 'nothing_found' }) as const;

/** What a restore from an older copy leaves: the record up to an event, and the lists as they were then. */
async function restoreTo(of: TestCase, seq: number): Promise<void> {
  const { database, register } = enquiries();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // The record refuses deletion; a restore is beneath it.
  await client.query("set session_replication_role = 'replica'");
  await client.query('delete from case_events where case_id = $1 and seq > $2', [of.caseId, seq]);
  await client.end();
  await register.rebuild.rebuildCase(AUTHORITY, of.caseId);
}

const options = () => {
  const { register, client, queues } = enquiries();
  return { register, client, worlds: createWorlds(register), authority: AUTHORITY, taskQueue: queues.enquiry };
};

test('a register restored from an older copy gets back what the running cases remember', async () => {
  const { begin, send, events, register } = enquiries();
  const one = await begin({ facts: { cp_plan: true } });
  for (const id of ['BRA-C1', 'BRA-C2', 'BRA-C3']) await send(one, check(id));
  const whole = await eventually(
    () => events(one),
    (seen) => seen.at(-1)?.type === 'checkRecorded' && seen.filter((e) => e.type === 'checkRecorded').length === 3,
  );

  await restoreTo(one, whole.length - 2);
  expect(await events(one)).toHaveLength(whole.length - 2);

  const report = await reconcileCases({ ...options(), restored: true });
  expect(report).toMatchObject({ rewritten: 1, failed: [] });
  // Other tests' cases run on the same server.
  expect(report.unknown).not.toContain(one.caseId);
  expect(
    await eventually(
      () => events(one),
      (seen) => seen.length === whole.length,
    ),
  ).toEqual(whole);
  expect(await register.record.heldSequence(AUTHORITY, one.caseId)).toBe(whole.length);
  expect(await reconcileCases({ ...options(), restored: true })).toMatchObject({ rewritten: 0 });
});

test('without being told, the next input brings the lost events along', async () => {
  const { begin, send, events } = enquiries();
  const one = await begin();
  await send(one, check('BRA-C1'));
  const before = await eventually(
    () => events(one),
    (seen) => seen.at(-1)?.type === 'checkRecorded',
  );
  await restoreTo(one, before.length - 1);
  await send(one, check('BRA-C2'));
  const after = await eventually(
    () => events(one),
    (seen) => seen.length > before.length,
  );
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.at(-1)).toMatchObject({ type: 'checkRecorded', rule: 'BRA-C2' });
});
