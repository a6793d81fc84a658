import { Client, Connection } from '@temporalio/client';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from '@jest/globals';
import { accepted, addCase, received } from '../../../../tests/support/register/happened.js';
import { useWeb, type PageReply } from '../../../testing/webHarness.js';

const web = useWeb();
const connections: Connection[] = [];
afterAll(async () => {
  for (const connection of connections) await connection.close();
});

const rowsOf = ({ $ }: Pick<PageReply, '$'>) =>
  Object.fromEntries(
    $('main tbody tr')
      .toArray()
      .map((row) => [
        $(row).find('th').text().trim(),
        $(row)
          .find('td')
          .toArray()
          .map((cell) => $(cell).text().trim()),
      ]),
  );

describe('the running state beside the register’s', () => {
  test('says that both are the same', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const done = await api.post('manager', `/v1/enquiries/${caseId}/assign`, { to: 'officer-a' });
    await api.get('officer', `/v1/enquiries/${caseId}?seq=${done.body.seq}`);
    const shown = await (await as('manager')).get(`/cases/${caseId}/live`);
    expect(shown.status).toBe(200);
    expect(shown.$('.moj-alert').text()).toContain('Both say the same');
    const rows = rowsOf(shown);
    expect(rows.Officer).toEqual(['A officer', 'A officer']);
    expect(rows.Status).toEqual(['Open', 'Open']);
    expect(rows['Last event']?.[0]).toBe(String(done.body.seq));
  });

  test('says field by field what differs, and how many events the register does not hold', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    const first = await api.post('officer', `/v1/enquiries/${caseId}/note`, { text: 'One' });
    await api.get('officer', `/v1/enquiries/${caseId}?seq=${first.body.seq}`);
    // As a register brought back from a backup of a moment ago would have it: without the last event.
    const { rows } = await sql<{ seq: number }>`
      update case_snapshots set state = jsonb_set(jsonb_set(state::jsonb, '{seq}', to_jsonb(seq - 1)),
        '{assignee}', '"officer-a"')::json
      where authority = 'bradford' and case_id = ${caseId} returning seq - 1 as seq`.execute(api.db);
    const shown = await (await as('manager')).get(`/cases/${caseId}/live`);
    expect(shown.status).toBe(200);
    const alert = shown.$('.moj-alert').text();
    expect(alert).toContain('They differ in 2 points');
    expect(alert).toContain(
      `Last event: the running case says ${first.body.seq}, the register says ${rows[0]?.seq ?? 0}.`,
    );
    expect(alert).toContain('Officer: the running case says Nothing, the register says A officer.');
    expect(alert).toContain('Events that the register does not hold yet: 1.');
    expect(shown.$('main tbody .govuk-tag').toArray()).toHaveLength(2);
  });

  test('does without the workflow: the register is shown, and why it is alone', async () => {
    const { api, as, another } = web();
    const orphan = await addCase(api.register, [received('2026-12-21T10:12:00Z'), accepted('2026-12-21T10:13:00Z')]);
    const none = await (await as('manager')).get(`/cases/${orphan}/live`);
    expect(none.$('.moj-alert').text()).toContain('nothing runs it, so no deadline is watched');
    expect(rowsOf(none).Status).toEqual(['No answer', 'Open']);

    const caseId = await api.refer();
    const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 });
    connections.push(connection);
    const away = another({ services: { temporal: new Client({ connection }) } });
    const shown = await (await away.as('manager')).get(`/cases/${caseId}/live`);
    expect(shown.status).toBe(200);
    expect(shown.$('.moj-alert').text()).toContain('The running case did not answer');
    expect(rowsOf(shown).Status).toEqual(['No answer', 'Open']);
  });

  test('is for those who look over cases, of their own authority, and restricted ones for named people', async () => {
    const { api, as } = web();
    const caseId = await api.refer();
    expect((await (await as('officer')).get(`/cases/${caseId}/live`)).status).toBe(403);
    expect((await (await as('manager', 'luton')).get(`/cases/${caseId}/live`)).status).toBe(404);
    await api.register.cases.setRestricted('bradford', caseId, true);
    expect((await (await as('senior')).get(`/cases/${caseId}/live`)).status).toBe(404);
    expect((await (await as('auditor')).get(`/cases/${caseId}/live`)).status).toBe(200);
  });
});
