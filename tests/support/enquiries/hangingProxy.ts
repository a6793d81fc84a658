import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface HangingProxy {
  /** The same address, by way of the proxy. */
  readonly url: string;
  /** From now on nothing passes: connections stay open and new ones are accepted, and nobody answers. */
  hang(): void;
  /** What hung is cut, as when a server comes back; new connections pass. */
  recover(): void;
  close(): Promise<void>;
}

/** A way to a real server that can hang, as a server does whose disk or network is stuck. */
export async function createHangingProxy(url: string): Promise<HangingProxy> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let hung = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (data) => {
        if (!hung) to.write(data);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = () => open.forEach((socket) => socket.destroy());
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return {
    url: through.href,
    hang: () => void (hung = true),
    recover() {
      hung = false;
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
