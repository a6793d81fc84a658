/** What every page of the form shows around its question. */
import type { Call } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { savePath } from '../paths.js';
import { stepPath, type OpenDraft } from './openDraft.js';
import { stepBefore } from './flow.js';

/** The way back, saving for later, and a quick way out where somebody may be watched. */
export function aroundStep(
  { mailer }: WebServices,
  { visitor }: Pick<Call, 'visitor'>,
  { draft, data, flow }: OpenDraft,
  step: string,
): Record<string, unknown> {
  const before = stepBefore(flow, step);
  const isChange = flow.next === 'check' && data.seen.includes(step);
  return {
    back: isChange ? stepPath(draft.draft, 'check') : before === null ? null : stepPath(draft.draft, before),
    // Whoever has signed in finds it again under their own referrals.
    savePath: mailer === null || visitor.person !== null ? null : savePath.to({ draft: draft.draft }),
    isPublic: visitor.person === null && (data.who === 'public' || data.who === null),
    maySendNow: step !== 'check' && flow.form !== null && !isChange,
  };
}
