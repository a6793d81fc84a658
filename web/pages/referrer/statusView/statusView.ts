import { z } from 'zod';
import { referrerStatus, type ReferrerStatus } from '../../../../api/reads/referrerStatus.js';
import { londonDay } from '../../../../api/schemas/time.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { OPENED } from '../statusLink/statusLink.js';
import { statusPath, statusViewPath } from '../paths.js';

const opened = z.object({ caseId: z.string(), referrer: z.int() });
const READ_MS = 5_000;

/** How a referral stands, as far as the one who made it may know. */
export const statusViewPage = (web: WebServices): Page =>
  page({
    id: 'referStatusView',
    path: statusViewPath.pattern,
    may: anyone,
    audit: { action: 'referral.status', object: 'page' },
    params: nothing,
    query: nothing,
    template: 'referrer/statusView/statusView.njk',
    load: async ({ visitor: { authority }, session, at }) => {
      const { register, guard } = web.api;
      const gone = redirectTo(statusPath.pattern, { text: 'referStatus.over', kind: 'information' });
      const of = opened.safeParse(session.kept(OPENED));
      if (!of.success) return gone;
      const { caseId, referrer } = of.data;
      const [row, state] = await guard.within(
        () => Promise.all([register.cases.findCase(authority, caseId), register.record.stateOf(authority, caseId)]),
        READ_MS,
      );
      if (row === null) return gone;
      const status = referrerStatus(state, { number: referrer, restricted: row.restricted, today: londonDay(at) });
      return show({ reference: row.reference, said: wordsKey(status) }, { reference: row.reference });
    },
  });

/** The key of what is said of a referral. */
export const wordsKey = (status: ReferrerStatus): string =>
  `referStatusView.said.${status.is === 'ended' ? status.told : status.is}`;
