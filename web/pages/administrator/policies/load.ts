import { z } from 'zod';
import { Conflict } from '../../../../register/index.js';
import { actorOf } from '../../../../api/services/actor.js';
import { choice } from '../../../forms/fields.js';
import { refuseField } from '../../../forms/errors.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { loadPolicyPath, policiesPath } from '../paths.js';
import { administers } from '../who.js';
import { shownDiff } from './shownDiff.js';

/** The longest pack that ships has half of this. */
const MOST_BYTES = 95_000;

/** Checks a pack that was pasted or uploaded, says everything about it at once, and stores it when that was seen. */
export const loadPolicyPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'loadPolicy',
    path: loadPolicyPath.pattern,
    may: administers,
    audit: { action: 'policy.form', object: 'policy' },
    params: nothing,
    query: nothing,
    template: 'administrator/policies/load.njk',
    load: () => Promise.resolve(show({ checked: null, back: policiesPath.pattern })),
    form: {
      audit: { action: 'policy.load', object: 'policy' },
      files: { most: 1, bytes: MOST_BYTES },
      fields: z.strictObject({
        text: z.string().max(MOST_BYTES, 'errors.tooLong').optional(),
        step: choice(['check', 'store'], 'errors.missing'),
      }),
      act: async ({ visitor, form, files, at, note }) => {
        const { authority } = visitor;
        const [file] = files.filter(({ body }) => body.length > 0);
        const text = file === undefined ? (form.text ?? '') : textOf(file.body);
        if (text.trim() === '') throw refuseField('text', 'loadPolicy.missing');
        const checked = await api.versions.check(authority, text, at);
        const wrong = checked.findings.filter(({ severity }) => severity === 'error').length;
        note({ step: form.step, findings: checked.findings.length, errors: wrong });
        const diff = checked.diff === null ? null : shownDiff(checked.diff, language);
        const ofWeight = (weight: string) => checked.findings.filter(({ severity }) => severity === weight);
        const found = { ...checked, diff, wrong, warnings: ofWeight('warning'), notes: ofWeight('note') };
        const view = { checked: found, text, back: policiesPath.pattern };
        if (form.step === 'check' || wrong > 0 || checked.loaded === null)
          return { ...show(view), status: wrong > 0 ? 422 : 200 };
        try {
          note({ policy: await api.versions.propose(authority, text, actorOf(visitor), at) });
        } catch (error) {
          // Somebody stored the version between the check and now.
          if (!(error instanceof Conflict)) throw error;
          throw refuseField('text', 'loadPolicy.conflict');
        }
        return redirectTo(policiesPath.pattern, { text: 'loadPolicy.done' });
      },
    },
  });

/** @throws FieldRefused where it is no text */
function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refuseField('pack', 'loadPolicy.noText');
  }
}
