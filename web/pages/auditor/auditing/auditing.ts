import { z } from 'zod';
import { page, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import {
  auditPath,
  authorityPath,
  calendarsPath,
  contactsPath,
  messagesPath,
  peoplePath,
  policiesPath,
  systemPath,
  templatesPath,
  tokensPath,
} from '../../administrator/paths.js';
import { auditingPath } from '../paths.js';

const PLACES = {
  audit: auditPath.to({}),
  refused: auditPath.to({}, { only: 'refused' }),
  messages: messagesPath.to({}),
  people: peoplePath.to({}),
  tokens: tokensPath.to({}),
  policies: policiesPath.to({}),
  calendars: calendarsPath.to({}),
  contacts: contactsPath.to({}),
  templates: templatesPath.to({}),
  authority: authorityPath.to({}),
  system: systemPath.to({}),
} as const;

/** What an auditor may read, and that each read is recorded. */
export const auditingPage = (): Page =>
  page({
    id: 'auditing',
    path: auditingPath.pattern,
    may: only('auditor'),
    audit: { action: 'auditing.view', object: 'page' },
    params: z.object({}),
    query: z.object({}),
    template: 'auditor/auditing/auditing.njk',
    load: () => Promise.resolve(show({ places: Object.entries(PLACES).map(([id, path]) => ({ id, path })) })),
  });
