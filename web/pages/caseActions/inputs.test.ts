import { describe, expect, test } from '@jest/globals';
import { rolesFor } from '../../../domain/permissions.js';
import { ROLES } from '../../../domain/inputs.js';
import { SENT_INPUTS, type SentInput } from '../../../api/schemas/inputs.js';
import { useWeb, type Browser } from '../../testing/webHarness.js';

const web = useWeb();

type Who = Parameters<ReturnType<typeof web>['as']>[0];
interface Given {
  /** What has to have happened before, through the API. */
  first?: (caseId: string) => Promise<unknown>;
  over?: Record<string, unknown>;
  who?: Who;
  path: string;
  fields: Record<string, string | string[]>;
  /** The event that the record has afterwards. */
  event: string;
  /** A part of it. */
  with?: Record<string, unknown>;
  /** Roles that may give the input by the API and have no page of this area for it, and why. */
  elsewhere?: string;
}

const post = (who: 'officer' | 'manager' | 'dsl', input: string, body: object) => async (caseId: string) => {
  const answer = await web().api.post(who, `/v1/enquiries/${caseId}/${input}`, body);
  if (answer.status !== 200) throw new Error(`${input}: ${answer.text}`);
};
const all =
  (...steps: ((caseId: string) => Promise<unknown>)[]) =>
  async (caseId: string) => {
    for (const step of steps) await step(caseId);
  };

const inDoubt = { child: { givenName: 'Zzyzx', familyName: 'Qwertz' } };
const today = () => {
  const [year = '', month = '', day = ''] = new Date().toISOString().slice(0, 10).split('-');
  return { day, month, year };
};
const dated = (name: string, { day, month, year } = today()) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const concern = post('officer', 'raiseConcern', { kind: 'welfare', immediate: false, note: 'Not seen' });

