import { join, resolve } from 'node:path';
import { startServer } from '../../api/server.js';
import { createScanner } from '../../api/files/scanner.js';
import { createServices } from '../../api/services.js';
import { createWorlds } from '../../api/services/worlds.js';
import { describeSettings } from '../../config/describeSettings.js';
import { demoProblems, readSettings, SettingsInvalid, type Settings } from '../../config/settings.js';
import { createRegister, migrateAt } from '../../register/index.js';
import { installRuntime } from '../../worker/runtime.js';
import { reconcileSchedules, retryParkedNow } from '../../worker/schedules.js';
import { readDemo } from '../demo/demo.js';
import { loadDemo, storePacks, type DemoToken } from '../demo/loadDemo.js';
import { openDataFolder, type DataFolder } from '../embedded/dataFolder.js';
import { assertPortFree } from '../embedded/ports.js';
import { createProgress } from '../embedded/progress.js';
import { createMailSink } from '../mailSink/mailSink.js';
import { createRehearsal } from '../rehearsal/rehearsal.js';
import { version } from '../version.js';
import type { Page } from '../../web/page.js';
import { createChannels } from './channels.js';
import { dataFolderFor } from './dataFolderPath.js';
import { dataConverterOf } from './keys.js';
import { createLog } from './log.js';
import { mailAnswers } from './mailAnswers.js';
import { createTestMail } from './testMail.js';
import { reconcileCases } from './reconcile.js';
import { createPages } from './pages.js';
import { openRegister, openReports } from './register.js';
import { startServers } from './servers.js';
import { connectTemporal } from './temporalClient.js';
import { runWorkers } from './worker.js';

/** What a person needs to know once everything runs. */
export interface Started {
  apiUrl: string;
  /** Undefined where no address for browsers is set. */
  pagesUrl: string | undefined;
  /** Every page, with its path and who may open it. */
  pages: readonly Page[];
  mailUrl: string | undefined;
  temporalUiUrl: string | undefined;
  folder: DataFolder;
  logFile: string;
  tokens: DemoToken[];
  /** Resolves with the reason where a part ends by itself. */
  fallen: Promise<string>;
  /** Stops everything in order. */
  stop: () => Promise<void>;
}

/**
 * Brings up everything that the settings do not name elsewhere, on one data folder.
 * @throws StartProblem or SettingsInvalid with the remedy; what had been started is stopped again
 */
