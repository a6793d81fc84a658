import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { attendancePath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';

const SHOWN = 15;

/** Records the code of one day in the school's register. */
export const attendancePage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'attendance',
    path: attendancePath.pattern,
    params: casePath,
    input: 'recordAttendance',
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      date: aDate({ missing: 'attendance.noDate' }),
      code: requiredText('attendance.noCode', { most: 10 }),
    }),
    probe: (now) => (now.state.endedAt === null ? null : { do: 'recordAttendance', date: now.today, code: '/' }),
    steps: () => ['attendance'],
    load: (now) => {
      const { say, dates } = web.language;
      const recorded = [...now.state.attendance].sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, SHOWN);
      return {
        lead: [
          recorded.length === 0
            ? say('attendance.none')
            : say('attendance.recorded', {
                days: recorded.map(({ date, code }) => `${dates.day(date)}: ${code}`).join('; '),
              }),
        ],
        fields: [
          { kind: 'date', name: 'date', label: say('attendance.date'), hint: say('attendance.dateHint') },
          { kind: 'line', name: 'code', label: say('attendance.code'), hint: say('attendance.codeHint'), width: 4 },
        ],
      };
    },
    act: (now, { form }) => {
      if (form.date > now.today) throw refuseField('date', 'caseActions.future', 'date-day');
      return {
        name: 'recordAttendance',
        body: { date: form.date, code: form.code },
        goTo: attendancePath.to({ case: now.caseId }),
      };
    },
  });
