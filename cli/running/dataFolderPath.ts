import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { Settings } from '../../config/settings.js';
import { blockingFolder, unprivilegedAccount } from '../embedded/unprivileged.js';

/**
 * The data folder: what the settings say, else `.rollcall` here. Where root works in a folder that no other user may
 * pass through (its home), PostgreSQL could not run there, as it refuses to be root: then one under /var/lib.
 */
export function dataFolderFor(settings: Pick<Settings, 'dataFolder'>, env: NodeJS.ProcessEnv): string {
  const path = resolve(settings.dataFolder);
  const account = unprivilegedAccount();
  const chosen = (env['ROLLCALL_DATA'] ?? '') !== '';
  if (chosen || account === undefined || blockingFolder(dirname(path), account) === undefined) return path;
  const name = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `/var/lib/rollcall-${basename(dirname(path))}-${name}`;
}