export async function start(env: NodeJS.ProcessEnv): Promise<Started> {
  const settings = readSettings(env);
  const folder = openDataFolder({ path: dataFolderFor(settings, env), demo: settings.demo });
  const stops: (() => Promise<void> | void)[] = [() => folder.release()];
  /** In the opposite order of the start; a part that will not stop holds no other up. */
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse())
      await Promise.resolve()
        .then(step)
        .catch(() => undefined);
  };
  try {
    return await bringUp(settings, folder, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  settings: Settings,
  folder: DataFolder,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Started> {
  const demo = folder.kind === 'demo';
  if (demo) {
    const problems = demoProblems(settings);
    if (problems.length > 0) throw new SettingsInvalid(problems);
  }
  const { http, mail } = settings;
  if (http.port !== 0) await assertPortFree(http.port, http.host, 'ROLLCALL_PORT');
  if (mail.kind === 'sink') {
    if (mail.smtpPort !== 0) await assertPortFree(mail.smtpPort, '127.0.0.1', 'ROLLCALL_MAIL_SINK_PORT');
    if (mail.webPort !== 0) await assertPortFree(mail.webPort, '127.0.0.1', 'ROLLCALL_MAIL_SINK_WEB_PORT');
  }
  const logFile = join(folder.path, 'rollcall.log');
  const log = createLog(settings, logFile);
  const progress = createProgress(process.stderr);
  let fall: (reason: string) => void = () => undefined;
  const fallen = new Promise<string>((told) => (fall = told));

  progress.say('Starting PostgreSQL and Temporal…');
  const servers = await startServers({
    settings,
    folder,
    progress,
    log: (line) => log.debug({ part: 'server' }, line),
    onExit: (server, { code, signal }) => fall(`${server} ended by itself (${signal ?? code ?? 'unknown'})`),
  });
  stops.push(() => servers.stop());

  progress.say('Preparing the register…');
  await migrateAt(servers.databaseUrl);
  const db = openRegister(servers.databaseUrl);
  stops.push(() => db.destroy());
  const reportsDb = openReports(servers.databaseUrl);
  stops.push(() => reportsDb.destroy());
  const register = createRegister(db);

  const sinkPart = mail.kind === 'sink' ? await startSink(settings, folder) : undefined;
  if (sinkPart !== undefined) stops.push(() => sinkPart.sink.stop());
  const channels = createChannels(settings, sinkPart);

  const tokens = demo ? await loadDemo(register, readDemo(settings.authority), folder.path) : [];
  if (!demo) await storePacks(register, settings.authority, settings.authority);

  progress.say('Starting the worker and the API…');
  installRuntime(log);
  const dataConverter = dataConverterOf(settings, folder.secrets.payloadKeys);
  const temporal = await connectTemporal(settings, servers.temporalAddress, dataConverter);
  stops.push(() => temporal.close());

  const worlds = createWorlds(register);
  const { email, mailDomain } = channels;
  const services = createServices({
    db,
    reportsDb,
    temporal: temporal.client,
    log,
    demo,
    version,
    http,
    ...(settings.scanner === undefined ? {} : { scanner: createScanner(settings.scanner) }),
    mail: () => mailAnswers(channels.mailServer),
    sendTestMail: createTestMail(channels, settings.authority),
    settings: { ...describeSettings(settings), dataFolderKind: folder.kind },
    retryNow: () => retryParkedNow(temporal.client),
    ...(demo ? { rehearsal: createRehearsal({ client: temporal.client, register, worlds, email, mailDomain }) } : {}),
  });
  stops.push(services.stop);

  const publicUrl = settings.publicUrl ?? `http://${http.host}:${http.port}`;
  const workers = await runWorkers({ settings, temporal, register, worlds, channels, publicUrl, dataConverter, log });
  stops.push(() => workers.stop());
  workers.ended.then(
    () => fall('the worker ended by itself'),
    (error: unknown) => fall(`the worker ended: ${error instanceof Error ? error.message : 'unknown'}`),
  );
  await reconcileSchedules(temporal.client);

  // Cases whose workflow is missing (Temporal's data was lost) start again from the register, while requests come in.
  for (const { authority } of await register.authorities.list())
    void reconcileCases({ register, client: temporal.client, worlds, authority }).then(
      ({ cases, started, failed }) => log.info({ authority, cases, started, failed: failed.length }, 'reconciled'),
      (error: unknown) =>
        log.error({ authority, error: error instanceof Error ? error.name : 'unknown' }, 'not reconciled'),
    );

  const payloadKeys = settings.payloadKeys ?? folder.secrets.payloadKeys;
  const pages = createPages({ settings, services, channels, payloadKeys });
  const server = await startServer(pages.listener, http);
  stops.push(server.stop);
  const provider = await pages.begin(server.url, demo ? readDemo(settings.authority).people : []);
  stops.push(provider.stop);
  const mailUrl = sinkPart === undefined ? undefined : `http://127.0.0.1:${sinkPart.webPort}`;
  folder.publish({
    apiUrl: server.url,
    temporalAddress: servers.temporalAddress ?? '',
    temporalNamespace: temporal.namespace,
    temporalUiUrl: servers.temporalUiUrl,
    mailUrl,
    databaseUrl: servers.databaseUrl,
  });
  return {
    apiUrl: server.url,
    pagesUrl: pages.url(),
    pages: pages.table,
    mailUrl,
    temporalUiUrl: servers.temporalUiUrl,
    folder,
    logFile: resolve(logFile),
    tokens,
    fallen,
    stop,
  };
}

async function startSink(settings: Settings, folder: DataFolder) {
  const { mail } = settings;
  const ports = mail.kind === 'sink' ? mail : { smtpPort: 0, webPort: 0 };
  const sink = createMailSink({
    smtpPort: ports.smtpPort,
    webPort: ports.webPort,
    host: '127.0.0.1',
    storeFile: join(folder.path, 'mail.jsonl'),
  });
  return { sink, ...(await sink.start()) };
}
