import { z } from 'zod';
import { aDate, choice } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { calendarChangePath, calendarPath, calendarPreviewPath } from '../paths.js';
import { administers } from '../who.js';
import { calendarParams } from './calendar.js';
import { calendarNamed, type FoundCalendar } from './find.js';

/** The changes that a calendar takes, in the words of the service. */
export const CHANGES = ['addClosureDay', 'addBankHoliday', 'addNonPupilDay', 'addPupilDay'] as const;
export type Change = (typeof CHANGES)[number];

export const changesOf = ({ kind }: FoundCalendar): readonly Change[] =>
  kind === 'school' ? ['addNonPupilDay', 'addPupilDay'] : ['addClosureDay', 'addBankHoliday'];

/** Says what changes on which day. Nothing is stored before the preview has been seen. */
export const calendarChangePage = ({ api }: WebServices): Page =>
  page({
    id: 'calendarChange',
    path: calendarChangePath.pattern,
    may: administers,
    audit: { action: 'calendar.form', object: 'calendar', param: 'calendar' },
    params: calendarParams,
    query: nothing,
    template: 'administrator/calendars/change.njk',
    example: { calendar: 'england' },
    load: async ({ visitor, params }) => {
      const found = await calendarNamed(api, visitor.authority, params.calendar);
      const { id, from, to } = found.calendar;
      return show(
        { id, from, to, kind: found.kind, changes: changesOf(found), back: calendarPath.to({ calendar: id }) },
        { calendar: id },
      );
    },
    form: {
      audit: { action: 'calendar.ask', object: 'calendar', param: 'calendar' },
      fields: z.strictObject({
        change: choice(CHANGES, 'calendarChange.changeMissing'),
        date: aDate({ missing: 'calendarChange.dateMissing' }),
      }),
      act: async ({ visitor, params, form: { change, date } }) => {
        const found = await calendarNamed(api, visitor.authority, params.calendar);
        const { id, from, to } = found.calendar;
        if (!changesOf(found).includes(change)) throw refuseField('change', 'calendarChange.changeMissing');
        if (date < from || date > to) throw refuseField('date', 'calendarChange.outside', 'date-day');
        return redirectTo(calendarPreviewPath.to({ calendar: id }, { change, date }));
      },
    },
  });
