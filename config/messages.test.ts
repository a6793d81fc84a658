import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  loadTemplates,
  messageFields,
  MessageNotRenderable,
  MessageTemplatesInvalid,
  renderMessage,
  templateFor,
  type MessageFields,
  type MessageTemplate,
} from './messages.js';

const templates = loadTemplates();
const everyTemplate = [...templates.values()];

/** A value for every field that a template takes. */
function sample({ required, optional }: MessageTemplate): MessageFields {
  const values: Record<string, string | string[]> = {
    authorityEmail: 'cme@bradford.example',
    authorityPhone: '01274 960 000',
    ruleId: 'BRA-D1',
    ruleTitle: 'Initial enquiries',
    source: 'CME / Access Policy, §8',
    caseUrl: 'https://rollcall.example/enquiries/7c1',
  };
  for (const name of [...required, ...optional]) {
    if (messageFields[name] === 'list') values[name] = ['R-1: one', 'R-2: two'];
    else if (messageFields[name] === 'link') values[name] = 'https://rollcall.example/enquiries/7c1';
    else values[name] = `<${name}>`;
  }
  return values;
}
const only = (template: MessageTemplate, names: readonly string[]): MessageFields =>
  Object.fromEntries(Object.entries(sample(template)).filter(([name]) => names.includes(name)));

describe('the templates that ship', () => {
  test('are all there', () => {
    expect([...templates.keys()].sort()).toEqual(
      [
        ...['acknowledgement', 'referral-accepted', 'referral-rejected', 'rejection-proposed', 'joined-referral'],
        ...[
          'duplicate-proposed',
          'duty-reminder-line',
          'duty-late-line',
          'feedback-found',
          'feedback-ended',
          'feedback-dealt-with',
          'reminder-line',
        ],
        ...['breach-senior', 'breach-manager', 'breach-line', 'digest', 'review-due', 'age-ending', 'notice-next-step'],
        ...['concern-contact', 'concern-contact-secure', 'concern-police', 'concern-police-secure', 'concern-dsl'],
        ...['concern-officer', 'concern-ladder-deputy', 'concern-ladder-manager', 'partner-request', 'partner-chaser'],
        ...['partner-silence', 'check-request', 'school-return-request', 'advice-given', 'assignment'],
        ...['contact-by-other-means', 'generic-task', 'generic-notice', 'always-refer', 'always-refer-secure'],
        ...['school-child-found', 'social-worker-absence', 'referral-saved', 'referral-code', 'referral-status'],
        ...['test-message'],
      ].sort(),
    );
  });

  test.each(everyTemplate.map((template) => [template.id, template] as const))('%s renders', (id, template) => {
    for (const fields of [sample(template), only(template, template.required)]) {
      const { subject, text, html, sms } = renderMessage(id, fields);
      for (const part of [subject, text, html, sms ?? '']) expect(part).not.toMatch(/\{\{|\}\}|undefined/);
      expect(subject).toMatch(/^\S.*\S$/);
      expect(text).not.toMatch(/\n{3}|[ \t]\n/);
      expect(html).not.toMatch(/<(?!\/?(html|head|meta|title|body|div|p|br|ul|li|a)\b|!doctype html>)/);
      if (sms !== null) expect(sms.length).toBeLessThan(320);
    }
  });

  test('every optional line may be missing without leaving a torn one', () => {
    for (const template of everyTemplate)
      for (const left of template.optional) {
        const fields = Object.fromEntries(Object.entries(sample(template)).filter(([name]) => name !== left));
        expect(renderMessage(template.id, fields).text).not.toContain(`<${left}>`);
      }
  });

  test('no subject and no text message can hold a detail of the child', () => {
    const details = {
      childName: 'Aisha',
      childDateOfBirth: '4 May 2015',
      childAddress: '1 High St',
      kindOfConcern: 'fgm',
    };
    for (const template of everyTemplate) {
      if (template.mayName === false) {
        for (const [name, value] of Object.entries(details))
          expect(() => renderMessage(template.id, { ...sample(template), [name]: value })).toThrow(
            MessageNotRenderable,
          );
        continue;
      }
      const { subject, text, sms } = renderMessage(template.id, { ...sample(template), ...details });
      expect(text).toContain('Aisha');
      expect(subject).not.toMatch(/Aisha|2015|High|fgm/);
      expect(sms).toBeNull();
    }
  });

  test('a contact marked secure gets the secure variant, any other the plain one', () => {
    expect(templateFor('concern-contact', { secure: true }).id).toBe('concern-contact-secure');
    expect(templateFor('concern-contact', { secure: false }).id).toBe('concern-contact');
    expect(templateFor('digest', { secure: true }).id).toBe('digest');
    expect(() => templateFor('no-such', { secure: false })).toThrow(MessageNotRenderable);
  });
});

