import { startServer } from '../../api/server.js';
import { createScanner } from '../../api/files/scanner.js';
import { createServices } from '../../api/services.js';
import { createWorlds } from '../../api/services/worlds.js';
import { describeSettings } from '../../config/describeSettings.js';
import { readSettings, SettingsInvalid, type Settings } from '../../config/settings.js';
import { createRegister, migrateAt } from '../../register/index.js';
import { installRuntime } from '../../worker/runtime.js';
import { reconcileSchedules, retryParkedNow } from '../../worker/schedules.js';
import { storePacks } from '../demo/loadDemo.js';
import { version } from '../version.js';
import { createChannels } from './channels.js';
import { dataConverterOf } from './keys.js';
import { createLog } from './log.js';
import { mailAnswers } from './mailAnswers.js';
import { createTestMail } from './testMail.js';
import { createPages } from './pages.js';
import { openRegister, openReports } from './register.js';
import { connectTemporal } from './temporalClient.js';
import type { Running } from './untilStopped.js';
import { runWorkers } from './worker.js';

/** The settings of a process beside others: it needs to be told where the servers are. */
export function distributedSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = readSettings(env);
  const problems = [
    ...(settings.database.kind === 'embedded'
      ? [{ variable: 'ROLLCALL_DATABASE_URL', problem: 'is not set. Name the PostgreSQL that holds the register' }]
      : []),
    ...(settings.temporal.kind === 'embedded'
      ? [{ variable: 'TEMPORAL_ADDRESS', problem: 'is not set. Name the Temporal server' }]
      : []),
    ...(settings.payloadKeys === undefined
      ? [{ variable: 'ROLLCALL_PAYLOAD_KEYS', problem: 'is not set. Give the same keys to the api and the worker' }]
      : []),
  ];
  if (problems.length > 0) throw new SettingsInvalid(problems);
  return settings;
}

const urlOf = (settings: Settings): string => (settings.database.kind === 'external' ? settings.database.url : '');

/** Brings the register up to date, with the shipped versions of the authority's policy. */
export async function migrateRegister(settings: Settings): Promise<string[]> {
  const applied = await migrateAt(urlOf(settings));
  const db = openRegister(urlOf(settings));
  try {
    const register = createRegister(db);
    const { authority } = settings;
    if ((await register.authorities.get(authority)) === null)
      await register.authorities.put({ authority, name: authority, settings: {}, deputy: null });
    await storePacks(register, authority, authority);
  } finally {
    await db.destroy();
  }
  return applied;
}

/** The API and the pages as a process of their own. */
export async function runApi(settings: Settings): Promise<Running & { url: string }> {
  const log = createLog(settings);
  installRuntime(log);
  const db = openRegister(urlOf(settings));
  const reportsDb = openReports(urlOf(settings));
  const temporal = await connectTemporal(settings, undefined, dataConverterOf(settings));
  const { http } = settings;
  const channels = createChannels(settings);
  const services = createServices({
    db,
    reportsDb,
    temporal: temporal.client,
    log,
    version,
    ...(settings.scanner === undefined ? {} : { scanner: createScanner(settings.scanner) }),
    mail: () => mailAnswers(channels.mailServer),
    sendTestMail: createTestMail(channels, settings.authority),
    settings: describeSettings(settings),
    retryNow: () => retryParkedNow(temporal.client),
    http,
  });
  const pages = createPages({ settings, services, channels, payloadKeys: settings.payloadKeys ?? '' });
  const server = await startServer(pages.listener, http);
  await pages.begin(server.url, []);
  return {
    url: server.url,
    fallen: new Promise(() => undefined),
    stop: async () => {
      await server.stop();
      await services.stop();
      await temporal.close();
      await reportsDb.destroy();
      await db.destroy();
    },
  };
}

/** The workers as a process of their own. */
export async function runWorker(settings: Settings): Promise<Running> {
  const log = createLog(settings);
  installRuntime(log);
  const db = openRegister(urlOf(settings));
  const register = createRegister(db);
  const dataConverter = dataConverterOf(settings);
  const temporal = await connectTemporal(settings, undefined, dataConverter);
  const workers = await runWorkers({
    settings,
    temporal,
    register,
    worlds: createWorlds(register),
    channels: createChannels(settings),
    publicUrl: settings.publicUrl ?? `http://${settings.http.host}:${settings.http.port}`,
    dataConverter,
    log,
  });
  await reconcileSchedules(temporal.client);
  return {
    fallen: workers.ended.then(
      () => 'the worker ended by itself',
      (error: unknown) => `the worker ended: ${error instanceof Error ? error.message : 'unknown'}`,
    ),
    stop: async () => {
      await workers.stop();
      await temporal.close();
      await db.destroy();
    },
  };
}
