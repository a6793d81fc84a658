/** What a report is asked for: the same in the form, in the preview and in the file. */
import { z } from 'zod';
import { day } from '../../../api/schemas/time.js';
import { id } from '../../../api/schemas/text.js';
import type { IsoDate } from '../../../domain/time.js';
import type { Status } from '../../../domain/state.js';
import { formErrors, type FormErrors } from '../../forms/errors.js';
import { choices, optionalDate, optionalText } from '../../forms/fields.js';
import { nestedDates, type Values } from '../../forms/values.js';

export const STATUSES = ['received', 'open', 'inactive', 'closed', 'rejected'] as const satisfies readonly Status[];
export const REPORTS = ['cases', 'figures', 'return', 'breaches'] as const;
export type ReportName = (typeof REPORTS)[number];

/** As a link to a file has it. */
export interface ReportRequest {
  report: ReportName;
  from?: IsoDate | undefined;
  to?: IsoDate | undefined;
  census?: IsoDate | undefined;
  team?: string | undefined;
  status?: readonly Status[] | undefined;
  /** Small numbers are not said. */
  round: boolean;
}

const statuses = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(STATUSES)).min(1).max(STATUSES.length));

export const exportQuery = z
  .strictObject({
    report: z.enum(REPORTS).optional().default('cases'),
    format: z.enum(['csv', 'xlsx']).optional().default('csv'),
    from: day.optional(),
    to: day.optional(),
    census: day.optional(),
    team: id.optional(),
    status: statuses.optional(),
    round: z
      .enum(['true'])
      .optional()
      .transform((value) => value === 'true'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'lies before from',
  });

/** The query of a link to the file of this very report. */
export function queryOf(request: ReportRequest, format: 'csv' | 'xlsx'): Record<string, string> {
  const { report, from, to, census, team, status, round } = request;
  return {
    report,
    format,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(census === undefined ? {} : { census }),
    ...(team === undefined ? {} : { team }),
    ...(status === undefined ? {} : { status: status.join(',') }),
    ...(round ? { round: 'true' } : {}),
  };
}

/** What the audit says was asked for. */
export const auditOf = ({ report, from, to, census, team, status, round }: ReportRequest) => ({
  report,
  from: from ?? 'any',
  to: to ?? 'any',
  ...(census === undefined ? {} : { census }),
  team: team ?? 'any',
  status: status?.join(',') ?? 'any',
  round,
});

/** A form that is sent by GET: whatever stands in the address comes here, and what is wrong is said at its field. */
export const anyQuery = z.record(z.string().max(40), z.union([z.string(), z.array(z.string())]));

const form = z
  .strictObject({
    what: z.enum(['cases', 'figures']).optional().default('cases'),
    from: optionalDate(),
    to: optionalDate(),
    census: optionalDate(),
    team: optionalText({ most: 100 }),
    status: choices(STATUSES),
    round: z.enum(['true']).optional(),
    view: z.enum(['print']).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to', 'day'],
    message: 'reports.backwards',
  });

export type ReportForm = z.output<typeof form>;

/** The form as it was filled in; where something is wrong with it, what, and the form as if it were empty. */
export function readForm(values: Values): { form: ReportForm; errors: FormErrors } {
  const read = form.safeParse(nestedDates(values));
  if (read.success) return { form: read.data, errors: [] };
  return { form: form.parse({}), errors: formErrors(read.error) };
}

/** A date as its three parts in an address, so that a link opens the form filled in. */
export const partsOf = (name: string, date: IsoDate | undefined): Record<string, string> =>
  date === undefined
    ? {}
    : {
        [`${name}-day`]: String(Number(date.slice(8))),
        [`${name}-month`]: String(Number(date.slice(5, 7))),
        [`${name}-year`]: date.slice(0, 4),
      };
