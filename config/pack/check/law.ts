/** Periods of a pack against those of the law: counted on real days, so that units need not be alike. */
import { countFrom } from '../../../domain/calendar/count.js';
import type { Calendars } from '../../../domain/calendar/types.js';
import type { ClockRef, PolicyPeriod } from '../../../domain/policy.js';
import { addDays, type IsoDate } from '../../../domain/time.js';
import { eventsOf, periodInWords } from '../words.js';
import type { Checking } from './finding.js';

export function checkLaw(checking: Checking): void {
  checkDeadlines(checking);
  checkMinimums(checking);
}

/** The law that a rule stands in for, or stands beside with the same duty. */
function checkDeadlines({ layers, top, calendars, clock, report }: Checking): void {
  const [, ...below] = layers;
  const law = below.flatMap((layer) => layer.pack.deadlines).filter((rule) => rule.commenced !== false);
  for (const section of ['deadlines', 'windows'] as const)
    for (const [index, item] of top.pack[section].entries()) {
      if (item.commenced === false) continue;
      for (const rule of law) {
        const standsIn = item.replaces?.includes(rule.id) === true;
        const sameDuty =
          rule.actor === item.actor &&
          shareEvent(clock(rule.clock), clock(item.clock)) &&
          JSON.stringify(rule.met) === JSON.stringify(item.met);
        if (!standsIn && !sameDuty) continue;
        const later = firstDifference(item, rule, calendars, (own, lawful) => own > lawful);
        if (later === undefined) continue;
        report([section, index, 'amount'], {
          severity: standsIn ? 'error' : 'warning',
          kind: 'longer-than-law',
          rule: item.id,
          what: `${periodInWords(item)} is longer than the ${periodInWords(rule)} of ${rule.id} (${rule.source}): from ${later.from} it ends on ${later.own}, the law's on ${later.lawful}`,
          remedy: standsIn
            ? 'Shorten it, or do not let it stand in for the law.'
            : `Shorten it, or say that it replaces ${rule.id} only where the law allows. Both are counted now.`,
        });
      }
    }
}

/** A minimum period, or a notice, in the place of a longer one of the law. */
function checkMinimums({ layers, top, calendars, report }: Checking): void {
  const [, ...below] = layers;
  const least = (section: 'earliest' | 'notices', { pack }: (typeof layers)[number]): Least[] => [...pack[section]];
  for (const section of ['earliest', 'notices'] as const)
    for (const [index, item] of least(section, top).entries())
      for (const rule of below.flatMap((layer) => least(section, layer))) {
        if (item.replaces?.includes(rule.id) !== true) continue;
        const sooner = firstDifference(item, rule, calendars, (own, lawful) => own < lawful);
        if (sooner === undefined) continue;
        report([section, index, 'amount'], {
          severity: 'error',
          kind: 'shorter-than-law',
          rule: item.id,
          what: `${periodInWords(item)} is less than the ${periodInWords(rule)} that ${rule.id} (${rule.source}) asks for: from ${sooner.from} it is over on ${sooner.own}, the law's on ${sooner.lawful}`,
          remedy: 'Let it be at least as long as the law says.',
        });
      }
}

/** A time that may not be shorter than the law says. */
interface Least extends PolicyPeriod {
  id: string;
  source: string;
  replaces?: string[] | undefined;
}

const shareEvent = (a: ClockRef, b: ClockRef): boolean => eventsOf(a).some((event) => eventsOf(b).includes(event));

interface Difference {
  from: IsoDate;
  own: IsoDate;
  lawful: IsoDate;
}

/** The first day of the loaded school year from which two periods end apart in the way that is asked. */
function firstDifference(
  own: PolicyPeriod,
  lawful: PolicyPeriod,
  calendars: Calendars,
  apart: (own: IsoDate, lawful: IsoDate) => boolean,
): Difference | undefined {
  if (own.unit === 'hour' || lawful.unit === 'hour') return undefined;
  const { school, working } = calendars;
  const first = 'missing' in school ? working.from : school.from;
  const last = 'missing' in school ? addDays(first, 365) : school.to;
  for (let from = first; from <= last; from = addDays(from, 1)) {
    const a = countFrom(from, own, calendars);
    const b = countFrom(from, lawful, calendars);
    // Near the end of the calendar nothing can be counted.
    if (!a.ok || !b.ok) return undefined;
    if (apart(a.date, b.date)) return { from, own: a.date, lawful: b.date };
  }
  return undefined;
}
