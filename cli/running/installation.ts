import { Client, Connection } from '@temporalio/client';
import { readSettings, SettingsInvalid, type Settings } from '../../config/settings.js';
import { createDatabase, createRegister, type Database, type Register } from '../../register/index.js';
import { createWorlds, type Worlds } from '../../api/services/worlds.js';
import { findInstance, findPayloadKeys } from '../embedded/dataFolder.js';
import { dataFolderFor } from './dataFolderPath.js';
import { dataConverterOf } from './keys.js';

/** The servers of a running installation, for commands that work on the register or on the workflows directly. */
export interface Installation {
  settings: Settings;
  db: Database;
  register: Register;
  client: Client;
  worlds: Worlds;
  close: () => Promise<void>;
}

const CONNECT_MS = 5_000;

/**
 * Connects to what the settings name, else to the servers of the running data folder.
 * @throws SettingsInvalid that says what is missing
 */
export async function openInstallation(env: NodeJS.ProcessEnv): Promise<Installation> {
  const settings = readSettings(env);
  const folder = dataFolderFor(settings, env);
  const running = findInstance(folder);
  const url = settings.database.kind === 'external' ? settings.database.url : running?.databaseUrl;
  const address = running?.temporalAddress;
  if (url === undefined || (settings.temporal.kind === 'embedded' && address === undefined))
    throw new SettingsInvalid([
      {
        variable: 'ROLLCALL_DATA',
        problem: `names ${folder}, where no Rollcall runs. Start it with npm start, or set ROLLCALL_DATABASE_URL and TEMPORAL_ADDRESS`,
      },
    ]);
  const db = createDatabase({ url, poolSize: 4, connectTimeoutMs: CONNECT_MS });
  const connection = await Connection.connect({
    ...(settings.temporal.kind === 'external' ? settings.temporal.connection : { address: address ?? '' }),
    connectTimeout: CONNECT_MS,
  });
  const client = new Client({
    connection,
    namespace: settings.temporal.namespace,
    dataConverter: dataConverterOf(settings, findPayloadKeys(folder)),
  });
  const register = createRegister(db);
  return {
    settings,
    db,
    register,
    client,
    worlds: createWorlds(register),
    close: async () => {
      await connection.close();
      await db.destroy();
    },
  };
}
