// Builds the pages' one style sheet and one script into dist/web/assets/, each with the hash of its content in its name.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Whether nothing is built yet, or a source is newer than what is. */
export function assetsAreStale() {
  const manifest = join(root, 'dist/web/assets/manifest.json');
  if (!existsSync(manifest)) return true;
  const built = statSync(manifest).mtimeMs;
  return readdirSync(join(root, 'web/assets'), { recursive: true }).some(
    (file) => statSync(join(root, 'web/assets', file)).mtimeMs > built,
  );
}

export async function buildAssets() {
  const [sass, esbuild] = await Promise.all([import('sass'), import('esbuild')]);
  const folder = join(root, 'dist/web/assets');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { css } = sass.compile(join(root, 'web/assets/app.scss'), {
    loadPaths: [root],
    style: 'compressed',
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'web/assets/app.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    write: false,
    legalComments: 'none',
  });
  const named = (name, ending, content) => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const file = `${name}.${hash}.${ending}`;
    writeFileSync(join(folder, file), content);
    return `/assets/${file}`;
  };
  // The pictures that MOJ's style sheet names. Crests and crowns stay where they are.
  cpSync(join(root, 'node_modules/@ministryofjustice/frontend/moj/assets/images'), join(folder, 'images'), {
    recursive: true,
    filter: (file) => file.endsWith('images') || basename(file).startsWith('icon-'),
  });
  copyFileSync(join(root, 'web/assets/icon.svg'), join(folder, 'icon.svg'));
  const manifest = { css: named('app', 'css', css), js: named('app', 'js', outputFiles[0].text) };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
