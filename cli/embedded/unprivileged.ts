import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartProblem } from './startProblem.js';

/** A user without rights that a server is run as when we are root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account to run PostgreSQL as, which refuses to run as root; undefined when we are not root. It has to exist on the
 * machine (initdb looks it up): `nobody`, by its usual id or by its name.
 */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const account = accounts.find(({ uid }) => uid === 65534) ?? accounts.find(({ name }) => name === 'nobody');
  if (account === undefined)
    throw new StartProblem(
      'ServerFailed',
      'PostgreSQL does not run as root, and this machine has no user "nobody" to run it as.',
      'Start as an ordinary user.',
    );
  return account;
}

/** The first folder on the way to `path` that `account` may not pass through, or undefined when it can reach it. */
export function blockingFolder(path: string, account: Account): string | undefined {
  const parents: string[] = [];
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    parents.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return parents.find((folder) => {
    const { mode, uid, gid } = statSync(folder);
    if (uid === account.uid) return (mode & 0o100) === 0;
    if (gid === account.gid) return (mode & 0o010) === 0;
    return (mode & 0o001) === 0;
  });
}
