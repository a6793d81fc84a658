import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Clock, Happening } from '../domain/events.js';
import { addSeconds } from '../domain/time.js';
import { referral } from '../tests/support/register/referrals.js';
import { nextEpisodeHappenings, sampleHappenings, stamped } from '../tests/support/register/sampleEvents.js';
import { useTestRegister } from '../tests/support/register/testRegister.js';
import type { PageRequest, WorklistFilter, WorklistSort } from './index.js';

const open = useTestRegister();
const at = '2026-12-21T10:12:00Z';

const clock: Clock = { event: 'referral_received', from: '2026-12-21', amount: 5, unit: 'working_day', mode: 'after' };

/** A case received `n` hours after the first, with a deadline in January where `due` names a day. */
function plain(n: number, due?: string): Happening[] {
  return [
    {
      type: 'referralReceived',
      referrer: { id: '1', kind: 'school', reply: 'email', verified: true },
      referral: 1,
      receivedAt: addSeconds(at, n * 3600),
      child: {},
      policy: 'bradford@1',
    },
    { type: 'referralAccepted', rule: 'BRA-S1' },
    ...(due === undefined
      ? []
      : [
          {
            type: 'deadlineSet' as const,
            rule: 'BRA-D1',
            occurrence: 1,
            actor: 'authority',
            due,
            dueAt: `${due}T23:59:59Z`,
            clock,
            skipped: [],
          },
        ]),
  ];
}

const ids: Record<string, string> = {};
async function add(name: string, happenings: readonly Happening[], authority = 'bradford'): Promise<void> {
  const { register } = open();
  const { caseId } = await register.cases.mintCase(
    referral({ authority, child: { givenName: name, familyName: "O'Hare", upn: `upn ${name}` } }),
  );
  ids[name] = caseId;
  await register.record.recordEvents({ authority, caseId, events: stamped(happenings), carriedOutAt: at });
}

beforeAll(async () => {
  await add('rich', sampleHappenings);
  await add('ended', [...sampleHappenings, ...nextEpisodeHappenings.slice(0, 7)]);
  await add('late-jan', plain(3, '2027-01-20'));
  await add('same-jan', plain(2, '2027-01-20'));
  await add('mid-jan', plain(1, '2027-01-12'));
  await add('undated-1', plain(4));
  await add('undated-2', plain(5));
  await add('elsewhere', sampleHappenings, 'luton');
  await open().register.people.putTeam('bradford', 'north', 'North');
  await open().register.people.put('bradford', { person: 'officer-a', name: 'A' });
  await open().register.people.setTeams('bradford', 'officer-a', ['north']);
});

const nameOf = (caseId: string): string => Object.keys(ids).find((name) => ids[name] === caseId) ?? caseId;
const list = async (filter: WorklistFilter = {}, sort: WorklistSort = 'due'): Promise<string[]> =>
  (await open().register.worklist.list('bradford', { filter, sort })).rows.map((row) => nameOf(row.case_id));

