import { loadCalendars } from '../../config/calendars.js';
import { loadPack, shippedPacks, type LoadedPack } from '../../config/pack/load.js';
import { londonDate } from '../../domain/calendar/london.js';
import type { Calendars } from '../../domain/calendar/types.js';
import type { World } from '../../domain/case/turn.js';
import type { Instant, IsoDate } from '../../domain/time.js';

/** An authority of the year: its policy, in the version that is in force on each day. */
export interface Authority {
  id: string;
  worldAt(receivedAt: Instant): World;
  /** What a rule is called; empty for a rule that the policy does not know. */
  titleOf(rule: string): string;
  /** Whether the policy gives the authority deadlines of its own. */
  hasDeadlines: boolean;
}

/** The calendars of the year: England's working days, and the demonstration school year for every school. */
export const yearCalendars = (): Calendars => loadCalendars({ school: 'r26' });

/** Every authority whose policy ships; what ships only as an example is left out. */
export function shippedAuthorities(calendars: Calendars): Authority[] {
  const packs = shippedPacks().filter((pack) => !pack.example);
  return [...new Set(packs.map((pack) => pack.id))].map((id) => {
    const versions = packs
      .filter((pack) => pack.id === id)
      .map(({ version, effectiveFrom }) => ({ effectiveFrom, ...withWorld(loadPack(`${id}@${version}`), calendars) }));
    return authorityOf(id, versions, calendars);
  });
}

interface Version {
  effectiveFrom: IsoDate;
  pack: LoadedPack;
  world: World;
}

const withWorld = (pack: LoadedPack, calendars: Calendars) => ({ pack, world: { policy: pack.policy, calendars } });

/** @param versions in the order in which they take effect; the first also holds before its day. */
function authorityOf(id: string, versions: readonly Version[], { london }: Calendars): Authority {
  const [first] = versions;
  if (first === undefined) throw new Error(`${id} has no policy`);
  return {
    id,
    worldAt(receivedAt) {
      const day = londonDate(london, receivedAt);
      return (versions.filter((version) => version.effectiveFrom <= day).at(-1) ?? first).world;
    },
    titleOf: (rule) => versions.map(({ pack }) => pack.details[rule]?.title).find((title) => title !== undefined) ?? '',
    hasDeadlines: versions.some(({ pack }) => pack.policy.deadlines.some((rule) => rule.actor === 'authority')),
  };
}
