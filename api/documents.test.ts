import { expect, test } from '@jest/globals';
import { aPdf } from '../tests/support/files.js';
import { useApi } from '../tests/support/api/apiHarness.js';

const api = useApi({ worker: false });

test('the files of an enquiry are listed without their content, to those who read cases of their own authority', async () => {
  const { register, services, get } = api();
  const { caseId } = await register.cases.mintCase({
    authority: 'bradford',
    idempotencyKey: 'a-key-of-this-test',
    requestHash: 'hash',
    child: { givenName: 'A', familyName: 'B' },
    referrer: { kind: 'school', reply: null, verified: true },
  });
  const of = { authority: 'bradford', caseId };
  await services.files.keep(of, [{ name: 'visit.pdf', body: aPdf() }], {
    ...{ by: 'officer-a', at: '2026-11-26T09:00:00Z', key: 'k', rule: 'BRA-C1' },
  });
  const { status, body } = await get('auditor', `/v1/enquiries/${caseId}/documents`);
  expect(status).toBe(200);
  expect(body).toEqual({
    documents: [
      expect.objectContaining({
        name: 'visit.pdf',
        kind: 'pdf',
        check: 'BRA-C1',
        bytes: aPdf().length,
        addedBy: 'officer-a',
      }),
    ],
  });
  expect(JSON.stringify(body)).not.toContain('%PDF');
  expect((await get('administrator', `/v1/enquiries/${caseId}/documents`)).status).toBe(403);
  expect((await get('officer', '/v1/enquiries/6f2b6b0e-0f2a-4d0e-9d8a-1c2d3e4f5a6b/documents')).status).toBe(404);
});
