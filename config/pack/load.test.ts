import { describe, expect, test } from '@jest/globals';
import { loadPack } from './load.js';

describe('the shipped packs', () => {
  test('Bradford compiles to plain JSON of at most 32 KB', () => {
    const { policy, details } = loadPack('bradford');
    const json = JSON.stringify(policy);
    expect(JSON.parse(json)).toEqual(policy);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(32 * 1024);
    expect(details['BRA-D1']?.title).toBe('Initial enquiries for a prioritised child');
  });
});