describe('a message', () => {
  test('an acknowledgement reads as it should', () => {
    const { subject, text, sms } = renderMessage('acknowledgement', {
      reference: 'R-1042',
      authorityName: 'Bradford Council',
      authorityEmail: 'cme@bradford.example',
      ruleId: 'SYS-ACK',
      expectedFrom: 'Monday 1 February 2027',
      expectedTo: 'Monday 15 February 2027',
    });
    expect(subject).toBe('We have your referral R-1042');
    expect(text).toContain('between Monday 1 February 2027 and Monday 15 February 2027.');
    expect(text).not.toContain('Telephone');
    expect(text.endsWith('Bradford Council\nE-mail: cme@bradford.example\n\nSent under rule SYS-ACK.\n')).toBe(true);
    expect(sms).toBe(
      'Bradford Council: we have your referral. Your reference is R-1042. If a child is in immediate danger, call 999.',
    );
    expect(renderMessage('acknowledgement', { reference: 'R-1', authorityName: 'A' }).text).not.toContain('between');
  });

  test('the lines of a digest become a list', () => {
    const { text, html } = renderMessage('digest', {
      dueDate: 'Tuesday 29 December 2026',
      lines: ['R-1: enquiries <due>', 'R-2: visit'],
    });
    expect(text).toContain('\n* R-1: enquiries <due>\n* R-2: visit\n');
    expect(html).toContain('<li>R-1: enquiries &lt;due&gt;</li>\n<li>R-2: visit</li>');
  });

  test('only our own page is a link', () => {
    const fields = {
      reference: 'R-1',
      reason: 'see https://evil.example',
      caseUrl: 'https://rollcall.example/c/1?a=1&b=2',
    };
    const { html } = renderMessage('rejection-proposed', fields);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('<a href="https://rollcall.example/c/1?a=1&amp;b=2">');
    expect(renderMessage('rejection-proposed', { ...fields, caseUrl: 'javascript:alert(1)' }).html).not.toContain(
      '<a ',
    );
  });
});

describe('what is refused', () => {
  const fields = { reference: 'R-1', authorityName: 'Bradford Council', reason: 'too old' };
  test.each<[string, string, MessageFields, RegExp]>([
    ['an unknown template', 'no-such', fields, /no message template "no-such"/],
    ['a template of every object', 'constructor', fields, /no message template/],
    ['an unknown field', 'referral-rejected', { ...fields, colour: 'red' }, /does not have: colour/],
    ['a field of another template', 'referral-rejected', { ...fields, lines: ['x'] }, /does not have: lines/],
    ['a prototype key', 'referral-rejected', { ...fields, constructor: 'x' }, /does not have: constructor/],
    ['a missing field', 'referral-rejected', { reference: 'R-1' }, /lacks: authorityName, reason/],
    ['an empty one', 'referral-rejected', { ...fields, reason: ' \n ' }, /lacks: reason/],
    ['an undefined one', 'referral-rejected', { ...fields, reason: undefined }, /lacks: reason/],
    ['a list for a text', 'referral-rejected', { ...fields, reason: ['a'] }, /a list for a text.*: reason/],
    ['a text for a list', 'digest', { dueDate: 'x', lines: 'a' }, /a text for a list: lines/],
    ['an empty list', 'digest', { dueDate: 'x', lines: [] }, /lacks: lines/],
  ])('%s', (_case, id, given, says) => {
    expect(() => renderMessage(id, given)).toThrow(MessageNotRenderable);
    expect(() => renderMessage(id, given)).toThrow(says);
  });

  test('a refusal never repeats what a field holds', () => {
    expect(() => renderMessage('digest', { childName: 'Aisha Kaur' })).toThrow(/^((?!Aisha).)*$/s);
  });
});

