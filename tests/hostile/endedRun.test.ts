import { expect, test } from '@jest/globals';
import supertest from 'supertest';
import { enquiryWorkflowId } from '../../workflows/messages.js';
import { aReferral, useApi } from '../support/api/apiHarness.js';
import { eventually } from './support/topology.js';

const api = useApi();

test('an input for a case whose run has come to its end starts it again from the record', async () => {
  const { another, token, queues, client, register } = api();
  const { app } = another({ startOptions: { queues, restDays: 0 } });
  const post = (as: 'officer' | 'manager', path: string, body: object) =>
    supertest(app)
      .post(path)
      .set('Authorization', `Bearer ${token(as)}`)
      .send(body);
  const referred = await post('officer', '/v1/referrals', aReferral());
  const { case: caseId } = referred.body as { case: string };
  const closed = await post('manager', `/v1/enquiries/${caseId}/decideOutcome`, { outcome: 'died' });
  expect(closed.status).toBe(200);
  const handle = client.workflow.getHandle(enquiryWorkflowId('bradford', caseId));
  await eventually(
    async () => (await handle.describe()).status.name,
    (status) => status === 'COMPLETED',
    30_000,
  );
  const before = await register.record.eventsOf('bradford', caseId);
  const note = await post('officer', `/v1/enquiries/${caseId}/note`, { text: 'A letter came back' });
  expect(note.status).toBe(200);
  expect(note.body).toMatchObject({ seq: before.length + 1, status: 'closed' });
  const after = await eventually(
    () => register.record.eventsOf('bradford', caseId),
    ({ length }) => length > before.length,
  );
  expect(after.slice(before.length).map(({ type }) => type)).toEqual(['noteAdded']);
}, 90_000);
