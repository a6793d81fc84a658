import type { DataConverter } from '@temporalio/common';
import { createDataConverter } from '../../codec/dataConverter.js';
import { createKeyring } from '../../codec/keyring.js';
import type { Settings } from '../../config/settings.js';

/**
 * The data converter of clients and workers: with the keys of the settings, else the data folder's own.
 * @throws KeyringInvalid that names the entry by its place
 */
export function dataConverterOf(settings: Settings, folderKeys?: string): DataConverter {
  const keys = settings.payloadKeys ?? folderKeys;
  if (keys === undefined) throw new Error('ROLLCALL_PAYLOAD_KEYS is needed where there is no data folder');
  return createDataConverter(createKeyring(keys));
}
