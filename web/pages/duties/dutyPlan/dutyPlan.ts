import { z } from 'zod';
import { dutyPath as dutyParams, dutyPlan as planSchema } from '../../../../api/schemas/duties.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { ServiceDuty } from '../../../../config/pack/service.js';
import type { IsoDate } from '../../../../domain/time.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, choice, optionalDate, optionalText } from '../../../forms/fields.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { dutyPath, dutyPlanPath } from '../paths.js';
import { dutyPlanners, EXAMPLE, roleWord, shownDuty } from '../shared.js';

const SETS = ['often', 'days', 'who'] as const;
type Set = (typeof SETS)[number];
const UNITS = ['calendar_day', 'working_day', 'school_day', 'week', 'month', 'term', 'year'] as const;
const WHO = ['officer', 'senior', 'manager', 'dsl', 'administrator', 'team'] as const;

/** What the policy's own words leave to the authority. */
const leftOpen = ({ frequency }: ServiceDuty): Set[] => {
  if (frequency == null) return ['often', 'days', 'who'];
  return frequency === 'three_times_a_year' ? ['days', 'who'] : ['who'];
};

/** How often an undated duty falls, or on which days, and who does it: what the text leaves open. */
export const dutyPlanPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'dutyPlan',
    path: dutyPlanPath.pattern,
    may: dutyPlanners,
    audit: { action: 'duty.form', object: 'duty', param: 'rule' },
    params: dutyParams,
    query: nothing,
    template: 'duties/dutyPlan/dutyPlan.njk',
    example: EXAMPLE,
    load: async ({ visitor, params: { rule }, at }) => {
      const { duty, seen, occurrences } = await api.duties.one(visitor.authority, rule, at);
      const shown = shownDuty(duty, { ...seen, occurrences }, language);
      return show(
        {
          back: dutyPath.to({ rule }),
          duty: shown.title,
          often: shown.often,
          who: shown.who,
          sets: leftOpen(duty),
          units: UNITS.map((unit) => ({ value: unit, text: language.say(`dutyPlan.unit.${unit}`) })),
          roles: WHO.map((role) => ({ value: role, text: roleWord(language, role) })),
        },
        { rule },
      );
    },
    form: {
      audit: { action: 'duty.plan', object: 'duty', param: 'rule' },
      fields: z.strictObject({
        set: choice(SETS, 'dutyPlan.noSet'),
        amount: optionalText({ most: 3 }),
        unit: z.enum(UNITS).optional(),
        firstDue: optionalDate(),
        days: optionalText({ most: 2_000 }),
        for: z.union([z.literal(''), z.enum(WHO)]).optional(),
      }),
      act: async ({ visitor, params: { rule }, form, key, at }) => {
        const { duty } = await api.duties.one(visitor.authority, rule, at);
        if (!leftOpen(duty).includes(form.set)) throw refuseField('set', 'dutyPlan.said');
        const plan = planSchema.parse({ ...planOf(form, londonDay(at)), ...(form.for ? { for: form.for } : {}) });
        await api.duties.plan({ bearer: visitor, at, idempotencyKey: key }, rule, plan);
        return redirectTo(dutyPath.to({ rule }), { text: 'dutyPlan.saved' });
      },
    },
  });

interface Typed {
  set: Set;
  amount?: string | undefined;
  unit?: string | undefined;
  firstDue?: IsoDate | undefined;
  days?: string | undefined;
  for?: string | undefined;
}

/** What was typed, as the plan takes it. @throws FieldRefused at the field that is wrong */
function planOf(form: Typed, today: IsoDate): z.input<typeof planSchema> {
  switch (form.set) {
    case 'often': {
      const amount = /^[1-9]\d{0,2}$/.test(form.amount ?? '') ? Number(form.amount) : 0;
      if (amount < 1 || amount > 366) throw refuseField('amount', 'dutyPlan.noAmount');
      const unit = UNITS.find((one) => one === form.unit);
      if (unit === undefined) throw refuseField('unit', 'dutyPlan.noUnit');
      if (form.firstDue !== undefined && form.firstDue < today)
        throw refuseField('firstDue', 'dutyPlan.past', 'firstDue-day');
      return { frequency: { amount, unit }, ...(form.firstDue === undefined ? {} : { firstDue: form.firstDue }) };
    }
    case 'days': {
      const days = (form.days ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      if (days.length === 0 || days.length > 60) throw refuseField('days', 'dutyPlan.noDays');
      return { dates: days.map(dayOf) };
    }
    case 'who':
      if (form.for === undefined || form.for === '') throw refuseField('for', 'dutyPlan.noWho');
      return {};
  }
}

const aDay = aDate();

/** `21 1 2027`, `21/1/2027` or `21 January 2027`. */
function dayOf(line: string): IsoDate {
  const [day = '', month = '', year = '', ...more] = line.split(/[\s/.-]+/);
  const read = more.length === 0 ? aDay.safeParse({ day, month, year }) : null;
  if (read?.success !== true) throw refuseField('days', 'dutyPlan.wrongDay');
  return read.data;
}
