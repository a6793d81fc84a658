/** The children who are referred in a year, as far as the core knows one: invented, in plausible shares. */
import type { ReferrerKind, Referral } from '../../domain/inputs.js';
import type { FactId, FactValue, StandardOutcome } from '../../domain/policy.js';
import { addDays, addMonths, addSeconds, type Instant, type IsoDate } from '../../domain/time.js';
import type { Chance } from './chance.js';
import type { Office } from './office.js';

/** The school year. */
export const YEAR = { from: '2026-09-01', to: '2027-08-31' } as const;

/** How many of a hundred referrals come in each month: most when a term has begun and a child has not come. */
const MONTHS: readonly (readonly [IsoDate, number])[] = [
  ['2026-09-01', 13],
  ['2026-10-01', 11],
  ['2026-11-01', 10],
  ['2026-12-01', 6],
  ['2027-01-01', 11],
  ['2027-02-01', 8],
  ['2027-03-01', 10],
  ['2027-04-01', 7],
  ['2027-05-01', 8],
  ['2027-06-01', 8],
  ['2027-07-01', 6],
  ['2027-08-01', 2],
];

/** Why a child is missing education, and how such enquiries end. */
interface Story {
  facts: Readonly<Record<FactId, FactValue>>;
  /** The child was on a roll and stopped coming. */
  stopped: boolean;
  ends: readonly (readonly [StandardOutcome, number])[];
}

const STORIES: readonly (readonly [Story, number])[] = [
  [
    {
      facts: { on_roll: true },
      stopped: true,
      ends: [
        ['moved_authority', 40],
        ['in_education', 30],
        ['not_traced', 20],
        ['on_roll_not_attending', 10],
      ],
    },
    35,
  ],
  [
    {
      facts: { on_roll: false },
      stopped: false,
      ends: [
        ['in_education', 60],
        ['located_no_place', 30],
        ['not_traced', 10],
      ],
    },
    25,
  ],
  [
    {
      facts: { on_roll: true },
      stopped: true,
      ends: [
        ['on_roll_not_attending', 55],
        ['in_education', 30],
        ['located_no_place', 10],
        ['not_traced', 5],
      ],
    },
    20,
  ],
  [
    {
      facts: { on_roll: true },
      stopped: true,
      ends: [
        ['moved_abroad', 75],
        ['not_traced', 25],
      ],
    },
    12,
  ],
  [
    {
      facts: { on_roll: false, home_educated: true },
      stopped: false,
      ends: [
        ['in_education', 80],
        ['located_no_place', 20],
      ],
    },
    8,
  ],
];

/** What is known about some of the children, and of how many. */
const STATED: readonly (readonly [FactId, number])[] = [
  ['social_worker', 0.09],
  ['csc_historic', 0.08],
  ['early_help', 0.06],
  ['ehcp', 0.05],
  ['cin', 0.04],
  ['cp_plan', 0.03],
  ['domestic_abuse', 0.03],
  ['looked_after', 0.015],
  ['grt', 0.02],
  ['safeguarding_concern', 0.015],
  ['service_family', 0.005],
  ['exclusion', 0.01],
  ['has_siblings', 0.4],
];

const REFERRERS: readonly (readonly [ReferrerKind, number])[] = [
  ['school', 65],
  ['professional', 20],
  ['public', 12],
  ['anonymous', 3],
];

export interface Arrival {
  receivedAt: Instant;
  referral: Referral;
  /** How the enquiries will end, where the policy knows such an end. */
  ends: StandardOutcome;
}

/** One referral of the year. */
export function drawArrival(chance: Chance, office: Office): Arrival {
  const month = chance.weighted(MONTHS);
  const day = addDays(month, chance.between(0, 27));
  // Schools and professionals write in working hours; a few write at night and at weekends.
  const atNight = addSeconds(`${day}T00:00:00Z`, chance.between(0, 86_399));
  const receivedAt = chance.happens(0.06) ? atNight : office.after(`${addDays(day, -1)}T23:30:00Z`, 0, chance);
  const story = chance.weighted(STORIES);
  return {
    receivedAt,
    referral: drawReferral(chance, receivedAt, story),
    ends: chance.weighted(story.ends),
  };
}

/** Another referral of the same child, from someone else. */
export const drawFurther = (chance: Chance, receivedAt: Instant, first: Referral): Referral => ({
  receivedAt,
  referrer: drawReferrer(chance),
  child: first.child,
  facts: Object.fromEntries(STATED.filter(([, share]) => chance.happens(share)).map(([fact]) => [fact, true])),
});

function drawReferral(chance: Chance, receivedAt: Instant, story: Story): Referral {
  const facts: Record<FactId, FactValue> = { ...story.facts };
  for (const [fact, share] of STATED) if (chance.happens(share)) facts[fact] = true;
  if (story.stopped) {
    const absence = addDays(receivedAt.slice(0, 10), -Math.round(chance.around(16, 2)));
    facts['first_absence'] = absence;
    facts['last_attended'] = addDays(absence, -1);
  }
  return { receivedAt, referrer: drawReferrer(chance), child: drawChild(chance, receivedAt), facts };
}

function drawReferrer(chance: Chance): Referral['referrer'] {
  const kind = chance.weighted(REFERRERS);
  const reply = kind === 'anonymous' ? null : kind === 'public' && chance.happens(0.5) ? 'sms' : 'email';
  return { kind, reply, verified: kind === 'school' || kind === 'professional' };
}

/** Mostly of school age; a few are too young, too old, or of unknown age. */
function drawChild(chance: Chance, receivedAt: Instant): Referral['child'] {
  if (chance.happens(0.01)) return {};
  const months = chance.happens(0.02) ? chance.between(30, 56) : chance.between(62, 12 * 16 + 4);
  const dateOfBirth = addDays(addMonths(receivedAt.slice(0, 10), -months), -chance.between(0, 27));
  return chance.happens(0.03) ? { dateOfBirth, dobEstimated: true } : { dateOfBirth };
}
