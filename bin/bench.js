// Runs the measurements. The launcher builds first when the build is missing or older than a source file.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const run = (script, args, stdout) => {
  const ended = spawnSync(process.execPath, [join(root, script), ...args], {
    stdio: ['ignore', stdout, 'inherit'],
    cwd: root,
    env: { ...process.env, TZ: 'UTC' },
  });
  if (ended.status !== 0) process.exit(ended.status ?? 1);
};
run('bin/rollcall.js', ['--help'], 'ignore');
run('dist/bench/main.js', process.argv.slice(2), 'inherit');
