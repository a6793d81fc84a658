import { countFrom } from '../../../../domain/calendar/count.js';
import { notFound } from '../../../../api/problem.js';
import { londonDay } from '../../../../api/schemas/time.js';
import type { IsoDate } from '../../../../domain/time.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { draftPath, findDraft, stepPath } from '../form/openDraft.js';
import { filesPath, myReferralsPath, referPath, sentPath, statusPath } from '../paths.js';

/** That it has arrived, and what happens next. It says the same when it is opened again: nothing is sent by opening it. */
export const sentPage = (web: WebServices): Page =>
  page({
    id: 'referSent',
    path: sentPath.pattern,
    may: anyone,
    audit: { action: 'referral.sent', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/sent/sent.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const { visitor, params, at } = call;
      const draft = await findDraft(web, call, params.draft);
      if (draft === null) return redirectTo(referPath.pattern, { text: 'refer.notHere', kind: 'information' });
      const { sent } = draft;
      if (sent === null) return redirectTo(stepPath(params.draft, 'check'));
      return show(
        {
          reference: sent.reference,
          sentAt: sent.at,
          isPublic: visitor.person === null,
          // The first time within the minute; then it is a bookmark, or a second press.
          already: Date.parse(at) - Date.parse(sent.at) > 60_000,
          ...(await nextDates(web, visitor.authority, londonDay(sent.at), sent.at)),
          filesPath: filesPath.to(params),
          again: referPath.pattern,
          statusPath: visitor.person === null ? statusPath.pattern : myReferralsPath.pattern,
        },
        { reference: sent.reference },
      );
    },
  });

/** The policy's own days from a receipt: how long a referrer is told it may take, and what the authority does first. */
async function nextDates(
  { api }: WebServices,
  authority: string,
  received: IsoDate,
  at: string,
): Promise<{ expected: { from: IsoDate; to: IsoDate } | null; first: { title: string; by: IsoDate } | null }> {
  const [policy, calendars] = await api.guard.within(() =>
    Promise.all([api.worlds.inForce(authority, at), api.worlds.calendars(authority)]),
  );
  if (policy === null) throw notFound('The policy');
  const { expected, deadlines } = policy.compiled;
  const from = expected === null ? null : countFrom(received, { ...expected.from, mode: 'after' }, calendars);
  const to = expected === null ? null : countFrom(received, { ...expected.to, mode: 'after' }, calendars);
  const [first] = deadlines
    .filter(({ actor, clock, when }) => {
      const isOurs = actor === 'authority' || actor === 'officer';
      return isOurs && when === undefined && 'event' in clock && clock.event === 'referral_received';
    })
    .flatMap(({ id, amount, unit, mode }) => {
      const due = countFrom(received, { amount, unit, mode }, calendars);
      const title = policy.rules.get(id)?.title;
      return due.ok && title !== undefined ? [{ title, by: due.date }] : [];
    })
    .sort((a, b) => (a.by < b.by ? -1 : 1));
  return {
    expected: from?.ok === true && to?.ok === true ? { from: from.date, to: to.date } : null,
    first: first ?? null,
  };
}
