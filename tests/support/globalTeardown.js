import { register } from 'node:module';

export default async function globalTeardown() {
  register('./typescriptHooks.js', import.meta.url);
  const { stopTestServers } = await import('./testServers.ts');
  await stopTestServers();
}
