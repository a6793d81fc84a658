import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  accepted,
  addCase,
  assigned,
  breached,
  due,
  proposed,
  received,
  type Happened,
} from '../../../../tests/support/register/happened.js';
import { useWeb, type PageReply } from '../../../testing/webHarness.js';
import { nextStep } from '../breaches/breaches.js';
import { loadCalendars } from '../../../../config/calendars.js';

/** Thursday 31 December 2026, 8:00 in London: an hour before the manager is told. */
const clock = '2026-12-31T08:00:00Z';
const web = useWeb({ worker: false, now: () => clock });
const ids: Record<string, string> = {};
const task = (at: string, kind: string, rule: string): Happened => [
  at,
  { type: 'taskOpened', task: `${kind}-1`, kind, for: 'manager', rule, due: null, dueAt: null },
];

beforeAll(async () => {
  const { register } = web().api;
  const begun = [received('2026-12-01T10:00:00Z'), accepted('2026-12-01T10:01:00Z')];
  ids.received = await addCase(register, [received('2026-12-20T10:00:00Z')]);
  ids.closing = await addCase(register, [
    ...begun,
    proposed('2026-12-10T10:00:00Z'),
    task('2026-12-10T10:00:00Z', 'decideOutcome', 'BRA-O1'),
  ]);
  ids.inactive = await addCase(
    register,
    [
      ...begun,
      ['2026-12-11T10:00:00Z', { type: 'outcomeProposed', rule: 'BRA-O4', outcome: 'not_traced' }, 'officer-a'],
      task('2026-12-11T10:00:00Z', 'decideOutcome', 'BRA-O4'),
    ],
    { child: { givenName: 'Hidden', familyName: 'Child' }, restricted: true },
  );
  ids.review = await addCase(register, [...begun, task('2026-12-29T09:00:00Z', 'review', 'SYS-REVIEW')]);
  ids.late = await addCase(register, [
    ...begun,
    assigned('2026-12-02T10:00:00Z', 'officer-a'),
    due('2026-12-21T10:13:00Z', '2026-12-30'),
    breached('2026-12-31T00:00:00Z', '2026-12-30', '2026-12-31T09:00:00Z'),
    [
      '2026-12-31T00:00:00Z',
      {
        ...{ type: 'messageDue', rule: 'BRA-D1', purpose: 'breach', basis: 'default', occurrence: 1, to: 'senior' },
        ...{ channel: 'email', template: 'breach-senior', fields: {}, safeguarding: false },
      },
    ],
  ]);
});

const groups = ({ $ }: PageReply) =>
  $('main h2')
    .toArray()
    .map((one) => $(one).text());
const links = ({ $ }: PageReply) =>
  $('main tbody td a')
    .toArray()
    .map((link) => $(link).attr('href'));

describe('decisions that wait', () => {
  test('stand under what they would do to the case, each with its page', async () => {
    const shown = await (await web().as('manager')).get('/overview/decisions');
    expect(groups(shown)).toEqual([
      'Proposals to make a case inactive (1)',
      'Proposals to close a case (1)',
      'Referrals to accept or reject (1)',
      'Reviews due (1)',
    ]);
    expect(links(shown)).toEqual([
      `/cases/${ids.inactive ?? ''}/outcome`,
      `/cases/${ids.closing ?? ''}/outcome`,
      `/cases/${ids.received ?? ''}/accept`,
      `/cases/${ids.received ?? ''}/reject`,
      `/cases/${ids.review ?? ''}/tasks/review/SYS-REVIEW`,
    ]);
  });

  test('of a restricted case are counted for a senior officer, not named; an auditor decides nothing', async () => {
    const senior = await (await web().as('senior')).get('/overview/decisions');
    expect(groups(senior)[0]).toBe('Proposals to make a case inactive (1)');
    expect(senior.text).not.toContain('Hidden');
    expect(senior.text).not.toContain(ids.inactive ?? 'no id');
    expect(links(senior)).not.toContain(`/cases/${ids.closing ?? ''}/outcome`);
    expect(links(await (await web().as('auditor')).get('/overview/decisions'))).toEqual([]);
    const luton = await (await web().as('manager', 'luton')).get('/overview/decisions');
    expect(luton.$('main').text()).toContain('No decision waits');
  });
});

describe('late deadlines', () => {
  test('say who was told and who is told next, by their rule’s own title', async () => {
    const { $ } = await (await web().as('manager')).get('/overview/breaches');
    const row = $('main tbody tr').text().replaceAll(/\s+/g, ' ');
    expect(row).toContain('BRA-D1');
    expect(row).toContain('Officer: A officer');
    expect(row).toContain('Senior officer is being told since midnight on Thursday 31 December 2026');
    expect(row).toContain('Next: manager told at 9:00am on Thursday 31 December 2026');
    const luton = await (await web().as('manager', 'luton')).get('/overview/breaches');
    expect(luton.$('main').text()).toContain('No deadline of the authority is late');
  });

  test('a case of a demonstration that was moved is late by its own time', async () => {
    const { api, as } = web();
    const caseId = await addCase(
      api.register,
      [
        received('2026-12-01T10:00:00Z'),
        accepted('2026-12-01T10:01:00Z'),
        due('2026-12-21T10:13:00Z', '2026-12-30'),
        breached('2026-12-31T00:00:00Z', '2026-12-30', '2026-12-31T09:00:00Z'),
      ],
      { authority: 'luton' },
    );
    const before = await (await as('manager', 'luton')).get('/overview/breaches');
    const late = (page: typeof before) => page.$('.app-due').text().replaceAll(/\s+/g, ' ');
    expect(late(before)).toContain('Overdue by 1 day');
    await api.register.cases.markRehearsed('luton', caseId, 10 * 86_400);
    const after = await (await as('manager', 'luton')).get('/overview/breaches');
    expect(late(after)).toContain('Overdue by 11 days');
  });

  test('after the manager, a line in the daily mail each working day', () => {
    const calendars = loadCalendars({ school: 'r26' });
    const told = { managerToldAt: '2026-12-31T09:00:00Z', tellManagerAt: '2026-12-31T09:00:00Z' };
    const after = (at: string) => nextStep(told, at, { digestTime: '09:00' }, calendars);
    // New Year's Day and a weekend come after Thursday 31 December.
    expect(after('2026-12-31T10:00:00Z')).toEqual({ step: 'digest', at: '2027-01-04T09:00:00Z' });
    expect(after('2027-01-04T08:59:59Z')).toEqual({ step: 'digest', at: '2027-01-04T09:00:00Z' });
    expect(after('2027-01-04T09:00:00Z')).toEqual({ step: 'digest', at: '2027-01-05T09:00:00Z' });
    const noDay = { managerToldAt: null, tellManagerAt: null };
    expect(nextStep(noDay, '2027-01-04T09:00:00Z', { digestTime: '09:00' }, calendars)).toBeNull();
  });
});
