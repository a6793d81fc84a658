/** The words that packs may use beside facts and rule ids. A pack with any other word is refused. */

/** People and places that every authority has. Contacts and partners of a pack come beside them. */
export const ROLES_OF_RECIPIENTS = [
  'officer',
  'senior',
  'manager',
  'dsl',
  'team',
  'deputy',
  'referrer',
  'social-worker',
  'safeguarding-contact',
  'police',
  'school',
  'parent',
] as const;

/** Steps of the work at which guidance is shown; `check:ID` and the like name one item instead. */
export const STEPS = [
  'referral',
  'acceptance',
  'triage',
  'case',
  'checks',
  'contact',
  'attendance',
  'concern',
  'outcome',
  'placement',
  'roll_removal',
  'notice',
  'letter',
  'transfer',
  'report',
  'records',
  'service',
] as const;

/** `check:BRA-C1`, `gate:roll_removal`: the item of a pack at which guidance is shown. */
export const ITEM_STEPS = [
  'check',
  'deadline',
  'gate',
  'task',
  'form',
  'outcome',
  'message',
  'notice',
  'route',
] as const;
