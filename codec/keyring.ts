import { createSecretKey, type KeyObject } from 'node:crypto';

/** AES-256 takes a key of exactly 32 bytes. */
const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The keys that protect payloads: one that encrypts, and those that only still decrypt. */
export interface Keyring {
  /** Encrypts every new payload. */
  readonly active: { readonly id: string; readonly key: KeyObject };
  /** The ids of all keys, the active one first. Ids are no secret; keys never leave the keyring as text. */
  readonly ids: readonly string[];
  /** The key of that id, active or retired, or undefined. */
  find(id: string): KeyObject | undefined;
}

/** The keyring setting cannot be used. The text names the entry by its place and never repeats a key. */
export class KeyringInvalid extends Error {
  readonly code = 'keyring_invalid';
  override readonly name = 'KeyringInvalid';
}

/**
 * Reads a keyring from a setting: `id:base64,id2:base64`. The first key is the active one; the others are
 * retired and only decrypt. To rotate, put the new key in front and keep the old one until no open case and
 * no retained history uses it.
 *
 * @throws KeyringInvalid when there is no key, an id is malformed or used twice, or a key is not 32 bytes in base64.
 */
export function createKeyring(setting: string): Keyring {
  const keys = new Map<string, KeyObject>();
  const entries = setting
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

  entries.forEach((entry, index) => {
    const place = `Key ${index + 1} of the keyring`;
    const colon = entry.indexOf(':');
    if (colon < 0) throw new KeyringInvalid(`${place} must be written as id:base64.`);
    const id = entry.slice(0, colon);
    const text = entry.slice(colon + 1);
    if (!KEY_ID.test(id))
      throw new KeyringInvalid(
        `${place} needs an id of letters, digits, dots, hyphens or underscores, at most 64 of them.`,
      );
    if (keys.has(id)) throw new KeyringInvalid(`${place} has an id that is used twice.`);
    if (!BASE64.test(text)) throw new KeyringInvalid(`${place} is not valid base64.`);
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length !== KEY_BYTES)
      throw new KeyringInvalid(`${place} holds ${bytes.length} bytes; it must hold exactly ${KEY_BYTES}.`);
    keys.set(id, createSecretKey(bytes));
  });

  const [first] = keys;
  if (first === undefined)
    throw new KeyringInvalid('The keyring is empty: give at least one key, written as id:base64.');
  const [id, key] = first;
  return { active: { id, key }, ids: [...keys.keys()], find: (wanted) => keys.get(wanted) };
}
