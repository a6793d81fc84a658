import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';
import { failureConverterPath } from '../codec/dataConverter.js';

/** The code that runs in the workflow sandbox, as one script. */
export interface Bundle {
  code: string;
}

const here = fileURLToPath(import.meta.url);
const fromSources = here.endsWith('.ts');
const root = join(dirname(here), fromSources ? '..' : '../..');
const builtBundle = join(root, 'dist/workflow-bundle.js');
/**
 * What the workflows take from the core. It keeps nothing of a case, so the cases that a worker has in memory share one
 * copy of its code: otherwise each would hold its own, a third of its memory.
 */
const sharedModules = ['case/decide', 'view', 'migrateState', 'apply'];
const sourceFolders = ['workflows', 'domain', 'codec'];

/** Bundles the compiled workflows into `dist/workflow-bundle.js`; part of the build. */
export async function writeWorkflowBundle(): Promise<void> {
  const { code } = await build(join(root, 'dist'), '.js');
  writeFileSync(builtBundle, code);
}

/**
 * The bundle of the build; under the tests, which run from the TypeScript sources, one made from those, once for each
 * state of the sources.
 */
export async function loadOrBuildBundle(): Promise<Bundle> {
  if (!fromSources) return { code: readFileSync(builtBundle, 'utf8') };
  const cached = join(tmpdir(), `rollcall-workflows-${hashOfSources()}.js`);
  if (existsSync(cached)) return { code: readFileSync(cached, 'utf8') };
  const made = await build(root, '.ts');
  const unfinished = `${cached}.${process.pid}`;
  mkdirSync(dirname(cached), { recursive: true });
  writeFileSync(unfinished, made.code);
  renameSync(unfinished, cached);
  return made;
}

/** Bundles the workflows that lie in a folder. */
async function build(folder: string, ending: '.js' | '.ts'): Promise<Bundle> {
  const problems: string[] = [];
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(folder, `workflows/index${ending}`),
    preloadModules: sharedModules.map((name) => join(folder, `domain/${name}${ending}`)),
    failureConverterPath,
    logger: quietLogger(problems),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
    }),
  });
  return { code };
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  hash.update(version).update(readFileSync(here));
  for (const folder of sourceFolders)
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
        hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(root, folder, file)));
  return hash.digest('hex').slice(0, 24);
}

/** The bundler tells its progress as news; only what is wrong matters here. */
function quietLogger(problems: string[]): Logger {
  const nothing = (): void => undefined;
  const keep = (message: string): void => void problems.push(message);
  return { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: keep, error: keep };
}
