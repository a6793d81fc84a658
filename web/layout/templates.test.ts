import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readLanguage } from '../language/language.js';
import { webFolder } from '../packageFolder.js';
import { contrastWithWhite } from './look.js';

const templates = readdirSync(webFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.njk'))
  .map((file) => ({ file, text: readFileSync(join(webFolder, file), 'utf8') }));

describe('the templates', () => {
  test('print nothing unescaped, and have no style, script or address of another site', () => {
    expect(templates.length).toBeGreaterThan(8);
    for (const { file, text } of templates) {
      const found = text.match(
        /\|\s*safe\b|\sstyle=|\son[a-z]+=|<script(?! type="module" src=)|(href|src)="(https?:)?\/\//g,
      );
      expect({ file, found }).toEqual({ file, found: null });
    }
  });

  test('ask only for texts that the language has', () => {
    const language = readLanguage(webFolder);
    for (const { file, text } of templates) {
      const asked = [...text.matchAll(/\bt\("([\w.]+)"(?! \+)/g)].map(([, key = '']) => key);
      const counted = [...text.matchAll(/\btn\("([\w.]+)"/g)].map(([, key = '']) => `${key}.other`);
      expect({ file, missing: [...asked, ...counted].filter((key) => !language.has(key)) }).toEqual({
        file,
        missing: [],
      });
    }
  });

  test('have the token in every form', () => {
    for (const { file, text } of templates)
      for (const [form] of text.matchAll(/<form method="post"[\s\S]*?<\/form>/g))
        expect({ file, token: form.includes('csrfField()') }).toEqual({ file, token: true });
  });
});

test.each([
  ['#000000', 21],
  ['#ffffff', 1],
  ['#0b4f6c', 8.94],
  ['#767676', 4.54],
])('white on %s has a contrast of %d', (colour, contrast) => {
  expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 1);
});
