import { expect, test } from '@jest/globals';
import supertest from 'supertest';
import { aReferral } from '../../../tests/support/api/apiHarness.js';
import { useWeb } from '../../testing/webHarness.js';
import { examplePath } from '../../testing/exampleParameters.js';

const web = useWeb();

/** A case of Luton's people under a policy of somebody else. */
async function caseUnder(pack: string): Promise<string> {
  const { api } = web();
  await api.register.authorities.put({
    ...{ authority: 'luton', name: 'luton', settings: { schoolCalendar: 'r26', pack }, deputy: null },
  });
  const facts = { cp_plan: true, ehcp: true, on_roll: false };
  const answer = await supertest(api.app)
    .post('/v1/referrals')
    .set('Authorization', `Bearer ${api.token('officer', 'luton')}`)
    .set('Idempotency-Key', `under-${pack}`)
    .send(aReferral({ facts }));
  expect(answer.status).toBe(201);
  return (answer.body as { case: string }).case;
}

test.each(['banes', 'bradford', 'bromley', 'derbyshire', 'luton'])(
  'under the policy of %s every page opens, every check has its form, and no id of a fact is left in its words',
  async (pack) => {
    const { api, as, areas } = web();
    const caseId = await caseUnder(pack);
    const manager = await as('manager', 'luton');
    const pages = areas
      .flatMap(({ pages: all }) => all)
      .filter(({ path, may }) => path.startsWith('/cases/:case/') && may.roles?.includes('manager'));
    expect(pages.length).toBeGreaterThan(25);
    for (const page of pages) {
      const { status } = await manager.get(examplePath(page, { case: caseId, policy: `${pack}@1` }));
      expect({ page: page.id, ok: [200, 303].includes(status) }).toEqual({ page: page.id, ok: true });
    }
    const { checks = [] } = (await api.register.enquiries.read('luton', caseId))?.state ?? {};
    expect(checks.length).toBeGreaterThan(3);
    for (const { id } of checks) {
      const { $, status } = await manager.get(`/cases/${caseId}/checks/${id}/record`);
      expect({ id, status, answers: $('input[name=result]').length }).toEqual({ id, status: 200, answers: 6 });
    }
    for (const path of ['outcome', 'roll-removal', 'override'])
      expect(
        (await manager.get(`/cases/${caseId}/${path}`))
          .$('main')
          .text()
          .match(/\b[a-z]+_[a-z_]+\b/g),
      ).toBeNull();
  },
  120_000,
);
