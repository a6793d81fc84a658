import { describe, expect, test } from '@jest/globals';
import { previewMessage, sampleFields } from './messagePreview.js';
import { loadTemplates, MessageNotRenderable } from './messages.js';
import { smsLength } from './smsParts.js';

describe('a preview', () => {
  test.each([...loadTemplates().values()].map((template) => [template.id, template] as const))(
    '%s is whole with invented values, and shows what is missing without any',
    (id, template) => {
      const whole = previewMessage(id, sampleFields(template));
      expect({ missing: whole.missing, leftOut: whole.leftOut }).toEqual({ missing: [], leftOut: [] });
      expect(whole.text.every((piece) => !piece.missing)).toBe(true);
      const bare = previewMessage(id, {});
      expect(bare.missing).toEqual(template.required);
      const shown = [...bare.subject, ...bare.text, ...(bare.sms?.pieces ?? [])].flatMap((piece) =>
        piece.missing ? [piece.text] : [],
      );
      expect(new Set(shown)).toEqual(new Set(template.required));
    },
  );

  test('leaves aside what a template does not take, and says which lines fall away', () => {
    const preview = previewMessage('breach-senior', {
      ...{ reference: 'K7M2QX4P', deadlineTitle: 'Enquiries', dueDate: 'Monday 4 January 2027' },
      ...{ partnerName: 'Housing', source: undefined },
    });
    expect(preview.missing).toEqual([]);
    expect(preview.leftOut).toEqual(expect.arrayContaining(['caseUrl', 'source']));
    expect(preview.text.map(({ text }) => text).join('')).not.toMatch(/Housing/);
    expect(() => previewMessage('no-such', {})).toThrow(MessageNotRenderable);
  });
});

describe('the length of a text message', () => {
  test.each([
    ['', 0, 0],
    ['a'.repeat(160), 160, 1],
    ['a'.repeat(161), 161, 2],
    ['a'.repeat(306), 306, 2],
    ['a'.repeat(307), 307, 3],
    ['€'.repeat(80), 160, 1],
    // 153 is odd, so a part holds 76 of these and not 76 and a half.
    ['€'.repeat(153), 306, 3],
  ])('of %#', (text, units, parts) => {
    expect(smsLength(text)).toEqual({ units, parts, unusual: [] });
  });

  test('counts in 16-bit units once a character is outside the basic alphabet', () => {
    expect(smsLength(`ł${'a'.repeat(69)}`)).toEqual({ units: 70, parts: 1, unusual: ['ł'] });
    expect(smsLength(`ł${'a'.repeat(70)}`)).toEqual({ units: 71, parts: 2, unusual: ['ł'] });
    expect(smsLength('🙂')).toEqual({ units: 2, parts: 1, unusual: ['🙂'] });
  });
});
