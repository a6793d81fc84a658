import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownPath } from './returnTo.js';

test.each(['/my-work', '/cases/abc', '/cases/abc?tab=checks', '/'])('%s leads back there', (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/a\r\nSet-Cookie: x=1',
  '/sign-out',
  '/sign-in?returnTo=/sign-in',
  '',
  `/${'x'.repeat(600)}`,
])('%j leads to the start page', (path) => {
  expect(ownPath(path)).toBe('/');
});

test('nothing that is not text, and nothing made up, leads to another host', () => {
  for (const value of [undefined, null, 1, ['/a'], { a: 1 }]) expect(ownPath(value)).toBe('/');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `/${text}`),
      ),
      (asked) => {
        const to = ownPath(asked);
        expect(new URL(to, 'https://rollcall.example').origin).toBe('https://rollcall.example');
        expect(to.startsWith('//')).toBe(false);
      },
    ),
  );
});
