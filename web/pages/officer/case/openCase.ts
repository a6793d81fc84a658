/** One case as its pages read it: from the register, whether Temporal is there or not. */
import { z } from 'zod';
import { londonDay } from '../../../../api/schemas/time.js';
import { isRecorded, readEnquiry } from '../../../../api/reads/readEnquiry.js';
import type { Read } from '../../../../api/reads/presentEnquiry.js';
import { createNames, type Names } from '../../../../config/caseWords/names.js';
import type { CaseState } from '../../../../domain/state.js';
import { addSeconds, later, type Instant, type IsoDate } from '../../../../domain/time.js';
import { viewOf, type CaseView } from '../../../../domain/view.js';
import type { Language } from '../../../language/language.js';
import type { Call } from '../../../page.js';
import type { StaffMember } from '../../../../register/index.js';
import type { WebServices } from '../../../services.js';
import { OPEN_FORM } from '../../referrer/form/sendReferral.js';

const READ_MS = 5_000;

/** Of every page of a case. */
export const caseQuery = z.object({
  seq: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
});

export interface OpenCase {
  read: Read;
  /** The case as the policy sees it now. Null until the first event is recorded, or where its policy cannot be read. */
  standing: { state: CaseState; view: CaseView } | null;
  names: Names;
  language: Language;
  /** The case's own time: a demonstration moves it on. */
  now: Instant;
  today: IsoDate;
  /** Temporal cannot be reached: what is shown stands in the register, and nothing can be done now. */
  paused: boolean;
  /** What was just saved is not in the register yet. */
  behind: boolean;
}

/** @throws Problem `not_found` */
export async function openCase(
  { api, language }: WebServices,
  { visitor, at }: Pick<Call, 'visitor' | 'at'>,
  caseId: string,
  seq?: number,
): Promise<OpenCase> {
  const of = { authority: visitor.authority, caseId };
  const behind = seq === undefined ? false : !(await isRecorded(api, of, seq));
  const [read, reachable] = await Promise.all([
    api.guard.within(() => readEnquiry(api, of, at), READ_MS),
    api.gateway.reachable(),
  ]);
  const { enquiry, policy, calendars, people } = read;
  const { state } = enquiry;
  const now = later(addSeconds(at, enquiry.case.demo_offset_seconds), state?.at ?? at);
  const added = new Map(
    (state?.checks ?? []).flatMap(({ id, added: one }) =>
      one === undefined ? [] : [[id, enquiry.texts.get(one.title)?.body ?? one.title] as const],
    ),
  );
  return {
    read,
    standing:
      state === null || policy === null
        ? null
        : { state, view: viewOf(state, { policy: policy.compiled, calendars }, now) },
    names: createNames(
      {
        rule: (id) => added.get(id) ?? policy?.rules.get(id)?.title,
        contacts: policy?.contacts ?? [],
        person: (id) => whoIs(id, people, language),
        text: (id) => enquiry.texts.get(id)?.body,
      },
      language,
    ),
    language,
    now,
    today: londonDay(now),
    paused: !reachable,
    behind,
  };
}

/** A member of staff by name; what a system or the open form brought in, by which it was. */
export function whoIs(id: string, people: readonly StaffMember[], { say }: Language): string {
  if (id === OPEN_FORM.id) return say('case.byOpenForm');
  const system = /^system:(.+)$/.exec(id)?.[1];
  const name = people.find(({ person }) => person === id)?.name;
  return name ?? (system === undefined ? id : say('case.byOwnSystem', { system }));
}
