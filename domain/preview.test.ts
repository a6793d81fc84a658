import { describe, expect, test } from '@jest/globals';
import { withClosureDay, withNonPupilDay } from '../config/calendars.js';
import { at, by, person, playCase, worldOf } from '../tests/support/domain/cases.js';
import { decide } from './case/decide.js';
import type { CompiledPolicy } from './policy.js';
import { previewAdoption, previewCalendars, type Preview, type Previewed } from './preview.js';
import { viewOf } from './view.js';

const setup = {
  receivedAt: '2027-02-01T09:00',
  facts: { cp_plan: true, first_absence: '2027-02-01' },
  until: '2027-02-03T12:00',
};
const played = playCase(setup);
const now = at('2027-02-03T12:00');
const manager = person('manager-m');

const { policy } = worldOf('bradford');
/** A second version: three days for the first enquiries, no contact with a social worker, the police only with a concern. */
const second: CompiledPolicy = {
  ...policy,
  version: '2',
  deadlines: policy.deadlines
    .filter(({ id }) => id !== 'BRA-D2')
    .map((rule) => (rule.id === 'BRA-D1' ? { ...rule, amount: 3 } : rule)),
  checks: [...policy.checks, { id: 'BRA-C20', need: 'required', actor: 'authority' }],
  gates: policy.gates.filter(({ rule }) => rule !== 'BRA-G4'),
};

function previewed(answer: Previewed): Preview {
  if (!answer.ok) throw new Error(answer.refusal.detail);
  return answer.preview;
}

describe('the preview of an adoption', () => {
  const preview = previewed(previewAdoption(played, second, manager, now));

  test('names each deadline that would move, be set or be cancelled', () => {
    // Received Mon 1 Feb: five working days end on Mon 8, three on Thu 4, the first working day after the adoption.
    expect(preview.was.policy).toBe('bradford@1');
    expect(preview.now.policy).toBe('bradford@2');
    expect(preview.deadlines).toMatchObject([
      {
        rule: 'BRA-D1',
        was: { state: 'open', due: '2027-02-08' },
        now: { state: 'open', due: '2027-02-04' },
      },
    ]);
    const worker = playCase({ ...setup, facts: { social_worker: true } });
    expect(previewed(previewAdoption(worker, second, manager, now)).deadlines).toMatchObject([
      { rule: 'BRA-D1' },
      { rule: 'BRA-D2', was: { state: 'open' }, now: { state: 'cancelled' } },
    ]);
  });

  test('names each check that would open, and each gate whose reasons change', () => {
    expect(preview.checks).toEqual([{ id: 'BRA-C20', was: null, now: { required: true, state: 'open' } }]);
    const inactive = preview.gates.find(({ action }) => action === 'inactive');
    expect(inactive).toMatchObject({ wasOpen: false, open: false, added: [{ why: 'BRA-C20 is open' }], lifted: [] });
    expect(preview.gates.find(({ action }) => action === 'roll_removal')?.lifted.map(({ rule }) => rule)).toContain(
      'BRA-G4',
    );
  });

  test('changes nothing, and is what happens', () => {
    const before = JSON.stringify(played.state);
    previewAdoption(played, second, manager, now);
    expect(JSON.stringify(played.state)).toBe(before);
    const done = decide(played, { do: 'adoptPolicy', policy: 'bradford@2', adopted: second, by: manager }, now);
    if (!done.ok) throw new Error(done.refusal.detail);
    const view = viewOf(done.state, done.world, now);
    for (const change of preview.deadlines)
      expect(view.deadlines.find(({ rule }) => rule === change.rule)).toMatchObject({ ...change.now });
  });

  test('says why it would be refused', () => {
    expect(previewAdoption(played, policy, manager, now)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    expect(previewAdoption(played, second, person('officer-a'), now)).toMatchObject({
      ok: false,
      refusal: { code: 'not_allowed' },
    });
    const closed = playCase(
      { ...setup, until: '2027-02-03T12:00' },
      by('manager-m', '2027-02-02T10:00', { do: 'decideOutcome', outcome: 'in_education' }),
    );
    expect(closed.state.endedAt).not.toBeNull();
    expect(previewAdoption(closed, second, manager, now)).toMatchObject({ ok: false });
  });
});

describe('the preview of a calendar', () => {
  const { calendars } = worldOf('bradford');

  test('names the deadlines that move, and only those', () => {
    const closed = previewed(previewCalendars(played, withClosureDay(calendars, '2027-02-05'), 'closed', now));
    expect(closed.deadlines).toMatchObject([
      { rule: 'BRA-D1', was: { due: '2027-02-08' }, now: { due: '2027-02-09', state: 'open' } },
    ]);
    const inset = previewed(previewCalendars(played, withNonPupilDay(calendars, 'r26', '2027-02-10'), 'INSET', now));
    expect(inset.deadlines).toMatchObject([
      { rule: 'NAT-ABS10', was: { due: '2027-02-12' }, now: { due: '2027-02-22' } },
    ]);
  });

  test('is empty where nothing depends on it', () => {
    const none = previewed(previewCalendars(played, withClosureDay(calendars, '2027-05-05'), 'closed', now));
    expect(none).toMatchObject({ deadlines: [], earliest: [], checks: [], gates: [], messages: [], tasks: [] });
  });
});
