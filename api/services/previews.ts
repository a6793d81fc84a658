/** What a change of the policy or of a calendar would do to open cases, before anybody confirms it. Changes nothing. */
import type { z } from 'zod';
import { previewAdoption, previewCalendars, type Preview, type Previewed } from '../../domain/preview.js';
import type { CaseState } from '../../domain/state.js';
import { addSeconds, later, type Instant } from '../../domain/time.js';
import type { Bearer, Enquiry } from '../../register/index.js';
import { invalidRequest } from '../problem.js';
import { titled } from '../reads/presentEnquiry.js';
import type { previewQuery } from '../schemas/queries.js';
import type { Services } from '../services.js';
import { actingAs } from './actor.js';
import { closedAmong } from './restrictedCases.js';
import { calendarChanged, changedBy, schoolOf, type calendarChange } from './serviceChanges.js';
import type { Policy, RuleTexts } from './worlds.js';

/** Reading many cases takes longer than a look-up. */
export const PREVIEW_MS = 10_000;

type PageQuery = z.output<typeof previewQuery>;

/** What moving every open case to a version would change, a page of cases at a time. */
export async function previewAdoptEverywhere(
  services: Services,
  bearer: Bearer,
  { policy, query, at }: { policy: string; query: PageQuery; at: Instant },
) {
  const by = actingAs(bearer, ['manager']);
  const adopted = await adoptable(services, bearer.authority, policy);
  const page = await services.guard.within(
    () =>
      eachOpenCase(services, bearer.authority, query, (enquiry, world) =>
        Promise.resolve(previewAdoption(world, adopted.compiled, by, momentOf(enquiry, world.state, at))),
      ),
    PREVIEW_MS,
  );
  return presentPage(page, await closedOf(services, bearer, page), () => adopted.rules);
}

/** Which deadlines a change of a calendar would move, a page of cases at a time. */
export async function previewCalendarChange(
  services: Services,
  bearer: Bearer,
  { change, query, at }: { change: z.output<typeof calendarChange>; query: PageQuery; at: Instant },
) {
  const { authority } = bearer;
  const { before, after } = await calendarChanged(services, authority, change);
  const policies = new Map<string, RuleTexts>();
  const page = await services.guard.within(
    () =>
      eachOpenCase(services, authority, query, (enquiry, world) => {
        policies.set(enquiry.case.case_id, world.texts);
        const own = world.world.calendars;
        // A case of another school keeps its own days.
        if (schoolOf(change) !== undefined && own.school.id !== before.school.id) return Promise.resolve(null);
        const { calendars } = changedBy(change, own);
        return Promise.resolve(previewCalendars(world, calendars, after.reason, momentOf(enquiry, world.state, at)));
      }),
    PREVIEW_MS,
  );
  return {
    calendar: before[after.which].id,
    reason: after.reason,
    ...presentPage(page, await closedOf(services, bearer, page), (caseId) => policies.get(caseId) ?? new Map()),
  };
}

export async function adoptable({ worlds, guard }: Services, authority: string, name: string): Promise<Policy> {
  const policy = await guard.within(() => worlds.policy(authority, name));
  if (policy === null) throw invalidRequest([{ field: 'policy', message: 'is no version that this authority has' }]);
  return policy;
}

type CaseWorld = NonNullable<Awaited<ReturnType<typeof worldOf>>>;

/** A case with what it is decided by; null before its first event. */
export async function worldOf({ worlds }: Services, authority: string, { state, child }: Enquiry) {
  const policy = state === null ? null : await worlds.policy(authority, state.policy);
  if (state === null || policy === null) return null;
  const calendars = await worlds.calendars(authority, child?.school);
  return { state, world: { policy: policy.compiled, calendars }, texts: policy.rules };
}

/** The moment at which a case stands; a demonstration case has a time of its own. */
export const momentOf = ({ case: row }: Enquiry, state: CaseState, at: Instant): Instant =>
  later(addSeconds(at, row.demo_offset_seconds), state.at);

interface Page {
  examined: number;
  next: string | null;
  found: { enquiry: Enquiry; answer: Previewed }[];
}

/** Asks a question of a page of the open cases. A null answer leaves the case out. */
async function eachOpenCase(
  services: Services,
  authority: string,
  { after, limit }: z.output<typeof previewQuery>,
  ask: (enquiry: Enquiry, world: CaseWorld) => Promise<Previewed | null>,
): Promise<Page> {
  const { register } = services;
  const caseIds = await register.reconcile.openCaseIds(authority, { after: after ?? '', limit });
  const found: Page['found'] = [];
  for (const caseId of caseIds) {
    const enquiry = await register.enquiries.read(authority, caseId);
    const world = enquiry === null ? null : await worldOf(services, authority, enquiry);
    if (enquiry === null || world === null) continue;
    const answer = await ask(enquiry, world);
    if (answer !== null) found.push({ enquiry, answer });
  }
  return { examined: caseIds.length, next: caseIds.length < limit ? null : (caseIds.at(-1) ?? null), found };
}

type Changes = Omit<Preview, 'was' | 'now'>;

const isEmpty = (changes: Changes): boolean =>
  [changes.deadlines, changes.earliest, changes.checks, changes.gates, changes.messages, changes.tasks].every(
    (list) => list.length === 0,
  );

/** The cases of a page of which the bearer may not know: that they change is told, not which they are. */
const closedOf = ({ register, guard }: Services, bearer: Bearer, { found }: Page): Promise<Set<string>> =>
  guard.within(() =>
    closedAmong(
      register,
      bearer,
      found.map(({ enquiry }) => enquiry.case.case_id),
    ),
  );

function presentPage(
  { examined, next, found }: Page,
  closed: ReadonlySet<string>,
  rulesOf: (caseId: string) => RuleTexts,
) {
  const which = ({ case: { case_id: caseId, reference } }: Enquiry) =>
    closed.has(caseId) ? { case: null, reference: null } : { case: caseId, reference };
  return {
    examined,
    next,
    cases: found.flatMap(({ enquiry, answer }) => {
      if (!answer.ok) return [];
      const { was, now, ...changes } = answer.preview;
      const risen = was.risk !== now.risk || was.category !== now.category;
      if (isEmpty(changes) && !risen) return [];
      return [{ ...which(enquiry), was, now, ...presentPreview(changes, rulesOf(enquiry.case.case_id)) }];
    }),
    refused: found.flatMap(({ enquiry, answer }) =>
      answer.ok
        ? []
        : [
            {
              ...which(enquiry),
              code: answer.refusal.code,
              why: answer.refusal.detail,
              // The version under which it stays.
              policy: enquiry.state?.policy ?? null,
            },
          ],
    ),
  };
}

export const presentPreview = (changes: Changes, rules: RuleTexts) => ({
  deadlines: changes.deadlines.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  earliest: changes.earliest.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  checks: changes.checks.map((one) => ({ ...one, ...titled(one.id, rules) })),
  gates: changes.gates,
  messages: changes.messages.map((one) => ({ ...one, ...titled(one.rule, rules) })),
  tasks: changes.tasks.map((one) => ({ ...one, ...titled(one.rule, rules) })),
});
