import { loadTemplates } from '../../../../config/messages.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, templatePath, templatesPath } from '../paths.js';
import { administers, seesPolicy } from '../who.js';
import { withFieldsInWords } from './words.js';

/** Every message that Rollcall can send. */
export const templatesPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'templates',
    path: templatesPath.pattern,
    may: seesPolicy,
    audit: { action: 'templates.view', object: 'templates' },
    params: nothing,
    query: nothing,
    template: 'administrator/templates/templates.njk',
    load: ({ visitor }) => {
      const all = [...loadTemplates().values()].map(({ id, audience, mayName, subject, sms }) => ({
        ...{ id, audience, secure: mayName === 'secure', sms: sms !== undefined },
        subject: withFieldsInWords(language, subject),
        path: templatePath.to({ template: id }),
      }));
      return Promise.resolve(
        show({
          version: api.version,
          groups: (['outside', 'staff'] as const).map((audience) => ({
            audience,
            templates: all.filter((one) => one.audience === audience),
          })),
          back: administers.allows(visitor) ? administrationPath.pattern : null,
        }),
      );
    },
  });
