/** A step that gathers several of a kind: one is added at a time, on the server, and each may be taken away again. */
import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { createChecker, type Checker } from './answers.js';
import { withSeen, type DraftData } from './draftData.js';
import { mayOpenStep } from './flow.js';
import { draftPath, openDraft, saveAndGoOn, stepPath } from './openDraft.js';
import { aroundStep } from './shown.js';

interface ListStep<T> {
  id: string;
  path: string;
  step: string;
  template: string;
  /** As many as a referral takes. */
  most: number;
  of: (data: DraftData) => readonly T[];
  put: (data: DraftData, items: T[]) => DraftData;
  /** Null where nothing was typed. */
  read: (check: Checker) => T | null;
  /** Where one is told that there are too many. */
  field: string;
}

export const listPage = <T>(web: WebServices, list: ListStep<T>): Page =>
  page({
    id: list.id,
    path: list.path,
    may: anyone,
    audit: { action: 'referral.list', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: list.template,
    example: { draft: 'none' },
    load: async (call) => {
      const open = await openDraft(web, call, call.params.draft);
      if ('instead' in open) return open.instead;
      if (!mayOpenStep(open.flow, open.data, list.step)) return redirectTo(stepPath(open.draft.draft, open.flow.next));
      return show({ ...aroundStep(web, call, open, list.step), items: list.of(open.data) });
    },
    form: {
      audit: { action: 'referral.answer', object: 'referralDraft', param: 'draft' },
      fields: z.record(z.string(), z.unknown()),
      act: async (call) => {
        const open = await openDraft(web, call, call.params.draft);
        if ('instead' in open) return open.instead;
        if (!mayOpenStep(open.flow, open.data, list.step))
          return redirectTo(stepPath(open.draft.draft, open.flow.next));
        const { data } = open;
        const items = [...list.of(data)];
        const here = stepPath(open.draft.draft, list.step);
        const { remove } = call.form;
        if (typeof remove === 'string') {
          await open.save(
            list.put(
              data,
              items.filter((_item, index) => String(index) !== remove),
            ),
          );
          return redirectTo(here, { text: `${list.id}.removed` });
        }
        const check = createChecker(call.form);
        const item = list.read(check);
        if (item !== null && items.length >= list.most) check.wrong(list.field, `${list.id}.most`);
        check.done();
        const changed = item === null ? data : list.put(data, [...items, item]);
        if (call.form.another === 'yes') {
          await open.save(changed);
          return redirectTo(here);
        }
        const enough = data.enough || call.form.enough === 'yes';
        return saveAndGoOn(web, open, withSeen({ ...changed, enough }, list.step));
      },
    },
  });
