/** The year as a manager would read it: what each authority's cases came to, and which rules were not kept. */
import { figure, gridOf } from '../table.js';
import type { Authority } from './authorities.js';
import { daysToEnd, type DeadlineTally, type Tally } from './tally.js';

export function reportOf(authorities: readonly Authority[], tallies: ReadonlyMap<string, Tally>): string {
  const known = authorities.flatMap((authority) => {
    const tally = tallies.get(authority.id);
    return tally === undefined ? [] : [{ authority, tally }];
  });
  return [
    section('Cases', casesOf(known)),
    section('Outcomes', outcomesOf(known)),
    section('Breaches of the authorities’ own deadlines', breachesOf(known)),
    section('Deadlines of others, which nobody is reproached for', lapsesOf(known)),
  ].join('\n\n');
}

type Known = readonly { authority: Authority; tally: Tally }[];

const section = (title: string, grid: string): string => `${title}\n\n${grid}`;

const days = (value: number | undefined): string => (value === undefined ? '' : String(value));

function casesOf(known: Known): string {
  const head = [
    ...['authority', 'cases', 'rejected', 'closed', 'inactive', 'open at the end', 'days to the end, median', '90th'],
    ...['concerns', 'told at once', 'then the deputy', 'then the manager', 'duplicates', 'late entries'],
  ];
  return gridOf(
    head,
    known.map(({ authority, tally }) => [
      authority.id,
      ...[tally.cases, tally.rejected, tally.closed, tally.inactive, tally.stillOpen].map(figure),
      ...[days(daysToEnd(tally, 0.5)), days(daysToEnd(tally, 0.9))],
      ...[tally.concerns, tally.concernsToldAtOnce, tally.concernsToDeputy, tally.concernsToManager].map(figure),
      ...[tally.duplicates, tally.lateEntries].map(figure),
    ]),
  );
}

function outcomesOf(known: Known): string {
  const outcomes = [...new Set(known.flatMap(({ tally }) => [...tally.outcomes.keys()]))].sort();
  return gridOf(
    ['outcome', ...known.map(({ authority }) => authority.id)],
    outcomes.map((outcome) => [
      outcome.replaceAll('_', ' '),
      ...known.map(({ tally }) => figure(tally.outcomes.get(outcome) ?? 0)),
    ]),
  );
}

const AUTHORITY = 'authority';

function breachesOf(known: Known): string {
  const rows = known.flatMap(({ authority, tally }) => {
    if (!authority.hasDeadlines) return [[authority.id, '', 'its policy gives it no deadline', ...NOTHING]];
    return rulesOf(tally, true).map(([rule, counts]) => [
      ...[authority.id, rule, authority.titleOf(rule)],
      ...[counts.set, counts.met, counts.breached, counts.withdrawn, counts.doneLate].map(figure),
      figure(counts.breached - counts.withdrawn - counts.doneLate),
      counts.set === 0 ? '' : `${Math.round(((counts.breached - counts.withdrawn) / counts.set) * 100)}%`,
    ]);
  });
  return gridOf(
    [
      ...['authority', 'rule', 'what it asks', 'set', 'met', 'breached', 'withdrawn: entered late', 'done late'],
      ...['never done', 'share breached'],
    ],
    rows,
  );
}

const NOTHING = ['', '', '', '', '', '', ''];

function lapsesOf(known: Known): string {
  return gridOf(
    ['authority', 'rule', 'what it asks', 'whose', 'set', 'met', 'lapsed', 'no date'],
    known.flatMap(({ authority, tally }) =>
      rulesOf(tally, false).map(([rule, counts]) => [
        ...[authority.id, rule, authority.titleOf(rule), counts.actor],
        ...[counts.set, counts.met, counts.lapsed, counts.blocked].map(figure),
      ]),
    ),
  );
}

const rulesOf = (tally: Tally, ofAuthority: boolean): [string, DeadlineTally][] =>
  [...tally.deadlines]
    .filter(([, { actor }]) => (actor === AUTHORITY) === ofAuthority)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
