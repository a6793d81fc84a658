import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { loadOrBuildBundle } from '../../worker/bundle.js';
import { installRuntime } from '../../worker/runtime.js';
import { CHILD_NAME, testDataConverter } from '../support/enquiries/harness.js';
import { decodedTexts } from '../support/enquiries/histories.js';

beforeAll(() => installRuntime({ info: () => undefined, warn: () => undefined, error: () => undefined }));

const folder = fileURLToPath(new URL('./', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const textOf = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');

async function replay(name: string, change = (code: string): string => code): Promise<void> {
  const { code } = await loadOrBuildBundle();
  await Worker.runReplayHistory(
    { workflowBundle: { code: change(code) }, dataConverter: testDataConverter },
    JSON.parse(textOf(name)),
  );
}

describe('the saved histories', () => {
  test('are there for every kind of life a case may have', () => {
    const kinds = [
      'plain-case',
      'breach-and-ladder',
      'concern-mid-wait',
      'join',
      'end-and-reopening',
      'continue-as-new',
    ];
    for (const kind of kinds) expect(names.filter((name) => name.startsWith(kind))).not.toEqual([]);
  });

  test.each(names)('%s replays with the workflows of today', (name) => replay(name));

  test('a changed workflow is noticed', async () => {
    const withoutTimer = (code: string): string => {
      const changed = code.replaceAll('void keepTime()', 'void 0');
      expect(changed).not.toBe(code);
      return changed;
    };
    await expect(replay('plain-case.json', withoutTimer)).rejects.toThrow(DeterminismViolationError);
  });

  test('a change of what is sent, and when, is noticed', async () => {
    const withoutUrgent = (code: string): string => {
      const changed = code.replaceAll('sender.sendUrgent()', 'void 0');
      expect(changed).not.toBe(code);
      return changed;
    };
    await expect(replay('concern-mid-wait.json', withoutUrgent)).rejects.toThrow(DeterminismViolationError);
  });

  test.each(names)('%s holds no name, neither in clear nor under its key', async (name) => {
    const texts = [textOf(name), ...(await decodedTexts(JSON.parse(textOf(name))))];
    // The start, at least, was decoded.
    expect(texts.some((text) => text.includes('"caseId"'))).toBe(true);
    for (const secret of [CHILD_NAME.givenName, CHILD_NAME.familyName, 'Oak Primary', 'office@oak.example'])
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  });

  test.each(names)('%s carries its state encrypted', (name) => {
    expect(textOf(name)).not.toContain('bradford-social');
    const encodings = textOf(name).match(/"encoding":\s*"([^"]+)"/g) ?? [];
    const clear = encodings.map((match) => Buffer.from(match.split('"')[3] ?? '', 'base64').toString());
    expect(clear).toContain('binary/encrypted');
  });
});
