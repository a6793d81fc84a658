import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import type { Settings } from '../../config/settings.js';

export interface TemporalClient {
  client: Client;
  native: NativeConnection;
  namespace: string;
  close(): Promise<void>;
}

/**
 * Connects a client and a worker's connection to the same server: the embedded one at `address`, else the one of the
 * settings with its TLS and its API key.
 */
export async function connectTemporal(
  settings: Settings,
  address: string | undefined,
  dataConverter: DataConverter,
): Promise<TemporalClient> {
  const { temporal } = settings;
  const options = temporal.kind === 'external' ? temporal.connection : { address: address ?? '127.0.0.1:7233' };
  const connection = await Connection.connect({ ...options, connectTimeout: '10s' });
  const native = await NativeConnection.connect(options);
  return {
    client: new Client({ connection, namespace: temporal.namespace, dataConverter }),
    native,
    namespace: temporal.namespace,
    close: async () => {
      await native.close();
      await connection.close();
    },
  };
}
