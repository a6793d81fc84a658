/** Who may see what is being filled in: the person who began it, or the browser in which it was begun. */
import { z } from 'zod';
import type { ReferralDraft } from '../../../../register/index.js';
import type { Call, Outcome } from '../../../page.js';
import { redirectTo } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { draftData, kept, type DraftData } from './draftData.js';
import { flowIn, formWorld, type FormWorld } from './formWorld.js';
import type { Flow } from './flow.js';
import {
  checkAnswersPath,
  contactPath,
  dangerPath,
  peoplePath,
  previousAddressesPath,
  questionPath,
  referPath,
  sentPath,
  whoPath,
} from '../paths.js';

export const draftPath = z.object({ draft: z.string().max(100) });

/** What this browser began: the ids are in its session, on the server. */
const KEPT = 'referrals';
const MOST_KEPT = 20;
const ids = z.array(z.string()).catch([]);

export const letIn = (session: Call['session'], draft: string): void =>
  session.keep(KEPT, [draft, ...ids.parse(session.kept(KEPT)).filter((one) => one !== draft)].slice(0, MOST_KEPT));

const isLetIn = (session: Call['session'], draft: string): boolean => ids.parse(session.kept(KEPT)).includes(draft);

/** Something that is being filled in, with the way through it. */
export interface OpenDraft {
  draft: ReferralDraft;
  data: DraftData;
  world: FormWorld;
  flow: Flow;
  save: (data: DraftData) => Promise<void>;
}

/** Null where it is not this visitor's, is over, or never was: nobody learns which. */
export async function findDraft(
  { api }: WebServices,
  { visitor, session, at }: Call,
  id: string,
): Promise<ReferralDraft | null> {
  const draft = await api.guard.within(() => api.register.referralDrafts.read(visitor.authority, id, at));
  if (draft === null) return null;
  const isTheirs = draft.person === null ? isLetIn(session, id) : draft.person === visitor.person;
  return isTheirs ? draft : null;
}

/** Opens what is being filled in, or says where to go instead. */
export async function openDraft(web: WebServices, call: Call, id: string): Promise<OpenDraft | { instead: Outcome }> {
  const { api } = web;
  const draft = await findDraft(web, call, id);
  if (draft === null) return { instead: redirectTo(referPath.pattern, { text: 'refer.notHere', kind: 'information' }) };
  if (draft.sent !== null) return { instead: redirectTo(sentPath.to({ draft: id })) };
  const world = await formWorld(web, call.visitor.authority, call.at);
  const data = draftData.parse(draft.data);
  const save = (changed: DraftData) =>
    api.guard.within(() => api.register.referralDrafts.write(call.visitor.authority, id, kept(changed)));
  return { draft, data, world, flow: flowIn(web, world, data), save };
}

/** The address of a step. */
export function stepPath(draft: string, step: string): string {
  switch (step) {
    case 'danger':
      return dangerPath.to({ draft });
    case 'who':
      return whoPath.to({ draft });
    case 'people':
      return peoplePath.to({ draft });
    case 'previous-addresses':
      return previousAddressesPath.to({ draft });
    case 'contact':
      return contactPath.to({ draft });
    case 'check':
      return checkAnswersPath.to({ draft });
    default:
      return questionPath.to({ draft, step });
  }
}

/** Saves what a step has changed, and goes on to the first that is open, or to the answers once all were sent. */
export async function saveAndGoOn(
  web: WebServices,
  { draft, world, save }: OpenDraft,
  changed: DraftData,
): Promise<Outcome> {
  await save(changed);
  return redirectTo(stepPath(draft.draft, flowIn(web, world, changed).next));
}
