import { expect, test } from '@jest/globals';
import { reasonWords } from './reasons.js';
import { english } from '../language/english.js';
import { createNames } from './names.js';

const titles: Readonly<Record<string, string>> = { 'BRA-C1': 'Local databases', 'NAT-S11': 'Ten school days' };
const names = createNames({ rule: (id) => titles[id], contacts: [] }, english());

test.each([
  ['cp_plan is set', 'Subject of a child protection plan: yes'],
  ['s47 is not known', 'Section 47 enquiries are open: not known'],
  ['located is not set', 'Where the child is has been confirmed: no'],
  ['attendance_percent is 80', 'Attendance of the school year so far, 0 to 100: 80'],
  ['last_attended is 2026-11-13', 'Last day attended: Friday 13 November 2026'],
  ['BRA-C1 is open', 'Local databases: not done yet'],
  ['BRA-C1 is waiting', 'Local databases: waiting for a reply'],
  ['NAT-S11 runs until 2026-12-04', 'Ten school days: runs until Friday 4 December 2026'],
  ['NAT-S11: when its period starts is not known', 'Ten school days: when its period starts is not known'],
  [
    'the review is not recorded (ehcp is not known, cp_plan is set)',
    'The review is not recorded (has an education, health and care plan (or a statement): not known; subject of a child protection plan: yes)',
  ],
  [
    'concern-1 is open: the designated lead has to resolve it',
    'A safeguarding concern is open: the designated lead has to resolve it',
  ],
  ['the notice runs until 2026-12-04', 'The notice runs until Friday 4 December 2026'],
  ['the referral is not accepted', 'The referral is not accepted'],
  [
    'ehcp is set, on_roll is not set',
    'Has an education, health and care plan (or a statement): yes; registered at a school now: no',
  ],
])('%s', (why, said) => {
  expect(reasonWords(why, names, english())).toBe(said);
});
