// Runs the whole test suite, with the pages' style sheet and script as their sources are now. Jest needs a Node flag to load ES modules, and a flag needs a process of its own.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetsAreStale, buildAssets } from './buildAssets.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
if (assetsAreStale()) await buildAssets();
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    '--max-semi-space-size=64',
    jest,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: root, env: { ...process.env, TZ: 'UTC' } },
);
process.exit(run.status ?? 1);
