import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { reportCoverage, shippedPage } from './coverage.js';

test('writes the page that ships', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'coverage-')), 'page.md');
  expect(reportCoverage(file)).toEqual({ problems: [] });
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(shippedPage(), 'utf8'));
});

test('says where a page cannot be written', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'coverage-')), 'no such folder', 'page.md');
  expect(reportCoverage(file).problems).toEqual([expect.stringContaining('page.md cannot be written')]);
});
