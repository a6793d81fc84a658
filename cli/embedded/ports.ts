import { createServer } from 'node:net';
import { StartProblem } from './startProblem.js';
import { systemCode } from './systemCode.js';

/** Listens for a moment and answers the port it got; rejects with the system's error when it cannot. */
function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('not a TCP address'));
        else resolve(address.port);
      });
    });
  });
}

/** A port of this machine's loopback that nothing listens on now. */
export function freePort(): Promise<number> {
  return tryListen(0, '127.0.0.1');
}

/**
 * Answers when `port` can be listened on.
 * @param setting the environment variable by which another port is chosen, for the message
 * @throws StartProblem `PortBusy`
 */
export async function assertPortFree(port: number, host: string, setting: string): Promise<void> {
  try {
    await tryListen(port, host);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EADDRINUSE')
      throw new StartProblem(
        'PortBusy',
        `Port ${port} on ${host} is in use by another program.`,
        `Stop that program, or choose another port: ${setting}=${port + 1}`,
      );
    throw new StartProblem(
      'PortBusy',
      `Cannot listen on port ${port} of ${host} (${code}).`,
      `Choose another port, above 1023: ${setting}=8000`,
    );
  }
}
