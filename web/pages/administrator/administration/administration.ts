import { nothing, page, show, type Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import {
  administrationPath,
  auditPath,
  authorityPath,
  calendarsPath,
  contactsPath,
  messagesPath,
  peoplePath,
  policiesPath,
  sessionsPath,
  systemPath,
  templatesPath,
  tokensPath,
} from '../paths.js';
import { administers } from '../who.js';

const GROUPS = [
  ['who', ['people', 'tokens', 'sessions', 'audit']],
  ['what', ['authority', 'contacts', 'calendars', 'policies', 'templates']],
  ['runs', ['messages', 'system']],
] as const;

const PATHS: Readonly<Record<(typeof GROUPS)[number][1][number], string>> = {
  people: peoplePath.pattern,
  tokens: tokensPath.pattern,
  sessions: sessionsPath.pattern,
  audit: auditPath.pattern,
  authority: authorityPath.pattern,
  contacts: contactsPath.pattern,
  calendars: calendarsPath.pattern,
  policies: policiesPath.pattern,
  templates: templatesPath.pattern,
  messages: messagesPath.pattern,
  system: systemPath.pattern,
};

/** Where an administrator begins: everything that can be set up, and what is parked. */
export const administrationPage = ({ api }: WebServices): Page =>
  page({
    id: 'administration',
    path: administrationPath.pattern,
    may: administers,
    audit: { action: 'administration.view', object: 'administration' },
    params: nothing,
    query: nothing,
    template: 'administrator/administration/administration.njk',
    load: async ({ visitor: { authority } }) => {
      const { parked, failed } = await api.guard.within(() => api.register.messages.unsent(authority));
      return show({
        parked: parked + failed > 0,
        messagesPath: messagesPath.to({}, { state: 'parked' }),
        groups: GROUPS.map(([id, items]) => ({ id, items: items.map((item) => ({ id: item, path: PATHS[item] })) })),
      });
    },
  });
