import { z } from 'zod';
import { FileRefused } from '../../../../api/files/files.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { anyone } from '../../../security/policies.js';
import { countTry } from '../../../security/tries.js';
import type { WebServices } from '../../../services.js';
import { draftPath, findDraft, stepPath } from '../form/openDraft.js';
import { OPEN_FORM } from '../form/sendReferral.js';
import { filesPath, referPath, sentPath } from '../paths.js';

/** Files that go with one referral: one at a time, so that one that is refused holds no other up. */
const MOST = 5;
const MOST_BYTES = 10_000_000;
const DAY_SECONDS = 86_400;

/** Files with a referral that was sent, where there are any: a letter, a picture. The referral has never waited for them. */
export const filesPage = (web: WebServices): Page =>
  page({
    id: 'referFiles',
    path: filesPath.pattern,
    may: anyone,
    audit: { action: 'referral.files', object: 'referralDraft', param: 'draft' },
    params: draftPath,
    query: nothing,
    template: 'referrer/files/files.njk',
    example: { draft: 'none' },
    load: async (call) => {
      const draft = await findDraft(web, call, call.params.draft);
      if (draft === null) return redirectTo(referPath.pattern, { text: 'refer.notHere', kind: 'information' });
      if (draft.sent === null) return redirectTo(stepPath(call.params.draft, 'check'));
      return show(
        {
          back: sentPath.to(call.params),
          isPublic: call.visitor.person === null,
          ...{ most: MOST, megabytes: MOST_BYTES / 1_000_000 },
        },
        { reference: draft.sent.reference },
      );
    },
    form: {
      audit: { action: 'referral.addFile', object: 'referralDraft', param: 'draft' },
      files: { most: 1, bytes: MOST_BYTES },
      fields: z.strictObject({}),
      act: async (call) => {
        const { visitor, params, files, key, at } = call;
        const draft = await findDraft(web, call, params.draft);
        if (draft?.sent == null) return redirectTo(referPath.pattern, { text: 'refer.notHere', kind: 'information' });
        if (files.length === 0) throw refuseField('file', 'referFiles.missing');
        await countTry(web, {
          ...{ what: 'file of a referral', most: MOST, seconds: DAY_SECONDS },
          who: { account: draft.draft },
        });
        const of = { authority: visitor.authority, caseId: draft.sent.caseId };
        const by = visitor.person ?? OPEN_FORM.id;
        await web.api.files.keep(of, files, { by, at, key, rule: null }).catch((error: unknown) => {
          throw error instanceof FileRefused ? refuseField('file', `referFiles.refused_${error.why}`) : error;
        });
        return redirectTo(filesPath.to(params), { text: 'referFiles.done' });
      },
    },
  });
