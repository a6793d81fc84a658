import { notFound, Problem } from '../../../../api/problem.js';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { NoRun } from '../../../../api/services/gateway.js';
import type { StaffMember } from '../../../../register/index.js';
import type { Language } from '../../../language/language.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { onCase } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { overseers, READ_MS, wordFor } from '../overview.js';
import { livePath } from '../paths.js';
import { nameIn } from '../people.js';
import { accountOf, compare, FIELDS, type Account } from './differences.js';

/** One case as its running workflow holds it this moment, beside the register's; the register's alone without it. */
export const livePage = (web: WebServices): Page =>
  page({
    id: 'live',
    path: livePath.pattern,
    may: onCase(overseers),
    audit: { action: 'enquiry.live', object: 'enquiry', param: 'case' },
    params: caseParam,
    query: nothing,
    template: 'manager/live/live.njk',
    load: async ({ visitor, params, note }) => {
      const { api, language } = web;
      const of = { authority: visitor.authority, caseId: params.case };
      const [enquiry, people] = await api.guard.within(
        () =>
          Promise.all([api.register.enquiries.read(of.authority, of.caseId), api.register.people.list(of.authority)]),
        READ_MS,
      );
      if (enquiry === null) throw notFound('The enquiry');
      const { reference } = enquiry.case;
      const answer = await liveOf(web, of);
      const held = enquiry.state === null ? null : accountOf(enquiry.state, enquiry.case.next_wake);
      const words = (field: keyof Account, value: string | number | null) => inWords(field, value, language, people);
      const live = 'live' in answer ? accountOf(answer.live.state, answer.live.nextWake) : null;
      const compared = live === null || held === null ? [] : compare(live, held);
      const apart = compared.filter(({ same }) => !same);
      note({ differs: apart.length, answered: live !== null });
      return show(
        {
          back: casePath.to({ case: of.caseId }),
          reference,
          // Ended, and its run is over: that is as it should be.
          away: 'away' in answer ? answer.away : null,
          ended: enquiry.state?.endedAt ?? null,
          unrecorded: 'live' in answer ? Math.max(0, answer.live.seq - (enquiry.state?.seq ?? 0)) : 0,
          unconfirmed: 'live' in answer ? Math.max(0, answer.live.seq - answer.live.recordedSeq) : 0,
          run:
            'live' in answer
              ? { now: answer.live.now, resting: answer.live.resting, rehearsed: answer.live.rehearsed }
              : null,
          both: live !== null && held !== null,
          rows: FIELDS.map((field) => ({
            name: language.say(`live.fields.${field}`),
            live: live === null ? null : words(field, live[field]),
            register: held === null ? null : words(field, held[field]),
            same: compared.find((one) => one.field === field)?.same ?? true,
          })),
          differences: apart.map((one) =>
            language.say('live.differs', {
              field: language.say(`live.fields.${one.field}`),
              live: words(one.field, one.live),
              register: words(one.field, one.register),
            }),
          ),
        },
        { reference },
      );
    },
  });

/** What the run answers, or why it does not: `ended` where there is none, `unavailable` where nothing answers. */
async function liveOf({ api }: WebServices, of: { authority: string; caseId: string }) {
  try {
    return { live: await api.gateway.live(of) };
  } catch (error) {
    if (error instanceof NoRun) return { away: 'noRun' as const };
    if (error instanceof Problem) return { away: 'unavailable' as const };
    throw error;
  }
}

function inWords(
  field: keyof Account,
  value: string | number | null,
  language: Language,
  people: readonly StaffMember[],
): string {
  if (value === null) return language.say('live.nothing');
  if (typeof value === 'number') return String(value);
  switch (field) {
    case 'status':
    case 'stage':
      return wordFor(language, field, value);
    case 'assignee':
      return nameIn(people, value);
    case 'nextWake':
    case 'endedAt':
      return language.dates.moment(value);
    case 'nextDue':
      return language.dates.day(value);
    case 'proposedOutcome':
      return wordFor(language, 'outcome', value);
    default:
      return value;
  }
}
