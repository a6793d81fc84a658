// Brings up both servers on the folder it is given, says so, and waits to be killed: the main process of a crash test.
import { join } from 'node:path';
import { createEmbeddedPostgres } from '../../cli/embedded/postgres.js';
import { createEmbeddedTemporal } from '../../cli/embedded/temporal.js';

const folder = process.argv[2];
if (folder === undefined) throw new Error('no folder given');
const log = () => undefined;
const postgres = createEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const temporal = createEmbeddedTemporal({
  dataDir: join(folder, 'temporal'),
  ui: 'headless',
  timeSkipping: false,
  log,
});
const [{ url }, { address }] = await Promise.all([postgres.start(), temporal.start()]);
process.stdout.write(`${JSON.stringify({ url, address })}\n`);
