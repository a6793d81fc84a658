import { epochSeconds, type Instant } from '../../../../domain/time.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { WaitingConcern } from '../../../../register/index.js';
import { namedCase } from '../../../layout/parts/namedCase.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { readers, whoMay } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { acknowledgeConcernPath, resolveConcernPath, reviewHistoryPath } from '../../caseActions/paths.js';
import { concernsPath } from '../paths.js';

const SHOWN = 100;
const READ_MS = 5_000;
const SECONDS_A_MINUTE = 60;

/** Safeguarding concerns in one place: what nobody has acknowledged first, then what is open, then what is to be reviewed. */
export const concernsPage = (web: WebServices): Page =>
  page({
    id: 'concerns',
    path: concernsPath.pattern,
    may: readers,
    audit: { action: 'concerns.list', object: 'concerns' },
    params: nothing,
    query: nothing,
    template: 'safeguarding/concerns/concerns.njk',
    load: async ({ visitor, at, note }) => {
      const { api, language } = web;
      const { authority } = visitor;
      const [open, history, people] = await api.guard.within(
        () =>
          Promise.all([
            api.register.concernsWaiting.open(authority, SHOWN),
            api.register.concernsWaiting.history(authority, SHOWN),
            api.register.people.list(authority),
          ]),
        READ_MS,
      );
      note({ rows: open.length, history: history.length });
      const shown = (one: WaitingConcern) => {
        const named = namedCase(visitor, one);
        const may = named.path !== null;
        const { caseId, concern, acknowledgedAt } = one;
        const kind = `concerns.kind.${one.kind}`;
        return {
          ...named,
          kind: may ? (language.has(kind) ? language.say(kind) : one.kind) : null,
          immediate: one.immediate,
          raisedAt: one.raisedAt,
          raisedBy: may
            ? (people.find(({ person }) => person === one.raisedBy)?.name ?? language.say('concerns.someone'))
            : null,
          minutes: minutesBetween(one.raisedAt, at),
          acknowledgedAt,
          // The task is done with the acknowledgement; its time matters until then.
          task: acknowledgedAt === null && one.taskDueAt !== null ? countdown(one.taskDueAt, at) : null,
          ladder: acknowledgedAt === null ? ladderOf(one, at) : [],
          acknowledge:
            may && acknowledgedAt === null && whoMay('acknowledgeConcern').allows(visitor)
              ? acknowledgeConcernPath.to({ case: caseId, concern })
              : null,
          resolve:
            may && whoMay('resolveConcern').allows(visitor) ? resolveConcernPath.to({ case: caseId, concern }) : null,
        };
      };
      return show({
        unacknowledged: open.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(shown),
        acknowledged: open.filter(({ acknowledgedAt }) => acknowledgedAt !== null).map(shown),
        history: history.map((one) => {
          const named = namedCase(visitor, one);
          return {
            ...named,
            received: londonDay(one.receivedAt),
            review:
              named.path !== null && whoMay('reviewHistory').allows(visitor)
                ? reviewHistoryPath.to({ case: one.caseId })
                : null,
          };
        }),
      });
    },
  });

/** How many concerns nobody has acknowledged: the number beside the link at the top. */
export const unacknowledged =
  ({ api }: WebServices) =>
  ({ authority }: Visitor): Promise<number> =>
    api.guard.within(() => api.register.concernsWaiting.unacknowledged(authority));

interface Countdown {
  at: Instant;
  /** Whole minutes left, rounded up; 0 once it is past. */
  left: number;
}

const countdown = (to: Instant, at: Instant): Countdown => ({
  at: to,
  left: Math.max(0, Math.ceil((epochSeconds(to) - epochSeconds(at)) / SECONDS_A_MINUTE)),
});

const minutesBetween = (from: Instant, at: Instant): number =>
  Math.max(0, Math.floor((epochSeconds(at) - epochSeconds(from)) / SECONDS_A_MINUTE));

/** Who is told while nobody acknowledges it, and how long there is until then. */
function ladderOf({ ladder }: Pick<WaitingConcern, 'ladder'>, at: Instant) {
  if (ladder === null) return [];
  return [
    { who: 'deputy', told: ladder.deputyTold, ...countdown(ladder.deputyAt, at) },
    { who: 'manager', told: ladder.managerTold, ...countdown(ladder.managerAt, at) },
  ];
}
