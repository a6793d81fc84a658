import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import fc from 'fast-check';
import { createDataConverter } from './dataConverter.js';
import { createKeyring, KeyringInvalid } from './keyring.js';
import { createPayloadCodec, PayloadKeyUnknown, PayloadUnreadable } from './payloadCodec.js';

const newKey = () => randomBytes(32).toString('base64');
const spring = `spring:${newKey()}`;
const summer = `summer:${newKey()}`;
const secret = { childName: 'Aisha Kaur', note: 'Smörgås 児童 🧒' };
const payload = (): Payload => defaultPayloadConverter.toPayload(secret);
const rawText = (payloads: Payload[]) =>
  Buffer.concat(payloads.map((one) => one.data ?? new Uint8Array())).toString('latin1');
const value = (one: Payload | undefined): unknown => {
  if (one === undefined) throw new Error('no payload came back');
  return defaultPayloadConverter.fromPayload(one);
};

describe('the payload codec', () => {
  const codec = createPayloadCodec(createKeyring(spring));

  test('a payload comes back as it went in, and nothing of it is readable meanwhile', async () => {
    const sealed = await codec.encode([payload(), payload()]);
    expect(rawText(sealed)).not.toContain('Aisha');
    expect(rawText(sealed)).not.toContain('json/plain');
    expect(Object.keys(sealed[0]?.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id']);
    const opened = await codec.decode(sealed);
    expect(opened.map(value)).toEqual([secret, secret]);
  });

  test('any payload survives: no data, empty data, any metadata', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), bytes, { maxKeys: 4 }),
        fc.option(bytes, { nil: undefined }),
        async (metadata, data) => {
          const before: Payload = { metadata, ...(data ? { data } : {}) };
          const [after] = await codec.decode(await codec.encode([before]));
          const names = Object.keys(metadata).sort();
          expect(Object.keys(after?.metadata ?? {}).sort()).toEqual(names);
          for (const name of names)
            expect(Buffer.from(after?.metadata?.[name] ?? []).equals(Buffer.from(metadata[name] ?? []))).toBe(true);
          expect(Buffer.from(after?.data ?? []).equals(Buffer.from(data ?? []))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the same payload never looks the same twice', async () => {
    const [one, two] = await codec.encode([payload(), payload()]);
    expect(Buffer.from(one?.data ?? []).equals(Buffer.from(two?.data ?? []))).toBe(false);
  });

  test('no payloads stay no payloads, and one that was never encrypted passes through', async () => {
    expect(await codec.encode([])).toEqual([]);
    expect(await codec.decode([])).toEqual([]);
    const plain = payload();
    expect(await codec.decode([plain])).toEqual([plain]);
  });

  test('after a rotation old payloads are still read and new ones use the new key', async () => {
    const sealed = await codec.encode([payload()]);
    const rotated = createPayloadCodec(createKeyring(`${summer},${spring}`));
    expect((await rotated.decode(sealed)).map(value)).toEqual([secret]);
    const fresh = await rotated.encode([payload()]);
    expect(Buffer.from(fresh[0]?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('summer');
    await expect(codec.decode(fresh)).rejects.toBeInstanceOf(PayloadKeyUnknown);
  });

  test('a key that is not in the keyring is said in words that hold nothing from outside', async () => {
    const sealed = await createPayloadCodec(createKeyring(summer)).encode([payload()]);
    const refusal = await codec.decode(sealed).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PayloadKeyUnknown);
    expect(String(refusal)).not.toContain('summer');
  });

  test('another key under the same id opens nothing', async () => {
    const sealed = await createPayloadCodec(createKeyring(`spring:${newKey()}`)).encode([payload()]);
    await expect(codec.decode(sealed)).rejects.toBeInstanceOf(PayloadUnreadable);
  });

  test('each altered byte, a cut and a changed key id are noticed', async () => {
    const [sealed] = await codec.encode([payload()]);
    const data = Buffer.from(sealed?.data ?? []);
    const metadata = sealed?.metadata ?? {};
    for (let at = 0; at < data.length; at += 1) {
      const altered = Buffer.from(data);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expect(codec.decode([{ metadata, data: altered }])).rejects.toBeInstanceOf(PayloadUnreadable);
    }
    for (const length of [0, 5, 27, data.length - 1])
      await expect(codec.decode([{ metadata, data: data.subarray(0, length) }])).rejects.toBeInstanceOf(
        PayloadUnreadable,
      );
    await expect(codec.decode([{ metadata }])).rejects.toBeInstanceOf(PayloadUnreadable);

    const twoNames = createPayloadCodec(createKeyring(`${spring},autumn:${spring.split(':')[1] ?? ''}`));
    const renamed = { ...metadata, 'encryption-key-id': new TextEncoder().encode('autumn') };
    await expect(twoNames.decode([{ metadata: renamed, data }])).rejects.toBeInstanceOf(PayloadUnreadable);
  });
});

describe('the keyring', () => {
  test('the first key is active, the others are kept', () => {
    const keyring = createKeyring(` ${summer} , ${spring} `);
    expect(keyring.active.id).toBe('summer');
    expect(keyring.ids).toEqual(['summer', 'spring']);
    expect(keyring.find('spring')).toBeDefined();
    expect(keyring.find('winter')).toBeUndefined();
    expect(JSON.stringify(keyring)).not.toContain(spring.split(':')[1]);
  });

  const short = randomBytes(16).toString('base64');
  test.each([
    ['nothing', '', /empty/],
    ['only commas', ' , ', /empty/],
    ['no colon', 'justtext', /id:base64/],
    ['a space in the id', `a b:${newKey()}`, /needs an id/],
    ['no id', `:${newKey()}`, /needs an id/],
    ['an id twice', `a:${newKey()},a:${newKey()}`, /used twice/],
    ['no base64', 'a:not base64!', /not valid base64/],
    ['no key', 'a:', /not valid base64/],
    ['16 bytes', `${spring},a:${short}`, /Key 2 of the keyring holds 16 bytes; it must hold exactly 32/],
    ['33 bytes', `a:${randomBytes(33).toString('base64')}`, /33 bytes/],
  ])('%s: refused with words that say what is wrong', (_case, setting, says) => {
    expect(() => createKeyring(setting)).toThrow(KeyringInvalid);
    expect(() => createKeyring(setting)).toThrow(says);
  });

  test('a refusal never repeats the key', () => {
    let text = '';
    try {
      createKeyring(`a:${short}`);
    } catch (error) {
      text = String(error);
    }
    expect(text).toContain('16 bytes');
    expect(text).not.toContain(short);
  });
});

describe('failures', () => {
  const converter = loadDataConverter(createDataConverter(createKeyring(spring)));

  test('message, stack and details are encrypted, causes too, and come back', async () => {
    const error = ApplicationFailure.create({
      message: 'Aisha Kaur is not known here',
      type: 'NotFound',
      details: [secret],
      cause: new Error('looked for Aisha Kaur'),
    });
    const failure = await encodeErrorToFailure(converter, error);
    expect(failure.message).toBe('Encoded failure');
    const wire = JSON.stringify(failure, (_key, field: unknown) =>
      field instanceof Uint8Array ? Buffer.from(field).toString('latin1') : field,
    );
    expect(wire).not.toContain('Aisha');
    expect(wire).not.toContain('codec.test');

    const back = await decodeOptionalFailureToOptionalError(converter, failure);
    expect(back).toMatchObject({ message: 'Aisha Kaur is not known here', type: 'NotFound', details: [secret] });
    expect(back?.cause).toMatchObject({ message: 'looked for Aisha Kaur' });
  });
});
