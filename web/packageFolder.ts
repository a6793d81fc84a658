import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, from the sources as from dist/: templates and texts are read in place. */
function packageFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error('The folder of Rollcall with its package.json was not found.');
  }
}

export const webFolder: string = join(packageFolder(), 'web');
export const builtAssets: string = join(packageFolder(), 'dist/web/assets');
export const modulesFolder: string = join(packageFolder(), 'node_modules');
