// Compiles the TypeScript, bundles the workflow code and builds the pages' style sheet and script into dist/. Run by `npm ci` (prepare) and by
// the launcher when a source file is newer than the last build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildAssets } from './buildAssets.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');

if (!existsSync(compiler)) {
  // A production install has no compiler and brings its own dist/.
  process.stderr.write('rollcall: no TypeScript compiler installed, nothing built\n');
  process.exit(0);
}

const stamp = join(root, 'dist/.built');
rmSync(stamp, { force: true });
const compiled = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
  stdio: ['ignore', 2, 2],
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const bundler = join(root, 'dist/worker/bundle.js');
if (existsSync(bundler)) {
  const { writeWorkflowBundle } = await import(pathToFileURL(bundler).href);
  await writeWorkflowBundle();
}
await buildAssets();
mkdirSync(dirname(stamp), { recursive: true });
writeFileSync(stamp, new Date().toISOString());
