/** Who is told: messages, routes of a concern, contacts. */
import type { Trigger } from '../../../domain/policy.js';
import { conditionInWords, listInWords } from '../words.js';
import { explained, type ExplainedRule, type ExplainedSection, type Explaining } from './explanation.js';

const ROLES: Readonly<Record<string, string>> = {
  authority: 'authority',
  officer: 'officer',
  senior: 'senior officer',
  manager: 'manager',
  dsl: 'designated safeguarding lead',
  team: 'team',
  deputy: 'deputy of the designated safeguarding lead',
  referrer: 'referrer',
  'social-worker': 'social worker',
  'safeguarding-contact': 'safeguarding contact',
  police: 'police',
  school: 'school',
  parent: 'parent',
  system: 'system',
};

/** A role or a contact in words: `The authority`, `the school`, `Health`. */
export function whoInWords({ layers }: Explaining, who: string, article: 'The' | 'the' = 'The'): string {
  const role = ROLES[who];
  if (role !== undefined) return `${article} ${role}`;
  const contact = layers.flatMap((layer) => layer.pack.contacts).find(({ id }) => id === who);
  return contact?.title ?? who;
}

/** When a message or a task comes, in words. */
export function triggerInWords(on: Trigger, outcomes: readonly string[] | undefined): string {
  const limited = outcomes === undefined ? '' : ` ${listInWords(outcomes, 'or')}`;
  switch (on) {
    case 'accepted':
      return 'When the referral is accepted';
    case 'rejected':
      return 'When the referral is rejected';
    case 'referral_decision':
      return 'When the referral is accepted or rejected';
    case 'outcome':
      return limited === '' ? 'When an outcome is decided' : `When the outcome is${limited}`;
    case 'ended':
      return limited === '' ? 'When the case ends' : `When the case ends as${limited}`;
    case 'advice':
      return 'When advice on removal from the roll is given';
    case 'condition':
      return 'Once, as soon as it is so';
  }
}

export function messageSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'messages',
    title: 'Who is told',
    intro:
      'Nothing is sent to people outside the council on a restricted case until a named person says so; safeguarding messages never wait.',
    rules: [
      ...explaining.policy.messages.map((rule) => {
        const { id, on, when, outcomes, to, channel, purpose, template, safeguarding } = rule;
        return explained(explaining, id, [
          `${triggerInWords(on, outcomes)}${when === undefined ? '' : ` (${conditionInWords(when)})`}: ${purpose} to ${listInWords(to.map((each) => whoInWords(explaining, each, 'the')))}, by ${channel === 'sms' ? 'text' : channel}, with the template ${template}.`,
          safeguarding === true ? 'At once, before anything else.' : undefined,
        ]);
      }),
      ...quiet(explaining),
    ],
  };
}

const DAYS = ['', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

function quiet(explaining: Explaining): ExplainedRule[] {
  const { quietWeekdays } = explaining.policy;
  const days =
    quietWeekdays.length === 0 ? '' : `, and never on ${listInWords(quietWeekdays.map((day) => DAYS[day] ?? ''))}`;
  return [
    {
      rule: 'quiet hours',
      title: 'Texts to families',
      source: quietWeekdays.length === 0 ? 'system default' : explaining.pack.title,
      basis: quietWeekdays.length === 0 ? 'system default' : 'policy',
      says: [`Between 08:00 and 20:00 only${days}. Safeguarding ignores this.`],
      dates: [],
      guidance: [],
      readings: [],
    },
  ];
}

export function concernSection(explaining: Explaining): ExplainedSection {
  const { concernTaskMinutes, concernDeputyMinutes, concernManagerMinutes } = explaining.policy.defaults;
  return {
    id: 'concerns',
    title: 'When a concern is raised',
    intro: `At once the designated safeguarding lead is told, and a task opens for the officer and the lead, due in ${concernTaskMinutes} minutes; nobody acknowledges it: the deputy at ${concernDeputyMinutes} minutes, the manager at ${concernManagerMinutes} (system default). While it is open nothing ends the case (SYS-CONCERN).`,
    rules: explaining.policy.concerns.routes.map(({ rule, to, template, when, kinds, immediate }) => {
      const any = [
        ...(kinds === undefined
          ? []
          : [
              `the concern is about ${listInWords(
                kinds.map((kind) => kind.replaceAll('_', ' ')),
                'or',
              )}`,
            ]),
        ...(immediate === true ? ['harm is imminent'] : []),
        ...(when === undefined ? [] : [conditionInWords(when)]),
      ];
      return explained(explaining, rule, [
        `To ${whoInWords(explaining, to, 'the')}, with the template ${template}: ${any.length === 0 ? 'always' : `where ${any.join(', or ')}`}.`,
        explaining.policy.contacts[to]?.secure === true
          ? 'A secure contact: it gets the child’s details.'
          : 'No secure contact: it gets the reference and a way to ask.',
      ]);
    }),
  };
}

export function contactSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'contacts',
    title: 'Contacts and partners',
    intro: `A partner who was asked is chased after ${listInWords(explaining.policy.defaults.chaseWorkingDays.map(String))} working days, and the manager is told after ${explaining.policy.defaults.chaseManagerWorkingDays} (SYS-CHASE). Addresses are a setting of the authority.`,
    rules: explaining.pack.contacts.map(({ id, title, source, email, phone, secure }) => ({
      rule: id,
      title,
      source,
      basis: 'policy',
      says: [
        `${[email, phone].filter((each) => each !== undefined).join(', ') || 'No address is set'}. ${secure === true ? 'Secure: may get the child’s details.' : 'Not secure: gets the reference only.'}`,
      ],
      dates: [],
      guidance: [],
      readings: [],
    })),
  };
}
