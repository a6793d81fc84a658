import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { blockingFolder, unprivilegedAccount } from '../embedded/unprivileged.js';
import { temporaryFolder } from '../../tests/support/temporaryFolder.js';
import { dataFolderFor } from './dataFolderPath.js';

test('what is named is taken, and so is a folder that the server can reach', () => {
  const folder = temporaryFolder('data-path');
  const here = join(folder.path, '.rollcall');
  expect(dataFolderFor({ dataFolder: here }, { ROLLCALL_DATA: here })).toBe(here);
  expect(dataFolderFor({ dataFolder: here }, {})).toBe(here);
  folder.remove();
});

test('where root works in a closed folder, one is taken to which the server can pass, the same each time', () => {
  const account = unprivilegedAccount();
  const folder = temporaryFolder('closed');
  const closed = join(folder.path, 'closed', 'project');
  mkdirSync(closed, { recursive: true });
  chmodSync(dirname(closed), 0o700);
  const taken = dataFolderFor({ dataFolder: join(closed, '.rollcall') }, {});
  if (account === undefined) expect(taken).toBe(resolve(closed, '.rollcall'));
  else {
    expect(taken).toMatch(/^\/var\/lib\/rollcall-project-[0-9a-f]{8}$/);
    expect(blockingFolder(taken, account)).toBeUndefined();
    expect(dataFolderFor({ dataFolder: join(closed, '.rollcall') }, {})).toBe(taken);
  }
  folder.remove();
});
