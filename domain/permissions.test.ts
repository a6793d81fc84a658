import { describe, expect, test } from '@jest/globals';
import { ROLES, type PersonInput, type Role } from './inputs.js';
import { mayDo } from './permissions.js';
import { by, playCase } from '../tests/support/domain/cases.js';

const CASEWORK = ['officer', 'senior', 'manager'];
const ANYONE = ['officer', 'senior', 'manager', 'dsl', 'administrator', 'referrer', 'partner', 'trainer'];

/** Who may do what, as the table of the semantics has it. */
const TABLE: Record<PersonInput['do'] | 'referral', string[]> = {
  referral: ANYONE,
  raiseConcern: ANYONE,
  acceptReferral: CASEWORK,
  rejectReferral: CASEWORK,
  proposeRejection: CASEWORK,
  confirmDuplicate: CASEWORK,
  refuseDuplicate: CASEWORK,
  recordCheck: CASEWORK,
  addCheck: CASEWORK,
  markNotApplicable: CASEWORK,
  recordFact: CASEWORK,
  recordAttendance: CASEWORK,
  note: CASEWORK,
  askPartner: CASEWORK,
  partnerReplied: [...CASEWORK, 'partner'],
  serveNotice: CASEWORK,
  completeTask: [...CASEWORK, 'dsl'],
  proposeOutcome: CASEWORK,
  requestRollRemovalAdvice: CASEWORK,
  acknowledgeConcern: [...CASEWORK, 'dsl'],
  resolveConcern: ['dsl'],
  reviewHistory: ['dsl'],
  assign: [...CASEWORK, 'dsl'],
  staffAway: [...CASEWORK, 'dsl', 'administrator'],
  decideOutcome: ['manager'],
  overrideGate: ['manager'],
  adoptPolicy: ['manager'],
  giveRollRemovalAdvice: CASEWORK,
  reopen: ['manager'],
  deliveryReported: CASEWORK,
};

const names = Object.keys(TABLE).filter((name): name is keyof typeof TABLE => Object.hasOwn(TABLE, name));

describe.each(ROLES)('the role %s', (role: Role) => {
  test.each(names)('%s', (input) => {
    expect(mayDo(role, input)).toBe(TABLE[input].includes(role));
  });
});

describe('beyond the role', () => {
  const setup = { receivedAt: '2027-02-01T09:00', until: '2027-02-12T12:00' };
  const when = '2027-02-02T10:00';

  test('the designated lead ends no task of an officer', () => {
    const task = { do: 'completeTask', kind: 'assignCase', rule: 'SYS-ASSIGN' } as const;
    expect(playCase(setup, by('dsl-a', when, task)).codes).toEqual(['not_allowed']);
    expect(playCase(setup, by('officer-a', when, task)).codes).toEqual([]);
  });

  test('a named person is never the system', () => {
    const system = {
      at: '2027-02-02T10:00:00Z',
      input: { do: 'note' as const, text: 'text-1', by: { id: 'system', role: 'manager' as const } },
    };
    expect(playCase(setup, system).codes).toEqual(['not_allowed']);
  });

  test('anyone assigns a case to themselves, a senior officer or manager to others', () => {
    const to = (who: string, whom: string) => by(who, when, { do: 'assign', to: whom, toRole: 'officer' });
    expect(playCase(setup, to('officer-a', 'officer-a')).state.assignee).toBe('officer-a');
    expect(playCase(setup, to('officer-a', 'officer-b')).codes).toEqual(['not_allowed']);
    const assigned = playCase(setup, to('senior-s', 'officer-b'));
    expect(assigned.told('assignment')).toMatchObject([{ to: 'officer', rule: 'SYS-ASSIGN' }]);
  });

  test('an absence is entered of oneself, or by a senior officer, manager or administrator', () => {
    const away = (who: string, whom: string) =>
      by(who, when, { do: 'staffAway', who: whom, from: '2027-02-02T10:00:00Z', deputy: 'officer-z' });
    expect(playCase(setup, away('officer-a', 'officer-b')).codes).toEqual(['not_allowed']);
    const assigned = by('officer-b', '2027-02-02T09:00', { do: 'assign', to: 'officer-b', toRole: 'officer' });
    const played = playCase(
      { ...setup, facts: { cp_plan: true, social_worker: true } },
      assigned,
      away('administrator-x', 'officer-b'),
    );
    expect(played.view.tasks.find((task) => task.for === 'officer')?.assignee).toBe('officer-z');
  });

  test('advice on removal is the manager’s, unless the pack names another', () => {
    const give = by('officer-a', when, { do: 'giveRollRemovalAdvice', advice: 'keep', reason: 'text-1' });
    expect(playCase(setup, give).codes).toEqual(['not_allowed']);
  });

  test('nobody records what the system derives, or what is no fact', () => {
    const know = (fact: string, value: boolean | string) => by('officer-a', when, { do: 'recordFact', fact, value });
    expect(
      playCase(setup, know('csa', true), know('__proto__', true), know('toString', true), know('cp_plan', 'yes')).codes,
    ).toEqual(['not_allowed', 'not_found', 'not_found', 'invalid']);
  });
});
