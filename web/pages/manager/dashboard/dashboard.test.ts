import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { accepted, addCase, assigned, breached, due, received } from '../../../../tests/support/register/happened.js';
import { useWeb, type PageReply } from '../../../testing/webHarness.js';

/** Wednesday 6 January 2027, 9:05 in London; five working days on is Wednesday 13 January. */
const web = useWeb({ worker: false, now: () => '2027-01-06T09:05:00Z' });

const tiles = ({ $ }: PageReply) =>
  $('.app-tile')
    .toArray()
    .map((tile) => ({
      text: $(tile).find('a').text(),
      count: $(tile).find('.app-tile__number').text(),
      path: $(tile).find('a').attr('href'),
    }));

beforeAll(async () => {
  const { register } = web().api;
  const late = [
    received('2026-12-21T10:12:00Z'),
    accepted('2026-12-21T10:13:00Z'),
    due('2026-12-21T10:13:00Z', '2026-12-30'),
    breached('2026-12-31T00:00:00Z', '2026-12-30', '2026-12-31T09:00:00Z'),
  ];
  await addCase(register, [...late, assigned('2026-12-31T10:00:00Z', 'officer-a')], {
    child: { givenName: 'Ada', familyName: 'Wolstenholme-Featherstonehaugh-Cholmondeley', dateOfBirth: '2015-05-04' },
  });
  await addCase(register, late, { child: { givenName: 'Hidden', familyName: 'Child' }, restricted: true });
  await addCase(register, [
    received('2027-01-04T10:00:00Z'),
    accepted('2027-01-05T10:00:00Z'),
    due('2027-01-05T10:00:00Z', '2027-01-13'),
  ]);
  await addCase(register, [received('2027-01-04T10:00:00Z')], { authority: 'luton' });
});

describe('the dashboard', () => {
  test('has its numbers first, each a link to the list with the same filter', async () => {
    const shown = await (await web().as('manager')).get('/overview');
    expect(shown.status).toBe(200);
    const open = 'status=received%2Copen';
    expect(tiles(shown)).toEqual([
      { text: 'Open cases', count: '3', path: `/worklist?${open}` },
      { text: 'Due in 5 working days', count: '1', path: `/worklist?${open}&dueBefore=2027-01-14` },
      { text: 'Overdue', count: '2', path: `/worklist?${open}&late=true` },
      { text: 'Without an officer', count: '2', path: `/worklist?${open}&officer=none` },
      { text: 'With an open safeguarding concern', count: '0', path: `/worklist?${open}&concern=true` },
    ]);
    expect(shown.$('main').text()).toContain('Figures as at 9:05am on Wednesday 6 January 2027');
  });

  test('has charts whose label says every number, and the same numbers as a table', async () => {
    const { $, text } = await (await web().as('manager')).get('/overview');
    const labelsOf = (drawings: string) =>
      $(drawings)
        .toArray()
        .map((svg) => $(svg).attr('aria-label') ?? '');
    const labels = labelsOf('svg.app-chart--wide');
    // A phone's own drawing says the same.
    expect(labelsOf('svg.app-chart--narrow')).toEqual(labels);
    expect(labels[0]).toContain('Dec 2026: 2 received, 0 ended. Jan 2027: 1 received, 0 ended.');
    expect(labels[1]).toBe(
      'Under 5: 0. 5 and 6: 0. 7 to 10: 0. 11 to 13: 1. 14 to 16: 0. 17 and over: 0. Not known: 2.',
    );
    // Accepted within the day twice, and once on the next working day: the middle one took none.
    expect(labels[2]).toContain('Waiting to be accepted: 0 working days, of 3 cases.');
    expect(labels[2]).toContain('Decision: not known working days, of 0 cases.');
    const months = $('figure').first().find('tbody tr').last().text().replaceAll(/\s+/g, ' ').trim();
    expect(months).toBe('Jan 202710');
    expect(text).not.toContain('style=');
  });

  test('names a restricted case to managers, and to a senior officer only that it is there', async () => {
    const manager = await (await web().as('manager')).get('/overview');
    const senior = await (await web().as('senior')).get('/overview');
    expect(manager.text).toContain('Hidden Child');
    expect(senior.text).not.toContain('Hidden');
    expect(senior.$('main').text()).toContain('Restricted case, not open to you');
    expect(tiles(senior)).toEqual(tiles(manager));
  });

  test('shows another authority its own, and says so where there is nothing', async () => {
    const luton = await (await web().as('manager', 'luton')).get('/overview');
    expect(tiles(luton).map(({ count }) => count)).toEqual(['1', '0', '0', '1', '0']);
    expect(luton.$('main').text()).toContain('Nothing is overdue');
    expect(luton.text).not.toContain('Ada');
  });

  test('shows its numbers without the trends where those take too long', async () => {
    const { api, as } = web();
    const manager = await as('manager');
    const shown = await api.db.transaction().execute(async (tx) => {
      await sql`lock table case_events in access exclusive mode`.execute(tx);
      return manager.get('/overview');
    });
    expect(shown.status).toBe(200);
    expect(tiles(shown)[0]?.count).toBe('3');
    expect(shown.$('main').text()).toContain('could not be counted in time');
    expect(shown.$('figure')).toHaveLength(1);
    expect((await manager.get('/overview')).$('figure')).toHaveLength(3);
  });

  test('is where managers begin; officers, who have their own work, may not open it', async () => {
    const start = await (await web().as('manager')).get('/');
    expect(start.location).toBe('/overview');
    expect((await (await web().as('officer')).get('/overview')).status).toBe(403);
  });
});
