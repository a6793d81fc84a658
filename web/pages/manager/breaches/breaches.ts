import { atTime } from '../../../../domain/calendar/london.js';
import { isWorkingDay, workingDaysAfter } from '../../../../domain/calendar/count.js';
import type { Calendars } from '../../../../domain/calendar/types.js';
import type { Defaults } from '../../../../domain/policy.js';
import { addSeconds, type Instant } from '../../../../domain/time.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { StandingBreach } from '../../../../register/index.js';
import { due } from '../../../filters/due.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { overseers, overviewNav, READ_MS, wordFor } from '../overview.js';
import { breachesPath } from '../paths.js';
import { policiesOf } from '../policies.js';

const SHOWN = 100;

/** Each late deadline of the authority: who was told of it when, and who is told next. */
export const breachesPage = (web: WebServices): Page =>
  page({
    id: 'breaches',
    path: breachesPath.pattern,
    may: overseers,
    audit: { action: 'breaches.view', object: 'worklist' },
    params: nothing,
    query: nothing,
    template: 'manager/breaches/breaches.njk',
    load: async ({ visitor, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [rows, all, people, calendars] = await api.guard.within(
        () =>
          Promise.all([
            api.register.breaches.standing(authority, SHOWN),
            api.register.breaches.count(authority),
            api.register.people.list(authority),
            api.worlds.calendars(authority),
          ]),
        READ_MS,
      );
      const policies = await policiesOf(web, authority, rows);
      note({ rows: rows.length });
      return show({
        nav: overviewNav(language, visitor, breachesPath.pattern),
        all,
        more: Math.max(0, all - rows.length),
        breaches: rows.map((row) => {
          const named = namedCase(visitor, row);
          const policy = policies.get(row.policy);
          const itsNow = addSeconds(at, row.demoOffsetSeconds);
          return {
            ...named,
            rule: row.rule,
            title: policy?.rules.get(row.rule)?.title ?? row.rule,
            source: policy?.rules.get(row.rule)?.source ?? null,
            due: due(row.due, itsNow, language),
            officer:
              named.path === null
                ? null
                : row.assignee === null
                  ? language.say('oversight.nobody')
                  : (people.find(({ person }) => person === row.assignee)?.name ?? row.assignee),
            told: row.told.map(({ at: when, recipient, state, sentAt }) => ({
              who: wordFor(language, 'recipient', recipient),
              // A case that was moved has a time of its own, in which its messages left.
              at: row.demoOffsetSeconds === 0 ? (sentAt ?? when) : when,
              state,
            })),
            next:
              policy === undefined || policy === null
                ? null
                : nextStep(row, itsNow, policy.compiled.defaults, calendars),
          };
        }),
      });
    },
  });

/** What comes next in the ladder: the manager at once after the breach, then a line of the digest each working day. */
export function nextStep(
  { managerToldAt, tellManagerAt }: Pick<StandingBreach, 'managerToldAt' | 'tellManagerAt'>,
  at: Instant,
  { digestTime }: Pick<Defaults, 'digestTime'>,
  calendars: Calendars,
): { step: 'manager' | 'digest'; at: Instant } | null {
  if (managerToldAt === null) return tellManagerAt === null ? null : { step: 'manager', at: tellManagerAt };
  const today = londonDay(at);
  const todays = atTime(calendars.london, today, digestTime);
  if (isWorkingDay(today, calendars) && at < todays && managerToldAt < todays) return { step: 'digest', at: todays };
  const next = workingDaysAfter(today, 1, calendars);
  return next.ok ? { step: 'digest', at: atTime(calendars.london, next.date, digestTime) } : null;
}