describe('the worklist', () => {
  test('sorts by due date with undated cases last, by receipt, by lateness', async () => {
    const due = await list({ status: ['open'] });
    expect(due.slice(0, 2)).toEqual(['rich', 'mid-jan']);
    expect(due.slice(2, 4).sort()).toEqual(['late-jan', 'same-jan']);
    expect(due.slice(4).sort()).toEqual(['undated-1', 'undated-2']);
    expect((await list({ status: ['open'] }, 'received')).slice(0, 5)).toEqual([
      'undated-2',
      'undated-1',
      'late-jan',
      'same-jan',
      'mid-jan',
    ]);
    expect(await list({}, 'late')).toEqual(['rich']);
  });

  test.each<[string, WorklistFilter, string[]]>([
    ['status', { status: ['closed'] }, ['ended']],
    ['risk', { risk: ['priority'], status: ['open'] }, ['rich']],
    ['officer', { officer: 'officer-a', status: ['open'] }, ['rich']],
    ['nobody', { officer: null }, ['late-jan', 'mid-jan', 'same-jan', 'undated-1', 'undated-2']],
    ['team', { team: 'north', stage: ['enquiries'] }, ['rich']],
    ['another team', { team: 'south' }, []],
    ['late', { late: { at } }, ['rich']],
    ['late by the clock', { late: { at: '2027-01-13T00:00:00Z' } }, ['mid-jan', 'rich']],
    ['due before', { dueBefore: '2027-01-13T00:00:00Z', status: ['open'] }, ['mid-jan', 'rich']],
    ['concern', { concern: true }, ['rich']],
    ['restricted', { restricted: false }, ['late-jan', 'mid-jan', 'same-jan', 'undated-1', 'undated-2']],
    ['metacharacters', { risk: ["'; drop table worklist; --"] }, []],
    ['no status at all', { status: ['rejected'] }, []],
  ])('filters by %s', async (_what, filter, expected) => {
    expect((await list(filter)).sort()).toEqual(expected);
    expect(await open().register.worklist.count('bradford', filter)).toBe(expected.length);
  });

  test.each<WorklistSort>(['due', 'received', 'late'])(
    'pages through all in the order %s, each case once',
    async (sort) => {
      const { worklist } = open().register;
      const whole = await list({}, sort);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await worklist.list('bradford', { sort, limit: 2, ...(cursor === null ? {} : { cursor }) });
        seen.push(...page.rows.map((row) => nameOf(row.case_id)));
        cursor = page.cursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole);
    },
  );

  test('refuses a cursor that it did not give out', async () => {
    const { worklist } = open().register;
    const { cursor } = await worklist.list('bradford', { limit: 1 });
    const forged = Buffer.from(JSON.stringify(['due', "x' or 1=1", 'y'])).toString('base64url');
    for (const bad of ['', 'x', '%%%', forged, Buffer.from('{}').toString('base64url')])
      await expect(worklist.list('bradford', { cursor: bad })).rejects.toMatchObject({ code: 'invalid' });
    await expect(worklist.list('bradford', { cursor: cursor ?? '', sort: 'late' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('shows no case of another authority', async () => {
    const { worklist, search } = open().register;
    expect((await worklist.list('luton')).rows.map((row) => nameOf(row.case_id))).toEqual(['elsewhere']);
    expect((await worklist.list('derbyshire')).rows).toEqual([]);
    expect(await worklist.find('luton', ids.rich ?? '')).toBeNull();
    expect(await search.find('luton', 'rich')).toEqual([]);
  });

  test('counts the open cases of each officer', async () => {
    expect(await open().register.worklist.workload('bradford')).toEqual([
      { assignee: 'officer-a', open: 1, late: 1 },
      { assignee: null, open: 5, late: 0 },
    ]);
  });
});

describe('search', () => {
  test.each([
    ['a name', 'ohare RICH', ['rich']],
    ['a UPN', 'upnmid-jan', ['mid-jan']],
    ['a pattern sign', '%', []],
    ['nothing', '  ', []],
  ])('by %s', async (_what, text, expected) => {
    expect((await open().register.search.find('bradford', text)).map((hit) => nameOf(hit.caseId))).toEqual(expected);
  });
});

describe('one case whole', () => {
  test('has its people, checks, deadlines, timeline, messages and texts', async () => {
    const { enquiries, texts, messages } = open().register;
    const caseId = ids.rich ?? '';
    const textId = await texts.put('bradford', {
      caseId,
      kind: 'note',
      body: 'no answer\nat the door',
      writtenBy: 'officer-a',
      writtenAt: at,
      textId: 'text-1',
    });
    await texts.put('bradford', { caseId, kind: 'note', body: 'other', writtenBy: 'officer-a', writtenAt: at, textId });
    const found = await enquiries.read('bradford', caseId);
    expect(found?.child?.family_name).toBe("O'Hare");
    expect(found?.referrers).toHaveLength(1);
    expect(found?.timeline.map((entry) => entry.event.seq)).toEqual(sampleHappenings.map((_, index) => index + 1));
    expect(found?.deadlines.map((row) => [row.rule, row.state])).toEqual([
      ['BRA-D1', 'open'],
      ['BRA-D2', 'breached'],
      ['BRA-D9', 'blocked'],
    ]);
    expect(found?.deadlines[2]?.missing).toEqual({ calendar: 'r26', needed: '2027-07-22' });
    expect(found?.texts.get('text-1')?.body).toBe('no answer\nat the door');
    expect(found?.state?.seq).toBe(sampleHappenings.length);
    expect(await enquiries.read('luton', caseId)).toBeNull();
    expect(await texts.get('luton', 'text-1')).toBeNull();
    expect(await messages.ofCase('luton', caseId)).toEqual([]);
  });

  test('before the first event it shows what was reserved', async () => {
    const { cases, enquiries } = open().register;
    const { caseId } = await cases.mintCase(referral({ authority: 'luton' }));
    expect(await enquiries.read('luton', caseId)).toMatchObject({ summary: null, state: null, timeline: [] });
  });
});

describe('messages', () => {
  test('carry what became of them, and are filtered by it', async () => {
    const { messages, ledger } = open().register;
    const caseId = ids.rich ?? '';
    const key = { authority: 'bradford', caseId, episode: 1, rule: 'SYS-ACK', occurrence: 1, recipient: 'referrer' };
    await ledger.claim(key, 'email', at);
    await ledger.park(key, { channel: 'email', errorClass: 'ETIMEDOUT', retryAt: at });
    expect((await messages.ofCase('bradford', caseId)).map((m) => [m.rule, m.purpose, m.state, m.errorClass])).toEqual([
      ['SYS-ACK', 'acknowledgement', 'parked', 'ETIMEDOUT'],
      ['SYS-CONCERN', 'concern', 'due', null],
    ]);
    expect(await messages.find(key)).toMatchObject({ template: 'acknowledgement', state: 'parked' });
    expect(await messages.find({ ...key, authority: 'luton' })).toBeNull();
    const parked = await messages.list('bradford', { filter: { state: ['parked'] } });
    expect(parked.rows.map((m) => m.caseId)).toEqual([caseId]);
    const overtaken = await messages.list('bradford', { filter: { state: ['overtaken'] } });
    expect(overtaken.rows.map((m) => nameOf(m.caseId))).toEqual(['ended']);
    expect((await messages.list('derbyshire')).rows).toEqual([]);
  });

  test('page from the newest', async () => {
    const { messages } = open().register;
    const whole = (await messages.list('bradford')).rows.map((m) => [m.caseId, m.seq]);
    expect(whole.length).toBe(5);
    const first = await messages.list('bradford', { limit: 3 });
    const second = await messages.list('bradford', { limit: 3, cursor: first.cursor ?? '' });
    expect([...first.rows, ...second.rows].map((m) => [m.caseId, m.seq])).toEqual(whole);
    expect(second.cursor).toBeNull();
  });
});

describe('the digest', () => {
  test('sees open and standing breached deadlines of open cases, not of rehearsed ones', async () => {
    const { digests, cases } = open().register;
    const names = async () => (await digests.cases('bradford')).map((one) => nameOf(one.caseId)).sort();
    expect(await names()).toEqual(['late-jan', 'mid-jan', 'rich', 'same-jan']);
    const rich = (await digests.cases('bradford')).find((one) => one.caseId === ids.rich);
    expect(rich).toMatchObject({
      assignee: 'officer-a',
      deadlines: [
        { rule: 'BRA-D1', state: 'open', due: '2026-12-30' },
        { rule: 'BRA-D2', state: 'breached' },
      ],
    });
    await cases.markRehearsed('bradford', ids['mid-jan'] ?? '', 3600);
    expect(await names()).toEqual(['late-jan', 'rich', 'same-jan']);
  });

  test('goes to a person once a day', async () => {
    const { digests } = open().register;
    const key = { authority: 'bradford', person: 'officer-a', day: '2026-12-29' };
    expect(await digests.claim(key, 3, at)).toBe('claimed');
    expect(await digests.claim(key, 3, at)).toBe('claimedBefore');
    await digests.markSent(key, at);
    expect(await digests.claim(key, 3, at)).toBe('alreadySent');
    expect(await digests.claim({ ...key, authority: 'luton' }, 3, at)).toBe('claimed');
    expect(await digests.claim({ ...key, day: '2026-12-30' }, 3, at)).toBe('claimed');
  });
});

describe('reconciling', () => {
  test('names the cases that ought to run', async () => {
    const { reconcile, cases } = open().register;
    const names = async (endedSince: string) =>
      (await reconcile.casesToRun('bradford', { endedSince })).map((one) => nameOf(one.caseId)).sort();
    expect(await names('2027-12-31T00:00:00Z')).not.toContain('ended');
    expect(await names('2026-12-01T00:00:00Z')).toContain('ended');
    expect(await reconcile.openCaseIds('bradford')).toHaveLength(6);
    const page = await reconcile.openCaseIds('bradford', { limit: 4 });
    expect(await reconcile.openCaseIds('bradford', { after: page.at(-1) ?? '' })).toHaveLength(2);
    const { caseId } = await cases.mintCase(referral());
    await cases.confirmStarted('bradford', caseId, at);
    expect(await reconcile.startedWithoutEvents('bradford', '2027-01-01T00:00:00Z')).toEqual([caseId]);
    expect(await reconcile.startedWithoutEvents('luton', '2027-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('the worklist in numbered pages', () => {
  const paged = async (over: Partial<PageRequest> = {}, authority = 'bradford') => {
    const { rows, total, more } = await open().register.worklistPages.page(authority, {
      ...{ filter: { ended: false }, sort: 'due', descending: false, page: 1, size: 25, openTo: null },
      ...over,
    });
    return { names: rows.map((row) => nameOf(row.case_id)), total, more, rows };
  };

  test('puts what is late or due first at the top, cases without a date last, and turned round the other way', async () => {
    const { names, total, more, rows } = await paged();
    expect(names.slice(0, 2)).toEqual(['rich', 'mid-jan']);
    expect(names.slice(4).sort()).toEqual(['undated-1', 'undated-2']);
    expect({ total, more }).toEqual({ total: 6, more: false });
    expect(rows[0]?.first_date).toBe(rows[0]?.late_since);
    expect((await paged({ descending: true })).names).toEqual([...names].reverse());
    expect((await paged({ sort: 'received', descending: true })).names.slice(0, 2)).toEqual(['undated-2', 'undated-1']);
    expect((await paged({ filter: { ended: true }, sort: 'ended', descending: true })).names).toEqual(['ended']);
  });

  test('has each case on one page only, and the whole number on each', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => paged({ page, size: 2 })));
    expect(pages.flatMap(({ names }) => names)).toEqual((await paged()).names);
    expect(pages.map(({ total }) => total)).toEqual([6, 6, 6, 6]);
  });

  test('neither lists nor counts a restricted case for somebody it is not open to', async () => {
    expect(await paged({ openTo: 'officer-z' })).toMatchObject({ total: 5 });
    expect((await paged({ openTo: 'officer-z' })).names).not.toContain('rich');
    expect((await paged({ openTo: 'officer-a' })).names).toContain('rich');
    await open().register.cases.setRestricted('bradford', ids['mid-jan'] ?? '', true);
    expect((await paged({ openTo: 'officer-z' })).names).not.toContain('mid-jan');
    expect((await paged()).rows.find((row) => nameOf(row.case_id) === 'mid-jan')?.restricted).toBe(true);
    await open().register.cases.setRestricted('bradford', ids['mid-jan'] ?? '', false);
  });

  test('is that of one authority and, where asked, of several teams', async () => {
    expect((await paged({ filter: {} }, 'luton')).names).toEqual(['elsewhere']);
    expect((await paged({ filter: { team: ['south', 'north'], ended: false } })).names).toEqual(['rich']);
    expect(await paged({ filter: { team: ['south'] } })).toMatchObject({ names: [], total: 0 });
  });
});

describe('what an officer’s own page shows', () => {
  test('is what others did on their cases since then, the newest first', async () => {
    const { officerWork } = open().register;
    const ask = (person: string, authority = 'bradford') =>
      officerWork.changes(authority, person, { since: '2026-01-01T00:00:00Z', types: ['referralReceived'], limit: 5 });
    const changes = await ask('officer-a');
    expect(changes.map((row) => nameOf(row.caseId))).toContain('rich');
    expect(changes.every(({ event }) => event.type === 'referralReceived' && event.by !== 'officer-a')).toBe(true);
    expect(await ask('officer-z')).toEqual([]);
    expect((await ask('officer-a', 'luton')).map((row) => nameOf(row.caseId))).not.toContain('rich');
    const later = { since: '2099-01-01T00:00:00Z', types: ['referralReceived'] as const, limit: 5 };
    expect(await officerWork.changes('bradford', 'officer-a', later)).toEqual([]);
  });
});
