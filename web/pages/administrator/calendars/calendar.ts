import { z } from 'zod';
import { londonDay } from '../../../../api/schemas/time.js';
import { isCalendarId } from '../../../../config/calendarFiles.js';
import { page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { calendarChangePath, calendarPath, calendarsPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { calendarNamed, schoolYears } from './find.js';
import { DAY_KINDS, hasLetter, monthsOf, schoolDayKind, workingDayKind } from './months.js';

export const calendarParams = z.strictObject({
  calendar: z.string().refine(isCalendarId, 'is not the id of a calendar'),
});

/** One calendar as a year of months, with a legend in words, what is counted, and its history. */
export const calendarPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'calendar',
    path: calendarPath.pattern,
    may: seesSetUp,
    audit: { action: 'calendar.view', object: 'calendar', param: 'calendar' },
    params: calendarParams,
    query: z.strictObject({
      year: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
    }),
    template: 'administrator/calendars/calendar.njk',
    example: { calendar: 'r26' },
    load: async ({ visitor, params, query, at }) => {
      const { authority } = visitor;
      const found = await calendarNamed(api, authority, params.calendar);
      const { from, to } = found.calendar;
      const years = found.kind === 'school' ? [] : yearsBetween(from, to);
      const today = londonDay(at);
      const year = [query.year, today.slice(0, 4), years[0]].find((one) => one !== undefined && years.includes(one));
      const span =
        year === undefined
          ? { from, to }
          : { from: [from, `${year}-01-01`].sort().at(-1) ?? from, to: [to, `${year}-12-31`].sort()[0] ?? to };
      const months = monthsOf(
        span,
        found.kind === 'school'
          ? schoolDayKind(found.calendar, found.working.bankHolidays)
          : workingDayKind(found.calendar),
      );
      const days = months.flatMap(({ weeks }) => weeks.flat());
      const [history, people] = await api.guard.within(() =>
        Promise.all([
          api.register.calendars.history(authority, found.calendar.id),
          api.register.people.list(authority),
        ]),
      );
      const path = (name: string) => calendarPath.to({ calendar: found.calendar.id }, { year: name });
      return show(
        {
          id: found.calendar.id,
          kind: found.kind,
          schoolYears: found.kind === 'school' ? schoolYears(found.calendar, language) : null,
          ...{ from, to, year: year ?? null },
          months,
          works: months.reduce((sum, month) => sum + month.works, 0),
          legend: DAY_KINDS.filter((kind) => kind !== 'outside')
            .map((kind) => ({ kind, lettered: hasLetter(kind), days: days.filter((day) => day?.kind === kind).length }))
            .filter(({ days: count }) => count > 0),
          years: years.map((name) => ({ name, path: path(name), current: name === year })),
          terms: found.kind === 'school' ? found.calendar.terms : [],
          gaps:
            found.kind === 'school'
              ? found.calendar.gaps.map((gap) => ({
                  ...gap,
                  why: gap.why.slice(0, 1).toUpperCase() + gap.why.slice(1),
                }))
              : [],
          history: history.map((one) => ({
            ...one,
            by: people.find(({ person }) => person === one.storedBy)?.name ?? one.storedBy,
          })),
          changePath: administers.allows(visitor) ? calendarChangePath.to({ calendar: found.calendar.id }) : null,
          back: calendarsPath.pattern,
        },
        { calendar: found.calendar.id },
      );
    },
  });

function yearsBetween(from: string, to: string): string[] {
  const first = Number(from.slice(0, 4));
  return Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, index) => String(first + index));
}
