/**
 * The closed list of case facts. A pack may declare further facts of its own beside these; nothing else is a fact.
 */
import type { FactId, FactType } from './policy.js';

/** `referral`: stated with a referral. `person`: recorded later by a named person. `system`: derived. */
export type FactSetter = 'referral' | 'person' | 'system';

export interface FactDefinition {
  type: FactType;
  setBy: readonly FactSetter[];
  /**
   * True for what is known of the child and the family: it keeps its value when the child goes missing again. False for
   * what belongs to one episode, such as the dates that start clocks and where the child is.
   */
  lasting: boolean;
}

export const FACTS: Readonly<Record<FactId, FactDefinition>> = {
  safeguarding_concern: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  imminent_harm: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  crime_suspected: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  cp_plan: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  s47: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  looked_after: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  cin: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  early_help: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  social_worker: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  csc_historic: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  domestic_abuse: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  parental_difficulty: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  specific_vulnerability: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  runaway: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  youth_justice: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  risk_person: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  frequent_moves: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  serious_attendance_issues: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  fgm_concern: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  exploitation_concern: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  service_family: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  left_custody: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  exclusion: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  private_fostering: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  grt: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  health_need: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  sickness_15_expected: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  sickness_believed: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  at_risk_group: { type: 'text', setBy: ['referral', 'person'], lasting: true },
  ehcp: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  ehcp_special_school: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  send_review_approved: { type: 'boolean', setBy: ['person'], lasting: false },
  on_roll: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  registered_elsewhere: { type: 'boolean', setBy: ['person'], lasting: false },
  new_school: { type: 'text', setBy: ['referral', 'person'], lasting: false },
  home_educated: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  ehe_written_notice: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  suitable_education: { type: 'boolean', setBy: ['person'], lasting: false },
  unregistered_provision: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  alternative_provision: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  place_accepted: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  place_offered: { type: 'boolean', setBy: ['person'], lasting: false },
  fair_access: { type: 'boolean', setBy: ['person'], lasting: false },
  transition_point: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  transferred_recently: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  has_siblings: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  la_of_origin: { type: 'text', setBy: ['referral', 'person'], lasting: true },
  la_of_destination: { type: 'text', setBy: ['referral', 'person'], lasting: false },
  other_agencies: { type: 'text', setBy: ['referral', 'person'], lasting: true },
  moved_abroad: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  new_address_in_area: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  found_at_address: { type: 'boolean', setBy: ['person'], lasting: false },
  parent_letters: { type: 'boolean', setBy: ['referral', 'person'], lasting: false },
  proforma_received: { type: 'boolean', setBy: ['person'], lasting: false },
  ctf_uploaded: { type: 'boolean', setBy: ['person'], lasting: false },
  enquiries_joint: { type: 'boolean', setBy: ['person'], lasting: false },
  removal_ground: { type: 'text', setBy: ['referral', 'person'], lasting: false },
  sao_in_force: { type: 'boolean', setBy: ['person'], lasting: true },
  parent_agreed_email: { type: 'boolean', setBy: ['person'], lasting: true },
  attendance_percent: { type: 'number', setBy: ['referral', 'person'], lasting: false },
  restricted: { type: 'boolean', setBy: ['person'], lasting: true },
  dob_estimated: { type: 'boolean', setBy: ['referral', 'person'], lasting: true },
  first_absence: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  last_attended: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  expected_return: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  expected_start: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  enquiries_started: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  ceased_registration: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  name_added: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  records_requested: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  return_reason: { type: 'text', setBy: ['person'], lasting: false },
  cme_category: { type: 'text', setBy: ['person', 'system'], lasting: false },
  csa: { type: 'boolean', setBy: ['system'], lasting: false },
  removal_advised: { type: 'boolean', setBy: ['system'], lasting: false },
  sickness_first_day: { type: 'date', setBy: ['referral', 'person'], lasting: false },
  located: { type: 'boolean', setBy: ['system', 'person'], lasting: false },
  whereabouts_known: { type: 'boolean', setBy: ['referral', 'system', 'person'], lasting: false },
  child_seen: { type: 'boolean', setBy: ['system', 'person'], lasting: false },
  cme_from: { type: 'date', setBy: ['system'], lasting: false },
  ehcp_ever: { type: 'boolean', setBy: ['system'], lasting: true },
  looked_after_ever: { type: 'boolean', setBy: ['system'], lasting: true },
  gn_o_run: { type: 'number', setBy: ['system'], lasting: false },
};

/** The definition of a fact of the closed list; undefined for any other name, also for names every object has. */
export const factDefinition = (id: FactId): FactDefinition | undefined =>
  Object.hasOwn(FACTS, id) ? FACTS[id] : undefined;
