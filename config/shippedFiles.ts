/** Where the data files that come with Rollcall lie, from the sources and from the build alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The data files stay beside `package.json`; the build copies no data, so the way up is longer from `dist/`. */
function projectFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error('The folder of Rollcall with its package.json was not found.');
  }
}

/** The folder `config/<name>` with the shipped data files. */
export const shippedFolder = (
  name: 'calendars' | 'caseWords' | 'coverage' | 'language' | 'policies' | 'messages',
): string => join(projectFolder(), 'config', name);
