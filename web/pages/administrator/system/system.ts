import { z } from 'zod';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { refuseField } from '../../../forms/errors.js';
import type { WebServices } from '../../../services.js';
import { administrationPath, messagesPath, systemPath } from '../paths.js';
import { administers, seesSetUp } from '../who.js';
import { scheduleWords, settingsInWords } from './words.js';

const TESTS = 5;
const AN_HOUR = 3_600;

/** Whether everything answers, which versions run, how it is set up; and a test message to oneself. */
export const systemPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'system',
    path: systemPath.pattern,
    may: seesSetUp,
    audit: { action: 'system.view', object: 'system' },
    params: nothing,
    query: nothing,
    template: 'administrator/system/system.njk',
    load: async ({ visitor }) => {
      const { authority } = visitor;
      const [health, status, unsent, self] = await Promise.all([
        api.health(),
        api.status(),
        api.guard.within(() => api.register.messages.unsent(authority)).catch(() => null),
        api.guard.within(() => api.register.people.find(authority, visitor.person ?? '')).catch(() => null),
      ]);
      const changes = administers.allows(visitor);
      return show({
        health: Object.entries(health).map(([name, state]) => ({ name, state })),
        version: status.version,
        node: status.node,
        temporal:
          status.temporal === null
            ? null
            : {
                version: status.temporal.version,
                schedules: status.temporal.schedules.map((one) => ({ ...one, name: scheduleWords(one.id, language) })),
              },
        migrations: status.migrations,
        settings: status.settings === null ? null : settingsInWords(status.settings, language),
        unsent,
        parkedPath: messagesPath.to({}, { state: 'parked' }),
        test: changes ? { possible: api.sendTestMail !== null, to: self?.email ?? null } : null,
        back: changes ? administrationPath.pattern : null,
      });
    },
    form: {
      may: administers,
      audit: { action: 'mail.test', object: 'system' },
      fields: z.strictObject({ test: z.literal('mail') }),
      act: async ({ visitor, at, note }) => {
        const { authority, person } = visitor;
        const self = await api.guard.within(() => api.register.people.find(authority, person ?? ''));
        if (api.sendTestMail === null || self?.email == null) throw refuseField('test', 'system.testNone');
        const tries = await api.guard.within(() =>
          api.register.limits.count(authority, `test mail ${self.person}`, { at, seconds: AN_HOUR }),
        );
        if (tries > TESTS) throw refuseField('test', 'system.testOften');
        try {
          await api.sendTestMail(self.email);
        } catch (error) {
          api.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a test message did not leave');
          note({ left: false });
          return redirectTo(systemPath.pattern, { text: 'system.testFailed', kind: 'warning' });
        }
        note({ left: true });
        return redirectTo(systemPath.pattern, { text: 'system.tested' });
      },
    },
  });
