/** The search of the audit as its address holds it: staff, actions, references and days. Nothing of a child. */
import { z } from 'zod';
import { endOfDay, startOfDay } from './days.js';
import { formErrors, type FormErrors } from '../../../forms/errors.js';
import { optionalDate, optionalText } from '../../../forms/fields.js';
import { nestedDates } from '../../../forms/values.js';
import type { AuditFilter, Register } from '../../../../register/index.js';
import type { DatabaseGuard } from '../../../../api/services/databaseGuard.js';

const fields = z.strictObject({
  who: optionalText({ most: 60 }),
  action: optionalText({ most: 60 }),
  reference: optionalText({ most: 40 }),
  only: z.enum(['all', 'refused', '']).optional(),
  from: optionalDate(),
  to: optionalDate(),
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** An address's query before it is read. A repeated name is refused by its field. */
export const auditQuery = z.record(z.string().max(40), z.union([z.string().max(200), z.array(z.string().max(200))]));
type Query = z.output<typeof auditQuery>;

export type ReadFilter = { filter: AuditFilter } | { errors: FormErrors };

/** From the address to what the register is asked. */
export async function filterOf(
  { register, guard }: { register: Register; guard: DatabaseGuard },
  authority: string,
  query: Query,
): Promise<ReadFilter> {
  const read = fields.safeParse(nestedDates(query));
  if (!read.success) return { errors: formErrors(read.error) };
  const { who, action, reference, only, from, to, before } = read.data;
  if (from !== undefined && to !== undefined && from > to)
    return { errors: [{ field: 'to', target: 'to-day', message: 'audit.toBeforeFrom' }] };
  const found =
    reference === undefined ? null : await guard.within(() => register.cases.findByReference(authority, reference));
  if (reference !== undefined && found === null)
    return { errors: [{ field: 'reference', target: 'reference', message: 'audit.referenceUnknown' }] };
  return {
    filter: {
      ...(who === undefined ? {} : { person: who }),
      ...(action === undefined ? {} : { action }),
      ...(found === null ? {} : { objectKind: 'enquiry', objectId: found.caseId }),
      ...(only === 'refused' ? { allowed: false } : {}),
      ...(from === undefined ? {} : { from: startOfDay(from) }),
      ...(to === undefined ? {} : { until: endOfDay(to) }),
      ...(before === undefined ? {} : { before: Number(before) }),
    },
  };
}

/** The query again without its place, as an address has it. */
export const withoutPlace = (query: Query): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      name === 'before' || typeof value !== 'string' || value === '' ? [] : [[name, value] as const],
    ),
  );
