import { z } from 'zod';
import { previewMessage, type MessagePreview, type Piece } from '../../../../config/messagePreview.js';
import { page, sendFile, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { templateHtmlPath, templatePath, templatesPath } from '../paths.js';
import { seesPolicy } from '../who.js';
import { templateNamed, valuesFor } from './values.js';
import { fieldWords, withFieldsInWords } from './words.js';

const params = z.strictObject({ template: z.string().regex(/^[a-z]+(-[a-z]+)*$/) });
const query = z.strictObject({
  /** A reference says nothing of a child. What is none finds no case. */
  reference: z
    .string()
    .max(40)
    .transform((text) => text.trim())
    .optional()
    .transform((text) => (text === '' ? undefined : text)),
});

/** One template as it would arrive, by e-mail and as a text message, with invented values or those of a case. */
export const templatePage = (web: WebServices): Page =>
  page({
    id: 'template',
    path: templatePath.pattern,
    may: seesPolicy,
    audit: { action: 'template.preview', object: 'template', param: 'template' },
    params,
    query,
    template: 'administrator/templates/template.njk',
    example: { template: 'acknowledgement' },
    load: async ({ visitor, params: { template: id }, query: { reference }, note }) => {
      const template = templateNamed(id);
      const { fields, from, sent } = await valuesFor(web, visitor, template, reference);
      note({ values: from });
      const preview = from === 'unknown' ? null : previewMessage(id, fields);
      return show(
        {
          id,
          heading: withFieldsInWords(web.language, template.subject),
          sender: senderOf(web.api.settings),
          audience: template.audience,
          secure: template.mayName === 'secure',
          secureVariant: template.secureVariant ?? null,
          preview: preview === null ? null : inWords(preview, web.language),
          ...{ from, sent, reference: reference ?? '' },
          htmlPath: templateHtmlPath.to({ template: id }, reference === undefined ? {} : { reference }),
          back: templatesPath.pattern,
        },
        { template: id },
      );
    },
  });

const withSender = z.object({ mail: z.object({ from: z.string() }) });

/** From whom e-mails come; null where this process was not told. */
const senderOf = (settings: unknown): string | null => withSender.safeParse(settings).data?.mail.from ?? null;

/** The fields that are missing and those that are left out, as people call them. */
function inWords(preview: MessagePreview, language: WebServices['language']) {
  const words = (field: string): string => fieldWords(language, field);
  const pieces = (list: readonly Piece[]): Piece[] =>
    list.map(({ text, missing }) => ({ missing, text: missing ? words(text) : text }));
  return {
    ...preview,
    subject: pieces(preview.subject),
    text: pieces(preview.text),
    sms: preview.sms === null ? null : { ...preview.sms, pieces: pieces(preview.sms.pieces) },
    missing: preview.missing.map(words),
    leftOut: preview.leftOut.map(words),
  };
}

/** The HTML part of the e-mail as a file, as it leaves. */
export const templateHtmlPage = (web: WebServices): Page =>
  page({
    id: 'templateHtml',
    path: templateHtmlPath.pattern,
    may: seesPolicy,
    audit: { action: 'template.html', object: 'template', param: 'template' },
    params,
    query,
    template: 'administrator/templates/template.njk',
    example: { template: 'acknowledgement' },
    load: async ({ visitor, params: { template: id }, query: { reference } }) => {
      const template = templateNamed(id);
      const { fields } = await valuesFor(web, visitor, template, reference);
      return sendFile({ name: `${id}.html`, type: 'text/html; charset=utf-8', body: previewMessage(id, fields).html });
    },
  });
