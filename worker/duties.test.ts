import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AUTHORITY, useEnquiries } from '../tests/support/enquiries/harness.js';
import { DIGEST_WORKFLOW, DUTIES_WORKFLOW } from '../workflows/messages.js';

let clock = new Date('2027-01-21T00:05:00Z');
const enquiries = useEnquiries({ now: () => clock });

async function run(workflow: string, queue: 'send' | 'record', at: string): Promise<unknown> {
  clock = new Date(at);
  const { client, queues } = enquiries();
  const workflowId = `${workflow}-${randomUUID()}`;
  return client.workflow.execute(workflow, { workflowId, taskQueue: queues.enquiry, args: [queues[queue]] });
}
const look = (at: string) => run(DUTIES_WORKFLOW, 'record', at);
async function digest(day: string): Promise<string[]> {
  enquiries().mails.length = 0;
  await run(DIGEST_WORKFLOW, 'send', `${day}T09:00:05Z`);
  return enquiries()
    .mails.filter(({ to }) => to === 'manager-a@bradford.example')
    .flatMap(({ text }) => text.split('\n').filter((line) => line.includes('NAT-RETURN')));
}
const returns = async () =>
  (await enquiries().register.duties.occurrences(AUTHORITY)).map(({ rule, occurrence, state }) => [
    rule,
    occurrence,
    state,
  ]);

describe('the duties of the service', () => {
  test('open ahead of time, remind, become late, and are told to the manager until they are done', async () => {
    // The autumn return was due on 30 October, before the service began. The spring one, with its census on 21 January, is
    // due on Friday 19 February, and four weeks before that is 22 January.
    expect(await look('2027-01-21T00:05:00Z')).toEqual({ opened: 0, late: 0 });
    expect(await look('2027-01-22T00:05:00Z')).toEqual({ opened: 1, late: 0 });
    expect(await look('2027-01-22T00:05:00Z')).toEqual({ opened: 0, late: 0 });
    expect(await returns()).toEqual([['NAT-RETURN', '2027-01-21', 'open']]);

    expect(await digest('2027-02-17')).toEqual([]);
    expect(await digest('2027-02-18')).toEqual([
      '* NAT-RETURN: The authority returns its figures to the Department three times a year is due on Friday 19 February 2027',
    ]);
    expect(await digest('2027-02-19')).toEqual([]);

    expect(await look('2027-02-19T23:59:00Z')).toEqual({ opened: 0, late: 0 });
    expect(await look('2027-02-20T00:05:00Z')).toEqual({ opened: 0, late: 1 });
    expect(await look('2027-02-20T00:05:00Z')).toEqual({ opened: 0, late: 0 });
    expect(await digest('2027-02-20')).toEqual([]);
    for (const day of ['2027-02-22', '2027-02-23'])
      expect(await digest(day)).toEqual([expect.stringContaining('was due on Friday 19 February 2027')]);

    const { duties } = enquiries().register;
    await duties.end(
      AUTHORITY,
      { rule: 'NAT-RETURN' },
      { state: 'done', doneOn: '2027-02-23', note: 'Returned', evidence: null },
      { by: 'manager-a', role: 'manager', at: '2027-02-23T10:00:00Z' },
    );
    expect(await digest('2027-02-24')).toEqual([]);
    expect((await duties.history(AUTHORITY, 'NAT-RETURN')).map(({ type, by }) => `${type} ${by}`)).toEqual([
      ...['opened system', 'late system', 'done manager-a'],
    ]);
  });

  test('what is missed while nothing runs is opened, and is late, when it runs again', async () => {
    expect(await look('2027-06-25T00:05:00Z')).toEqual({ opened: 1, late: 1 });
    expect(await returns()).toEqual([
      ['NAT-RETURN', '2027-05-20', 'late'],
      ['NAT-RETURN', '2027-01-21', 'done'],
    ]);
  });

  test('a duty that the text leaves undated is asked for and not guessed; then the authority names a role and a day', async () => {
    const { duties } = enquiries().register;
    const [plan] = (await duties.plans(AUTHORITY)).filter(({ rule }) => rule === 'BRA-R1');
    if (plan === undefined) throw new Error('No plan');
    await duties.setPlan(
      AUTHORITY,
      {
        ...plan,
        frequency: { amount: 6, unit: 'month' },
        anchor: '2027-07-20',
        anchorIsDue: true,
        knownFrom: '2027-06-28',
        for: 'senior',
      },
      { by: 'manager-a', role: 'manager', at: '2027-06-28T10:00:00Z' },
    );
    expect(await look('2027-06-28T10:00:00Z')).toEqual({ opened: 1, late: 0 });
    enquiries().mails.length = 0;
    await run(DIGEST_WORKFLOW, 'send', '2027-07-19T09:00:05Z');
    const senior = enquiries().mails.find(({ to }) => to === 'senior-a@bradford.example');
    expect(senior?.text).toContain(
      'BRA-R1: Data on referrals and outcomes is reviewed regularly is due on Tuesday 20 July 2027',
    );
  });
});

describe('the work of every night', () => {
  test('removes drafts of forms and sessions that have come to their end, and keeps the others', async () => {
    const { drafts, sessions } = enquiries().register;
    const draft = { fields: { text: 'typed and not saved' }, savedAt: '2027-07-01T10:00:00Z' };
    await drafts.save(AUTHORITY, 'officer-a', '/cases/a/note', draft);
    await drafts.save(AUTHORITY, 'officer-a', '/cases/b/note', { ...draft, savedAt: '2027-07-20T10:00:00Z' });
    const session = { authority: AUTHORITY, person: 'officer-a', data: {} };
    await sessions.begin('over', { ...session, expiresAt: '2027-07-29T22:00:00Z' });
    await sessions.begin('good', { ...session, expiresAt: '2027-07-30T22:00:00Z' });

    await look('2027-07-30T00:05:00Z');
    // Read as of a day on which both were good: what is not there any more is gone, not only out of date.
    const before = '2027-07-21T00:00:00Z';
    expect(await drafts.read(AUTHORITY, 'officer-a', '/cases/a/note', before)).toBeNull();
    expect(await drafts.read(AUTHORITY, 'officer-a', '/cases/b/note', before)).not.toBeNull();
    expect(await sessions.read('over', before)).toBeNull();
    expect(await sessions.read('good', before)).not.toBeNull();
  });
});
