import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { Keyring } from './keyring.js';
import { createPayloadCodec } from './payloadCodec.js';

/**
 * Where the failure converter lies, as an absolute path: the client and the worker load it, and the bundler puts it
 * into the workflow sandbox (`bundleWorkflowCode({ failureConverterPath })`). The SDK takes the path as it stands, so
 * the ending is that of this very file: TypeScript under the tests, JavaScript in `dist/`.
 */
export const failureConverterPath = fileURLToPath(
  new URL(`./failureConverter${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** What every client and every worker passes as `dataConverter`. With one keyring all of them read each other. */
export function createDataConverter(keyring: Keyring): DataConverter {
  return { payloadCodecs: [createPayloadCodec(keyring)], failureConverterPath };
}
