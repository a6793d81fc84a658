import { describe, expect, test } from '@jest/globals';
import { loadPack } from './load.js';

describe.each(['bradford', 'luton'])('the pack %s', (name) => {
  test('compiles to plain JSON of at most 32 KB', () => {
    const { policy } = loadPack(name);
    const json = JSON.stringify(policy);
    console.log(name, json.length);
    expect(JSON.parse(json)).toStrictEqual(policy);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(32 * 1024);
  });
});
