import { describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { epochSeconds } from '../../../../domain/time.js';
import { useWeb } from '../../../testing/webHarness.js';

const web = useWeb();
const LATER = { 'to-day': '4', 'to-month': '1', 'to-year': '2027' };
const MIDDAY = '2027-01-04T12:00:00Z';

/** A demonstration whose cases arrive when they are let go. */
function aDemonstration() {
  const { api, another } = web();
  const moved: string[] = [];
  const waiting: (() => void)[] = [];
  let holds = false;
  const pages = another({
    services: {
      demo: true,
      rehearsal: {
        fastForward: async (caseId, to, authority) => {
          moved.push(caseId);
          if (holds) await new Promise<void>((go) => waiting.push(go));
          if (caseId === broken) throw new Error('stuck');
          const seconds = epochSeconds(to) - epochSeconds(api.services.now());
          await api.register.cases.markRehearsed(authority, caseId, seconds);
          return { now: to };
        },
      },
    },
  });
  let broken = '';
  return {
    ...pages,
    moved,
    breaks: (caseId: string) => (broken = caseId),
    hold: () => (holds = true),
    letGo: () => {
      holds = false;
      for (const go of waiting.splice(0)) go();
    },
  };
}

describe('on real data', () => {
  test('none of it is there, whoever asks', async () => {
    const { as } = web();
    for (const role of ['trainer', 'manager'] as const)
      for (const path of ['/training', '/training/progress', '/training/told'])
        expect((await (await as(role)).get(path)).status).toBe(404);
  });
});

describe('a demonstration', () => {
  test('one case is moved to midday of a day, says who was told what, and every page says that it was moved', async () => {
    const { as, moved } = aDemonstration();
    const { api } = web();
    const caseId = await api.refer();
    const { reference = '' } = (await api.register.cases.findCase('bradford', caseId)) ?? {};
    for (let tries = 0; (await api.register.messages.ofCase('bradford', caseId)).length === 0 && tries < 50; tries += 1)
      await delay(100);
    const trainer = await as('trainer');
    expect((await trainer.get('/training')).$('.app-demo').text()).not.toMatch(/moved in time/);
    const sent = await trainer.submit('/training', { what: 'one', reference: reference.toLowerCase(), ...LATER });
    expect(sent.status).toBe(303);
    expect(moved).toEqual([caseId]);
    const told = await trainer.get(`/training/told?to=${MIDDAY}&from=2020-01-01T00:00:00Z&reference=${reference}`);
    expect(told.$('main table').text()).toContain(reference);
    expect(told.$('.app-demo').text()).toMatch(/Cases have been moved in time, up to Monday 4 January 2027/);
    expect((await (await as('officer')).get('/my-work')).$('.app-demo').text()).toMatch(/moved in time/);
    // It is there already: not back, and not to the same day again.
    const back = await trainer.submit('/training', { what: 'one', reference, ...LATER });
    expect(back.$('#to-error').text()).toMatch(/after the one on which this case is already/);
  });

  test('says what is wrong at its field', async () => {
    const trainer = await aDemonstration().as('trainer');
    for (const [fields, field] of [
      [{ what: 'one', reference: '', ...LATER }, 'reference'],
      [{ what: 'one', reference: 'NOSUCH22', ...LATER }, 'reference'],
      [{ what: 'all', ...LATER, 'to-year': '2020' }, 'to'],
      [{ what: 'all', ...LATER, 'to-year': '2040' }, 'to'],
      [{ ...LATER }, 'what'],
    ] as const) {
      const { status, $ } = await trainer.submit('/training', fields);
      expect({ field, status, said: $(`#${field}-error`).length }).toEqual({ field, status: 422, said: 1 });
    }
  });

  test('the whole is moved case by case, progress is a page, a second move waits, and what is stuck is counted', async () => {
    const demonstration = aDemonstration();
    const { api } = web();
    const [first, second] = [await api.refer(), await api.refer()];
    demonstration.breaks(second);
    demonstration.hold();
    const trainer = await demonstration.as('trainer');
    expect((await trainer.get('/training/progress')).location).toBe('/training');
    const sent = await trainer.submit('/training', { what: 'all', ...LATER });
    expect(sent.location).toBe('/training/progress');
    const onTheWay = await trainer.follow(sent);
    expect(onTheWay.$('h1').text()).toMatch(/on its way to Monday 4 January 2027/);
    expect(onTheWay.$('main').text()).toMatch(/You can leave this page/);
    const again = await trainer.submit('/training', { what: 'all', ...LATER });
    expect({ status: again.status, said: again.$('.moj-alert').text() }).toMatchObject({
      ...{ status: 409, said: expect.stringContaining('moved already') },
    });
    demonstration.letGo();
    let page = await trainer.get('/training/progress');
    for (let tries = 0; page.$('h1').text().includes('on its way') && tries < 50; tries += 1) {
      await delay(100);
      page = await trainer.get('/training/progress');
    }
    expect(demonstration.moved).toEqual(expect.arrayContaining([first, second]));
    expect(page.$('main').text()).toMatch(/could not be moved: 1/);
    expect(page.$('main').text()).toMatch(/It was cut short/);
    const [entry] = await api.register.audit.search('bradford', { action: 'fastForward', limit: 1 });
    expect(entry).toMatchObject({ person: 'trainer-a', detail: { what: 'all', to: '2027-01-04' } });
  });

  test('only trainers move it', async () => {
    const { as } = aDemonstration();
    for (const role of ['manager', 'administrator', 'auditor'] as const)
      expect((await (await as(role)).get('/training')).status).toBe(403);
  });
});