/** Every input of the scenario format that a person may give, and the page on which it is given. */
const GIVEN: Record<Exclude<SentInput, 'referral' | 'note'>, Given> = {
  acceptReferral: {
    over: inDoubt,
    path: 'accept',
    fields: { reason: 'The school confirms it' },
    event: 'referralAccepted',
  },
  rejectReferral: {
    over: inDoubt,
    path: 'reject',
    fields: { ground: 'BRA-SC3c', how: 'reject' },
    event: 'referralRejected',
    with: { rule: 'BRA-SC3c', signpost: 'Elective home education team' },
  },
  proposeRejection: {
    over: inDoubt,
    path: 'reject',
    fields: { ground: 'own', reason: 'Lives elsewhere', how: 'propose' },
    event: 'rejectionProposed',
  },
  confirmDuplicate: {
    path: 'duplicates/proposal-1',
    first: proposed,
    fields: { same: 'yes' },
    event: 'duplicateConfirmed',
  },
  refuseDuplicate: {
    path: 'duplicates/proposal-1',
    first: proposed,
    fields: { same: 'no' },
    event: 'duplicateRefused',
  },
  recordCheck: {
    path: 'checks/BRA-C1/record',
    fields: { result: 'nothing_found', ...dated('doneAt'), note: 'Looked' },
    event: 'checkRecorded',
    with: { rule: 'BRA-C1', result: 'nothing_found' },
  },
  addCheck: {
    path: 'add-check',
    fields: { title: 'Ask the landlord', reason: 'Named' },
    event: 'checkAdded',
    with: { rule: 'X1' },
  },
  markNotApplicable: {
    path: 'checks/BRA-C10/not-needed',
    fields: { reason: 'No address' },
    event: 'checkNotApplicable',
    with: { rule: 'BRA-C10' },
  },
  recordFact: {
    path: 'record-fact/ehcp',
    fields: { value: 'yes' },
    event: 'factRecorded',
    with: { fact: 'ehcp', value: true },
  },
  raiseConcern: {
    path: 'raise-concern',
    fields: { kind: 'neglect', note: 'No food', immediate: 'yes' },
    event: 'concernRaised',
    with: { kind: 'neglect', immediate: true },
    elsewhere: 'referrers and partners raise theirs where they see their own cases',
  },
  acknowledgeConcern: {
    first: concern,
    path: 'concerns/concern-1/acknowledge',
    fields: { spokenTo: 'Duty social worker', reference: 'SC-1' },
    event: 'concernAcknowledged',
    with: { concern: 'concern-1' },
  },
  resolveConcern: {
    first: concern,
    who: 'dsl',
    path: 'concerns/concern-1/resolve',
    fields: { reason: 'Seen and safe' },
    event: 'concernResolved',
  },
  reviewHistory: { who: 'dsl', path: 'review-history', fields: { reason: 'Closed in 2019' }, event: 'historyReviewed' },
  assign: {
    who: 'senior',
    path: 'assign',
    fields: { to: 'officer-a' },
    event: 'assigned',
    with: { to: 'officer-a' },
    elsewhere: 'a designated safeguarding lead neither gives nor takes a case',
  },
  staffAway: {
    path: 'away',
    fields: { who: 'officer-a', ...dated('from'), deputy: 'senior-a' },
    event: 'noteAdded',
    with: { away: expect.objectContaining({ who: 'officer-a', deputy: 'senior-a' }) },
    elsewhere: 'an administrator enters absences with the people',
  },
  askPartner: { path: 'checks/BRA-C5/ask', fields: {}, event: 'partnerAsked', with: { rule: 'BRA-C5' } },
  partnerReplied: {
    first: post('officer', 'askPartner', { check: 'BRA-C5' }),
    path: 'checks/BRA-C5/reply',
    fields: { result: 'nothing_found', ...dated('doneAt'), note: 'By telephone' },
    event: 'partnerReplied',
    elsewhere: 'a partner answers by the link that was sent',
  },
  serveNotice: {
    path: 'serve-notice',
    fields: { how: 's437 hand', ...dated('servedOn') },
    event: 'noticeServed',
    with: { notice: 's437', method: 'hand' },
  },
  recordAttendance: {
    path: 'attendance',
    fields: { ...dated('date', { day: '14', month: '9', year: '2026' }), code: 'N' },
    event: 'attendanceRecorded',
    with: { date: '2026-09-14', code: 'N', run: 1 },
  },
  proposeOutcome: {
    path: 'outcome',
    fields: { outcome: 'BRA-O1', note: 'At Oak' },
    event: 'outcomeProposed',
    with: { rule: 'BRA-O1' },
  },
  decideOutcome: {
    who: 'manager',
    path: 'outcome',
    fields: { outcome: 'BRA-O1', how: 'decide' },
    event: 'outcomeDecided',
    with: { rule: 'BRA-O1', effect: 'closes' },
  },
  requestRollRemovalAdvice: {
    first: all(
      post('officer', 'recordFact', { fact: 'on_roll', value: false }),
      post('officer', 'recordFact', { fact: 'ehcp', value: false }),
      post('officer', 'recordFact', { fact: 'removal_ground', value: 'NAT-R9-A' }),
      post('officer', 'recordFact', { fact: 'registered_elsewhere', value: true }),
      post('officer', 'recordFact', { fact: 'sao_in_force', value: false }),
    ),
    path: 'roll-removal',
    fields: { what: 'ask' },
    event: 'adviceRequested',
  },
  giveRollRemovalAdvice: {
    who: 'manager',
    path: 'roll-removal',
    fields: { what: 'keep', reason: 'Enquiries go on' },
    event: 'adviceGiven',
    with: { advice: 'keep' },
  },
  completeTask: {
    path: 'tasks/assignCase/SYS-ASSIGN',
    fields: { note: 'Done' },
    event: 'taskDone',
    with: { kind: 'assignCase' },
  },
  overrideGate: {
    who: 'manager',
    path: 'override',
    fields: { action: 'inactive', second: 'manager-b', reason: 'All by telephone' },
    event: 'gateOverridden',
    with: { action: 'inactive', second: 'manager-b' },
  },
  reopen: {
    first: post('manager', 'decideOutcome', { outcome: 'BRA-O1' }),
    who: 'manager',
    path: 'reopen',
    fields: { reason: 'Seen in the town' },
    event: 'caseReopened',
  },
  adoptPolicy: {
    who: 'manager',
    first: secondVersion,
    path: 'adopt-policy/bradford@2',
    fields: {},
    event: 'policyAdopted',
    with: { policy: 'bradford@2' },
  },
  deliveryReported: {
    path: 'delivery',
    fields: { message: 'SYS-ACK|referrer', status: 'permanent_failure' },
    event: 'taskOpened',
    with: { kind: 'contactByOtherMeans' },
  },
};

