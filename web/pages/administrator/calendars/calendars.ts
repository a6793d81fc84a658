import { nothing, page, show, type Page } from '../../../page.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, calendarPath, calendarsPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { calendarNamed, schoolYears } from './find.js';

const AHEAD = 4;

/** The calendars by which every date is counted. */
export const calendarsPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'calendars',
    path: calendarsPath.pattern,
    may: seesSetUp,
    audit: { action: 'calendars.view', object: 'calendars' },
    params: nothing,
    query: nothing,
    template: 'administrator/calendars/calendars.njk',
    load: async ({ visitor, at }) => {
      const { authority } = visitor;
      const today = londonDay(at);
      const ids = await api.guard.within(() => api.worlds.schoolCalendars(authority));
      const { working } = await api.guard.within(() => api.worlds.calendars(authority));
      const schools = await Promise.all(
        ids.map((id) => calendarNamed(api, authority, id).catch(() => ({ kind: 'missing' as const, id }))),
      );
      return show({
        working: {
          ...{ id: working.id, from: working.from, to: working.to },
          path: calendarPath.to({ calendar: working.id }),
          next: [
            ...working.bankHolidays.map((date) => ({ date, kind: 'bank_holiday' })),
            ...working.closureDays.map((date) => ({ date, kind: 'closure' })),
          ]
            .filter(({ date }) => date >= today)
            .sort((a, b) => (a.date < b.date ? -1 : 1))
            .slice(0, AHEAD),
        },
        schools: schools.map((one) =>
          one.kind === 'school'
            ? {
                id: one.calendar.id,
                from: one.calendar.from,
                to: one.calendar.to,
                path: calendarPath.to({ calendar: one.calendar.id }),
                years: schoolYears(one.calendar, language),
              }
            : { id: one.kind === 'missing' ? one.id : one.calendar.id, from: null, to: null, path: null, years: null },
        ),
        back: administers.allows(visitor) ? administrationPath.pattern : null,
      });
    },
  });