describe('whatever a field holds', () => {
  test('it stays text: no markup, no second template, no line break in a subject, no turned writing', () => {
    const nasty = '<script>alert(1)</script> {{authorityEmail}} "x" \u202eevil\u202c\r\nBcc: a@b.example\u0000';
    const { subject, text, html } = renderMessage('generic-notice', {
      reference: 'R-1',
      authorityName: 'Bradford Council',
      authorityEmail: 'cme@bradford.example',
      title: nasty,
      body: nasty,
    });
    expect(subject).toBe('<script>alert(1)</script> {{authorityEmail}} "x" evil Bcc: a@b.example, our reference R-1');
    expect(text).toContain('"x" evil\nBcc: a@b.example');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; {{authorityEmail}}');
  });

  test('names keep their letters', () => {
    const childName = "Siân O'Brien-Ёлкина محمد 王";
    const { text, html } = renderMessage('concern-contact-secure', { reference: 'R-1', authorityName: 'A', childName });
    expect(text).toContain(`Child: ${childName}\n`);
    expect(html).toContain('Siân O&#39;Brien-Ёлкина محمد 王');
  });

  test('any text: one line of subject, well-formed HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'grapheme' }), (title, body) => {
        const fields = { reference: 'R-1', authorityName: 'A', title: `t${title}`, body };
        const { subject, html, sms } = renderMessage('generic-notice', fields);
        // The channel refuses any of these in a header; a template must never bring it to that.
        expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/);
        expect(html).not.toMatch(/<(?!\/?(html|head|meta|title|body|div|p|br|ul|li)\b|!doctype html>)/);
        expect(sms).not.toBeNull();
      }),
    );
  });
});

describe('a folder of templates', () => {
  const folders: string[] = [];
  function folder(files: Record<string, string>): string {
    const made = mkdtempSync(join(tmpdir(), 'templates-'));
    folders.push(made);
    for (const [name, text] of Object.entries({ 'closings.yaml': 'staff: ""\noutside: ""', ...files }))
      writeFileSync(join(made, name), text);
    return made;
  }
  afterEach(() => folders.splice(0).forEach((made) => rmSync(made, { recursive: true })));
  const template = (lines: string): string => `a-template:\n  audience: staff\n${lines.replace(/^/gm, '  ')}\n`;

  test('of an authority’s own is read and used', () => {
    const own = loadTemplates(
      folder({
        'own.yaml': template('mayName: false\nrequired: [reference]\nsubject: About {{reference}}\ntext: Hello.'),
      }),
    );
    expect(renderMessage('a-template', { reference: 'R-1' }, own)).toMatchObject({
      subject: 'About R-1',
      text: 'Hello.\n',
    });
  });

  test.each<[string, string, RegExp]>([
    ['an unknown field', 'mayName: false\nsubject: x\ntext: "{{shoeSize}}"', /shoeSize is used but not declared/],
    ['a field declared that does not exist', 'mayName: false\nrequired: [shoeSize]\nsubject: x\ntext: x', /no field/],
    [
      'a declared field nobody uses',
      'mayName: false\nrequired: [reason]\nsubject: x\ntext: x',
      /declared but not used/,
    ],
    [
      'a child’s name where none may be',
      'mayName: false\noptional: [childName]\nsubject: x\ntext: "{{childName}}"',
      /not secure/,
    ],
    [
      'a child’s name in a subject',
      'mayName: secure\nrequired: [childName]\nsubject: "{{childName}}"\ntext: x',
      /childName names the child outside the body/,
    ],
    ['a text message of a secure template', 'mayName: secure\nsubject: x\ntext: x\nsms: x', /has no text message/],
    [
      'an optional field in a subject',
      'mayName: false\noptional: [reason]\nsubject: "{{reason}}"\ntext: x',
      /must be required/,
    ],
    ['HTML', 'mayName: false\nsubject: x\ntext: <b>x</b>', /plain text only/],
    [
      'a secure variant that is none',
      'mayName: false\nsecureVariant: a-template\nsubject: x\ntext: x',
      /no secure template/,
    ],
    ['no text', 'mayName: false\nsubject: x', /text/],
    ['a word nobody knows', 'mayName: false\nsubject: x\ntext: x\ncolour: red', /colour/],
    ['broken YAML', 'mayName: false\nsubject: "x\ntext: x', /own\.yaml/],
  ])('with %s does not load', (_case, lines, says) => {
    const made = folder({ 'own.yaml': template(lines) });
    expect(() => loadTemplates(made)).toThrow(MessageTemplatesInvalid);
    expect(() => loadTemplates(made)).toThrow(says);
  });

  test('with one id twice does not load', () => {
    const one = template('mayName: false\nsubject: x\ntext: x');
    expect(() => loadTemplates(folder({ 'a.yaml': one, 'b.yaml': one }))).toThrow(/defined twice/);
  });
});
