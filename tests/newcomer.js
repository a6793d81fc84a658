// A newcomer's first minutes, by the real commands: start, refer a child, look at the case, stop, start again.
// Prints what it did; exit status 0 when all of it worked. Run by .ci/run after the build.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const launcher = join(root, 'bin/rollcall.js');
const folder = mkdtempSync(join(tmpdir(), 'rollcall-newcomer-'));
// PostgreSQL runs as another user where this one is root, and has to pass through.
chmodSync(folder, 0o711);
const data = join(folder, 'data');
const env = {
  ...process.env,
  ROLLCALL_DATA: data,
  ROLLCALL_PORT: '0',
  ROLLCALL_MAIL_SINK_PORT: '0',
  ROLLCALL_MAIL_SINK_WEB_PORT: '0',
  ROLLCALL_TEMPORAL_UI_PORT: 'off',
};

function check(fact, message) {
  if (!fact) throw new Error(message);
}

/** Starts Rollcall and answers once it says what to try next. */
function start() {
  const child = spawn(process.execPath, [launcher, 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in 180 s:\n${output}`)), 180_000);
    const listen = (chunk) => {
      output += chunk;
      if (output.includes('Stop with Ctrl-C')) {
        clearTimeout(timer);
        resolve(output);
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(({ code }) => reject(new Error(`ended with ${code} before it was ready:\n${output}`)));
  });
  return { child, ready, exited, output: () => output };
}

function rollcall(...words) {
  const run = spawnSync(process.execPath, [launcher, ...words], { cwd: root, env, encoding: 'utf8' });
  check(run.status === 0, `rollcall ${words.join(' ')} ended with ${run.status}:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

async function stop(running) {
  running.child.kill('SIGTERM');
  const timer = setTimeout(() => running.child.kill('SIGKILL'), 60_000);
  const { code, signal } = await running.exited;
  clearTimeout(timer);
  check(code === 0, `stopped with ${code ?? signal}:\n${running.output()}`);
  const left = processesOf(data);
  check(left.length === 0, `still running after the stop: ${left.join('; ')}`);
}

/** Processes whose command line names the data folder. */
function processesOf(name) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((entry) => {
      try {
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(name) ? [command] : [];
      } catch {
        return [];
      }
    });
}

let running;
try {
  const began = Date.now();
  running = start();
  await running.ready;
  console.log(`started in ${((Date.now() - began) / 1000).toFixed(1)} s`);

  const referred = JSON.parse(rollcall('refer', 'examples/bradford-referral.yaml', '--json'));
  check(/^[0-9A-Z-]{6,}$/.test(referred.reference), `no reference: ${JSON.stringify(referred)}`);
  const shown = JSON.parse(rollcall('show', referred.reference, '--json'));
  check(shown.status === 'open', `the enquiry is ${shown.status}`);
  check(shown.live !== undefined && shown.live !== null, 'the workflow did not answer');
  console.log(`referred ${referred.reference}, and the workflow answers: ${shown.status}, ${shown.risk}`);

  await stop(running);
  console.log('stopped in order, nothing left running');

  const again = Date.now();
  running = start();
  await running.ready;
  const alive = JSON.parse(rollcall('show', referred.reference, '--json'));
  check(alive.status === 'open' && alive.live, 'the case did not survive the restart');
  console.log(`started again in ${((Date.now() - again) / 1000).toFixed(1)} s with the case alive`);
  await stop(running);
  console.log('newcomer: all well');
} catch (error) {
  console.log(`newcomer: ${error.message}`);
  running?.child.kill('SIGKILL');
  process.exitCode = 1;
} finally {
  for (const command of ['postgres', 'temporal'])
    spawnSync('pkill', ['-9', '-f', `${data}.*${command}|${command}.*${data}`]);
  rmSync(folder, { recursive: true, force: true });
}
