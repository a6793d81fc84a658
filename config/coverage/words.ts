/** The words in which the coverage page speaks of periods, clocks and steps. */
import type { ClockRef, PolicyPeriod } from '../../domain/policy.js';

const UNITS: Record<PolicyPeriod['unit'], string> = {
  working_day: 'working day',
  school_day: 'school day',
  calendar_day: 'calendar day',
  week: 'week',
  month: 'month',
  term: 'term',
  year: 'year',
  hour: 'hour',
};

const STEPS: Readonly<Record<string, string>> = {
  referral: 'the referral form',
  case: 'the case page',
  checks: 'the checks',
  contact: 'contact with the family or a partner',
  concern: 'a concern',
  outcome: 'the decision',
  roll_removal: 'advice on removal',
  notice: 'notices',
  letter: 'letters',
  transfer: 'transfer of files',
  report: 'reports',
  service: 'the service page',
};

export const amountInWords = ({ amount, unit }: Pick<PolicyPeriod, 'amount' | 'unit'>): string =>
  `${String(amount)} ${UNITS[unit]}${amount === 1 ? '' : 's'}`;

export const periodInWords = (period: PolicyPeriod): string => `${amountInWords(period)}, ${period.mode}`;

export function clockInWords(clock: ClockRef): string {
  if ('event' in clock) return clock.event;
  if ('laterOf' in clock) return `later of ${clock.laterOf.join(', ')}`;
  return `first of ${clock.firstOf.map(({ event }) => event).join(', ')}`;
}

/** `shown at the checks, `gate:roll_removal``. */
export const shownInWords = (steps: readonly string[]): string =>
  `shown at ${steps.map((step) => (step.includes(':') ? `\`${step}\`` : (STEPS[step] ?? step))).join(', ')}`;
