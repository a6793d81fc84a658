#!/usr/bin/env node
// The launcher of the `rollcall` command: builds when the build is missing or older than a source file, then runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist/.built');
const folders = [
  'domain',
  'config',
  'codec',
  'workflows',
  'register',
  'activities',
  'worker',
  'api',
  'web',
  'cli',
  'bench',
];

function newestSource(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestSource(path));
    else if (/\.(ts|scss|js)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
      newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

function stale() {
  if (!existsSync(join(root, 'tsconfig.json'))) return false; // an installed copy without sources
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return folders.some((folder) => existsSync(join(root, folder)) && newestSource(join(root, folder)) > built);
}

if (stale()) {
  process.stderr.write('rollcall: building…\n');
  const built = spawnSync(process.execPath, [join(root, 'bin/build.js')], { stdio: ['ignore', 2, 2] });
  if (built.status !== 0) {
    process.stderr.write('rollcall: the build failed; the messages above say where\n');
    process.exit(1);
  }
}
await import(pathToFileURL(join(root, 'dist/cli/rollcall.js')).href);
