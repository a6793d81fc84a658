import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { Keyring } from './keyring.js';
import { bytesToPayload, payloadToBytes } from './payloadProto.js';

const CIPHER = 'aes-256-gcm';
/**
 * 96 random bits, as GCM wants. At 2^32 payloads under one key the chance that two share an IV reaches the accepted
 * bound (NIST SP 800-38D): at a hundred payloads a case that is forty million cases, far beyond a key's life.
 */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The metadata names that Temporal's samples in every language use, so that other tools recognise them. */
const ENCODING = 'encoding';
const KEY_ID = 'encryption-key-id';
const ENCRYPTED = 'binary/encrypted';

/** A payload names a key that the keyring does not hold. The text is constant: the id came from outside. */
export class PayloadKeyUnknown extends Error {
  readonly code = 'payload_key_unknown';
  override readonly name = 'PayloadKeyUnknown';
  constructor() {
    super('A payload was encrypted with a key that is not in the keyring. Add the retired key to the keyring.');
  }
}

/** A payload was altered, cut short, or encrypted with another key of the same id. The text is constant. */
export class PayloadUnreadable extends Error {
  readonly code = 'payload_unreadable';
  override readonly name = 'PayloadUnreadable';
  constructor() {
    super(
      'A payload could not be decrypted: it was altered, or the key of that id is not the one it was written with.',
    );
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());

/**
 * The label that a ciphertext is bound to: the format and the key's id, so that neither can be changed unnoticed.
 *
 * The namespace and the workflow id are left out. The SDK offers them as a serialization context, but marks it
 * experimental, and it is not the same on both sides: replaying a saved history decodes under the workflow id
 * "fake" unless told better, a schedule's workflow runs under its id with a time appended, and a codec server that
 * decodes for the Temporal UI gets none. Bound to them, a case could become unreadable for good.
 */
const label = (keyId: string): Uint8Array => bytesOf(`${ENCRYPTED};${keyId}`);

function encrypt(payload: Payload, keyId: string, key: KeyObject): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(label(keyId));
  const sealed = Buffer.concat([iv, cipher.update(payloadToBytes(payload)), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { [ENCODING]: bytesOf(ENCRYPTED), [KEY_ID]: bytesOf(keyId) }, data: sealed };
}

function decrypt(sealed: Uint8Array, keyId: string, key: KeyObject): Payload {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new PayloadUnreadable();
  const tagAt = sealed.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(label(keyId));
    decipher.setAuthTag(sealed.subarray(tagAt));
    return bytesToPayload(Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, tagAt)), decipher.final()]));
  } catch {
    // The cause is left out on purpose: it ends in a workflow's history.
    throw new PayloadUnreadable();
  }
}

/**
 * Encrypts whole payloads with AES-256-GCM. Only the key's id stays readable. A payload that is not marked as
 * encrypted passes through decoding unchanged: an operator's signal from the Temporal CLI arrives so.
 *
 * @throws PayloadKeyUnknown, PayloadUnreadable when decoding.
 */
export function createPayloadCodec(keyring: Keyring): PayloadCodec {
  return {
    encode: (payloads) =>
      Promise.resolve(payloads.map((payload) => encrypt(payload, keyring.active.id, keyring.active.key))),

    // A rejected promise, never a synchronous throw, is what the SDK expects.
    decode: (payloads) =>
      Promise.resolve().then(() =>
        payloads.map((payload) => {
          if (textOf(payload.metadata?.[ENCODING]) !== ENCRYPTED) return payload;
          const keyId = textOf(payload.metadata?.[KEY_ID]);
          const key = keyring.find(keyId);
          if (key === undefined) throw new PayloadKeyUnknown();
          return decrypt(payload.data ?? new Uint8Array(), keyId, key);
        }),
      ),
  };
}
