// Opens the data folder it is given, says whether it got it, and holds it until it is killed.
import { openDataFolder } from '../../cli/embedded/dataFolder.js';
import { StartProblem } from '../../cli/embedded/startProblem.js';

const path = process.argv[2];
if (path === undefined) throw new Error('no folder given');
try {
  openDataFolder({ path, demo: undefined }).publish({
    apiUrl: 'http://127.0.0.1:1',
    temporalAddress: '127.0.0.1:2',
    temporalNamespace: 'default',
  });
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  process.stdout.write(`${error.code}\n`);
}
