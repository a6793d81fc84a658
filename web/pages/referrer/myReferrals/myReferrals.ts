import { referralKey } from '../../../../api/intake/intake.js';
import { referrerStatus } from '../../../../api/reads/referrerStatus.js';
import { schoolWork, type SchoolDeadline } from '../../../../api/reads/schoolClocks.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { addSeconds, type Instant } from '../../../../domain/time.js';
import type { PupilCase } from '../../../../register/index.js';
import { nothing, page, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { draftData } from '../form/draftData.js';
import { flowIn, formWorld } from '../form/formWorld.js';
import { stepPath } from '../form/openDraft.js';
import { wordsKey } from '../statusView/statusView.js';
import { filePath, myReferralsPath, referPath } from '../paths.js';

const MOST = 100;
const READ_MS = 5_000;
export const referrers = only('referrer');

/** What somebody has referred: how each stands, which of the school's own clocks run, and what it has to do next. */
export const myReferralsPage = (web: WebServices): Page =>
  page({
    id: 'myReferrals',
    path: myReferralsPath.pattern,
    may: referrers,
    audit: { action: 'referral.own', object: 'referrals' },
    params: nothing,
    query: nothing,
    template: 'referrer/myReferrals/myReferrals.njk',
    load: async ({ visitor, at, note }) => {
      const { register, guard } = web.api;
      const { authority } = visitor;
      const person = visitor.person ?? '';
      const [cases, drafts] = await guard.within(
        () =>
          Promise.all([
            register.referred.pupils(authority, referralKey(person, ''), MOST),
            register.referralDrafts.unsent(authority, person, at),
          ]),
        READ_MS,
      );
      note({ rows: cases.length });
      const world = drafts.length === 0 ? null : await formWorld(web, authority, at);
      const shown = await Promise.all(cases.map((one) => presented(web, authority, one, at)));
      return show({
        cases: shown,
        more: cases.length === MOST ? MOST : 0,
        drafts: drafts.map(({ draft, data, begunAt }) => {
          const read = draftData.parse(data);
          const names = [read.records['child.givenName'], read.records['child.familyName']];
          return {
            name: names.filter((part) => part !== undefined).join(' '),
            begunAt,
            path: stepPath(draft, world === null ? 'danger' : flowIn(web, world, read).next),
          };
        }),
        referPath: referPath.pattern,
        filePath: filePath.pattern,
      });
    },
  });

interface Shown {
  reference: string;
  /** As this referrer gave it; empty where they gave none, or the case is restricted. */
  child: string;
  referredAt: Instant;
  said: string;
  /** The case has begun, so that what there is to do is known. */
  isKnown: boolean;
  clocks: SchoolDeadline[];
  toDo: { rule: string; title: string }[];
}

async function presented({ api }: WebServices, authority: string, one: PupilCase, at: Instant): Promise<Shown> {
  const { state, reference, referredAt, restricted } = one;
  const row = await api.guard.within(() => api.register.cases.findCase(authority, one.caseId));
  // A demonstration's case may be ahead of the wall clock.
  const today = londonDay(addSeconds(at, row?.demoOffsetSeconds ?? 0));
  const [calendars, policy] =
    state === null
      ? [null, null]
      : await api.guard.within(() =>
          Promise.all([api.worlds.calendars(authority, one.school), api.worlds.policy(authority, state.policy)]),
        );
  const status = referrerStatus(state, { number: one.referrer, restricted, today });
  const open = status.is === 'received' || status.is === 'under_way';
  const work =
    !open || restricted || state === null || calendars === null || policy === null
      ? { clocks: [], toDo: [] }
      : schoolWork(state, { rules: policy.rules, calendars, today });
  return {
    ...{ reference, referredAt },
    child: restricted ? '' : (one.childNamed ?? ''),
    said: wordsKey(status),
    isKnown: state !== null,
    ...work,
  };
}
