import { shippedAuthorities, yearCalendars } from '../nationalYear/authorities.js';
import { reportOf } from '../nationalYear/report.js';
import { NATIONAL_CASES, playYear, SEED } from '../nationalYear/year.js';
import { cpuSeconds } from '../statistics.js';
import { figure, type Row } from '../table.js';

/** "In a minute or so", of one core's time, and as much less for fewer cases. */
const SECONDS_FOR_ALL = 90;

/** Plays a national year, or a part of it: how long it takes, in how much memory, and what it came to. */
export function measureYear(cases = NATIONAL_CASES, seed = SEED): { rows: Row[]; report: string } {
  const calendars = yearCalendars();
  const authorities = shippedAuthorities(calendars);
  let events = 0;
  const used = process.cpuUsage();
  const tallies = playYear({ calendars, authorities, cases, seed });
  const seconds = cpuSeconds(used);
  for (const tally of tallies.values()) events += tally.events;
  const most = SECONDS_FOR_ALL * Math.max(cases / NATIONAL_CASES, 0.1);
  const rows: Row[] = [
    {
      what: `a national year: ${figure(cases)} cases of ${authorities.length} authorities, ${figure(events)} events`,
      seen: `${figure(seconds)} s`,
      target: { words: `at most ${figure(most)} s`, holds: seconds <= most },
    },
    { what: 'its peak of memory, the whole process', seen: `${figure(process.resourceUsage().maxRSS / 1_024)} MB` },
  ];
  return { rows, report: reportOf(authorities, tallies) };
}
