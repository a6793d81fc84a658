import { beforeAll, describe, expect, test } from '@jest/globals';
import { accepted, addCase, received, type Happened } from '../../../../tests/support/register/happened.js';
import { useWeb, type PageReply } from '../../../testing/webHarness.js';

/** 9:08 in London, eighteen minutes after the concern that nobody has acknowledged. */
const web = useWeb({ worker: false, now: () => '2027-01-06T09:08:00Z' });
const ids: Record<string, string> = {};

const raised = (concern: string, at: string, immediate = false): Happened => [
  at,
  {
    ...{ type: 'concernRaised', concern, kind: 'forced_marriage', immediate, rule: 'SYS-CONCERN' },
    ...{ taskDueAt: '2027-01-06T09:50:00Z', deputyAt: '2027-01-06T09:20:00Z', managerAt: '2027-01-06T09:50:00Z' },
  },
  'officer-a',
];
const begun = [received('2027-01-05T10:00:00Z'), accepted('2027-01-05T10:01:00Z')];

beforeAll(async () => {
  const { register } = web().api;
  ids.waiting = await addCase(register, [...begun, raised('concern-1', '2027-01-06T08:50:00Z', true)], {
    child: { givenName: 'Ada', familyName: 'Waiting' },
  });
  ids.open = await addCase(
    register,
    [
      ...begun,
      raised('concern-1', '2027-01-05T11:00:00Z'),
      [
        '2027-01-05T11:10:00Z',
        { type: 'concernAcknowledged', concern: 'concern-1', spokenTo: 'text-1', rule: 'SYS-CONCERN' },
        'dsl-a',
      ],
    ],
    { child: { givenName: 'Ben', familyName: 'Open' }, restricted: true },
  );
  ids.history = await addCase(
    register,
    [...begun, ['2027-01-05T10:02:00Z', { type: 'factRecorded', fact: 'csc_historic', value: true }, 'officer-a']],
    { child: { givenName: 'Cy', familyName: 'Known' } },
  );
});

const links = ({ $ }: PageReply) =>
  $('main a')
    .toArray()
    .map((link) => $(link).attr('href'));

describe('the concerns', () => {
  test('that nobody has acknowledged come first, with the time that is left on the ladder', async () => {
    const dsl = await web().as('dsl');
    expect((await dsl.get('/')).location).toBe('/concerns');
    const shown = await dsl.get('/concerns');
    const { $ } = shown;
    expect(
      $('h2')
        .toArray()
        .slice(0, 3)
        .map((one) => $(one).text()),
    ).toEqual(['Nobody has acknowledged (1)', 'Acknowledged and open (1)', 'Social care history to review (1)']);
    const first = $('.app-concern').first().text().replaceAll(/\s+/g, ' ');
    expect(first).toContain('Ada Waiting');
    expect(first).toContain('Call 999 first');
    expect(first).toContain('18 minutes since it was raised');
    expect(first).toContain('is told at 9:20am on Wednesday 6 January 2027: 12 minutes left');
    expect(first).toContain('The manager is told at 9:50am on Wednesday 6 January 2027: 42 minutes left');
    expect(links(shown)).toEqual([
      `/cases/${ids.waiting ?? ''}`,
      `/cases/${ids.waiting ?? ''}/concerns/concern-1/acknowledge`,
      `/cases/${ids.waiting ?? ''}/concerns/concern-1/resolve`,
      `/cases/${ids.open ?? ''}`,
      `/cases/${ids.open ?? ''}/concerns/concern-1/resolve`,
      `/cases/${ids.history ?? ''}`,
      `/cases/${ids.history ?? ''}/review-history`,
    ]);
    expect($('.govuk-service-navigation .moj-notification-badge').text()).toContain('1');
  });

  test('of a restricted case are counted for an officer and not named; only the lead may resolve', async () => {
    const shown = await (await web().as('officer')).get('/concerns');
    expect(shown.text).not.toContain('Ben');
    expect(shown.text).not.toContain(ids.open ?? 'no id');
    expect(shown.$('.app-concern').last().text()).toContain('Restricted case, not open to you');
    expect(shown.$('h2').eq(1).text()).toBe('Acknowledged and open (1)');
    expect(links(shown)).toEqual([
      `/cases/${ids.waiting ?? ''}`,
      `/cases/${ids.waiting ?? ''}/concerns/concern-1/acknowledge`,
      `/cases/${ids.history ?? ''}`,
    ]);
  });

  test('of another authority are not there', async () => {
    const { $, text } = await (await web().as('dsl', 'luton')).get('/concerns');
    expect(text).not.toContain('Ada');
    expect($('main').text()).toContain('Every concern has been acknowledged');
    expect($('main').text()).toContain('No history waits for a review');
  });
});
