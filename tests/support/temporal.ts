import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { temporalVariable } from './testServers.js';

export { fastForward } from '../../cli/rehearsal/fastForward.js';

/** The address of the run's Temporal server. */
export function testTemporalAddress(): string {
  const address = process.env[temporalVariable];
  if (address === undefined) throw new Error(`${temporalVariable} is not set: run this test in the "system" project`);
  return address;
}

/** A task queue that no other test uses: what keeps test files apart on the one server. */
export function uniqueTaskQueue(purpose: string): string {
  return `${purpose}-${randomUUID()}`;
}

export interface TestTemporal {
  readonly address: string;
  readonly connection: Connection;
  readonly client: Client;
  /** For workers. */
  readonly native: NativeConnection;
  close(): Promise<void>;
}

/** Connections to the run's Temporal server without payload encryption; close them in `afterAll`. */
export async function connectTestTemporal(): Promise<TestTemporal> {
  const address = testTemporalAddress();
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  return {
    address,
    connection,
    client: new Client({ connection }),
    native,
    close: async () => {
      await native.close();
      await connection.close();
    },
  };
}
