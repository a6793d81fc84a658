import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadOrBuildBundle } from './bundle.js';

/** Without the source map, which a worker keeps once for all cases. The SDK's own part is 700 KB of it. */
const AT_MOST_BYTES = 1_100_000;

let code: string;
let scriptOnly: string;
let modules: string[];

beforeAll(async () => {
  ({ code } = await loadOrBuildBundle());
  const map = /\/\/# sourceMappingURL=data:[^,]*,([A-Za-z0-9+/=]+)/.exec(code)?.[1] ?? '';
  modules = (JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] }).sources;
  scriptOnly = code.slice(0, code.lastIndexOf('//# sourceMappingURL='));
});

describe('the workflow bundle', () => {
  test('holds our workflows and the core', () => {
    for (const file of ['workflows/enquiry.ts', 'workflows/digest.ts', 'domain/case/decide.ts'])
      expect(modules.some((name) => name.endsWith(file))).toBe(true);
  });

  test('holds nothing that a cached case would pay for, or that a replay could not repeat', () => {
    const ours = modules.filter((name) => !name.includes('node_modules'));
    expect(ours.filter((name) => /\/(activities|register|config|api|worker)\//.test(name))).toEqual([]);
    const packages = modules.flatMap((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
    const allowed =
      /^(@temporalio\/(workflow|common|worker|proto)|ms|long|nexus-rpc|webpack|swc-loader|protobufjs|@protobufjs\/.*|@bufbuild\/.*)$/;
    expect([...new Set(packages)].filter((name) => !allowed.test(name))).toEqual([]);
    expect(packages).not.toContain('zod');
    expect(packages).not.toContain('pg');
  });

  test('stays small', () => {
    expect(scriptOnly.length).toBeLessThan(AT_MOST_BYTES);
  });
});