/** A further referral of a child with the same name and date of birth. */
async function proposed(caseId: string) {
  const { api } = web();
  const enquiry = await api.register.enquiries.read('bradford', caseId);
  const { given_name: givenName, family_name: familyName } = enquiry?.child ?? {};
  await api.refer({ child: { givenName, familyName, dateOfBirth: '2015-05-04' } });
  const state = (await api.register.enquiries.read('bradford', caseId))?.state;
  if (state?.proposals.length !== 1) throw new Error('No duplicate was proposed');
}

/** The authority's own policy under another version. */
async function secondVersion() {
  const { register, services } = web().api;
  const policy = await services.worlds.policy('bradford', 'bradford@1');
  if (policy === null) throw new Error('There is no bradford@1');
  const compiled = { ...policy.compiled, version: '2', effectiveFrom: '2027-04-01' };
  await register.packs.store('bradford', {
    pack: 'bradford',
    version: '2',
    sha256: '2'.repeat(64),
    effectiveFrom: '2027-04-01',
    compiled: { ...compiled, deadlines: compiled.deadlines.map((one) => ({ ...one, amount: one.amount + 1 })) },
    details: {},
    source: 'pack: bradford',
  });
}

describe('every input that a person may give', () => {
  test('is one of these, a note, or a referral', () => {
    expect([...Object.keys(GIVEN), 'note', 'referral'].sort()).toEqual([...SENT_INPUTS].sort());
  });

  test.each(Object.entries(GIVEN))(
    '%s has a page; what is sent there is on record, and the page says what the case did',
    async (_input, given) => {
      const { api, as } = web();
      const caseId = await api.refer(
        given.over === inDoubt ? { child: { givenName: `Zz${caseNumber()}`, familyName: 'Qwertz' } } : {},
      );
      await settled(caseId);
      await given.first?.(caseId);
      await settled(caseId);
      const seq = (await api.register.enquiries.read('bradford', caseId))?.state?.seq ?? 0;
      const browser = await as(given.who ?? 'officer');
      const sent = await browser.submit(`/cases/${caseId}/${given.path}`, given.fields);
      expect({ status: sent.status, errors: sent.status === 303 ? '' : textIn(sent) }).toEqual({
        status: 303,
        errors: '',
      });
      const events = await api.register.record.eventsOf('bradford', caseId, seq);
      expect(events).toContainEqual(expect.objectContaining({ type: given.event, ...given.with }));
      const { $ } = await browser.follow(sent);
      expect($('.moj-alert').text()).toMatch(/Saved\. [A-Z“]/);
    },
  );

  test.each(Object.entries(GIVEN))('%s is refused to every role that may not give it', async (input, given) => {
    const { api, as } = web();
    const caseId = await api.refer();
    const name = SENT_INPUTS.find((one) => one === input) ?? 'note';
    for (const role of ROLES) {
      const browser = await as(role);
      const { status } = await browser.get(`/cases/${caseId}/${given.path}`);
      if (!rolesFor(name).includes(role))
        expect({ role, ok: status === 403 || sharesPage(given, role) }).toEqual({ role, ok: true });
      else if (given.elsewhere === undefined) expect({ role, status }).toEqual({ role, status: 200 });
    }
  });
});

/** Two inputs are given on one page, which opens for the roles of the wider one; what is sent is refused there. */
const sharesPage = (given: Given, role: string): boolean =>
  ['outcome', 'roll-removal'].includes(given.path) && ['officer', 'senior', 'manager'].includes(role);

test('an officer cannot decide by sending what the page does not offer', async () => {
  const { api, as } = web();
  const caseId = await api.refer();
  const officer = await as('officer');
  const { status } = await officer.submit(`/cases/${caseId}/outcome`, { outcome: 'BRA-O1', how: 'decide' });
  expect(status).toBe(403);
  expect((await api.register.enquiries.read('bradford', caseId))?.state?.outcome).toBeNull();
});

let cases = 0;
const caseNumber = (): string => String.fromCharCode(97 + (cases += 1)).repeat(7);

/** Until the register has the events. */
async function settled(caseId: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const enquiry = await web().api.register.enquiries.read('bradford', caseId);
    if (enquiry?.state !== null && enquiry?.state !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const textIn = ({ $ }: Awaited<ReturnType<Browser['get']>>): string =>
  $('main').text().replaceAll(/\s+/g, ' ').slice(0, 600);
