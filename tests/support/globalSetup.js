// Brings up one PostgreSQL and one Temporal server for all system tests of a run. JavaScript, because jest loads this
// file before any transform is in place.
import { register } from 'node:module';

export default async function globalSetup() {
  register('./typescriptHooks.js', import.meta.url);
  const { startTestServers } = await import('./testServers.ts');
  await startTestServers();
}
