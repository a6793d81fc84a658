import { z } from 'zod';
import { caseId } from '../../../../api/schemas/queries.js';
import { day } from '../../../../api/schemas/time.js';
import { actorOf } from '../../../../api/services/actor.js';
import { previewCalendarChange } from '../../../../api/services/previews.js';
import { changeCalendar } from '../../../../api/services/serviceChanges.js';
import { markOf } from '../../../forms/unchanged.js';
import { page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { calendarChangePath, calendarPath, calendarPreviewPath } from '../paths.js';
import { administers } from '../who.js';
import { calendarParams } from './calendar.js';
import { CHANGES, changesOf, type Change } from './change.js';
import { calendarNamed } from './find.js';

const CASES = 50;

/** Which deadlines of which enquiries a change would move, before anybody confirms it. */
export const calendarPreviewPage = ({ api }: WebServices): Page =>
  page({
    id: 'calendarPreview',
    path: calendarPreviewPath.pattern,
    may: administers,
    audit: { action: 'calendar.preview', object: 'calendar', param: 'calendar' },
    params: calendarParams,
    query: z.strictObject({ change: z.enum(CHANGES).optional(), date: day.optional(), after: caseId.optional() }),
    template: 'administrator/calendars/preview.njk',
    example: { calendar: 'england' },
    load: async ({ visitor, params, query: { change, date, after }, at, note }) => {
      const { authority } = visitor;
      const found = await calendarNamed(api, authority, params.calendar);
      const { id } = found.calendar;
      const changePath = calendarChangePath.to({ calendar: id });
      if (change === undefined || date === undefined || !changesOf(found).includes(change))
        return redirectTo(changePath);
      const preview = await previewCalendarChange(api, visitor, {
        change: changeOf(change, date, id),
        query: { after, limit: CASES },
        at,
      }).catch((error: unknown) => ({ says: alreadySo(error) }));
      if ('says' in preview) return redirectTo(changePath, { text: preview.says, kind: 'warning' });
      note({ rows: preview.examined });
      const address = (more: Record<string, string>) =>
        calendarPreviewPath.to({ calendar: id }, { change, date, ...more });
      return show(
        {
          ...{ id, kind: found.kind, change, date, changePath },
          examined: preview.examined,
          first: after === undefined,
          cases: preview.cases.map((one) => ({
            reference: one.reference,
            deadlines: one.deadlines.map(({ rule, title, was, now }) => ({ rule, title: title ?? rule, was, now })),
            others: one.checks.length + one.gates.length + one.tasks.length + one.messages.length,
          })),
          refused: preview.refused.length,
          nextPath: preview.next === null ? null : address({ after: preview.next }),
          back: changePath,
        },
        { calendar: id },
      );
    },
    form: {
      audit: { action: 'calendar.change', object: 'calendar', param: 'calendar' },
      fields: z.strictObject({}),
      act: async ({ visitor, params, query: { change, date }, key, at }) => {
        const { authority } = visitor;
        const { id } = (await calendarNamed(api, authority, params.calendar)).calendar;
        if (change === undefined || date === undefined) return redirectTo(calendarChangePath.to({ calendar: id }));
        const asked = changeOf(change, date, id);
        await api.once({ authority, actor: actorOf(visitor), key }, markOf(asked), at, async () => ({
          status: 202,
          body: await changeCalendar(api, visitor, asked, key),
        }));
        return redirectTo(calendarPath.to({ calendar: id }), { text: 'calendarPreview.done' });
      },
    },
  });

const changeOf = (change: Change, date: string, school: string) =>
  change === 'addNonPupilDay' || change === 'addPupilDay' ? { [change]: { school, date } } : { [change]: date };

const problem = z.object({ code: z.literal('invalid'), detail: z.string() });

/** What cannot be changed is said on the form; anything else goes on. */
function alreadySo(error: unknown): string {
  const read = problem.safeParse(error);
  if (!read.success) throw error;
  return read.data.detail;
}
