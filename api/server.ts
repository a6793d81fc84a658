import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  url: string;
  /** Takes no more requests, lets those under way end for ten seconds, then cuts them off. */
  stop: () => Promise<void>;
}

/** Longer than the slowest answer of a case; shorter than the patience of a proxy. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** Longer than a proxy keeps an idle connection, so that the proxy and not we close it. */
const KEEP_ALIVE_MS = 65_000;
const DRAIN_MS = 10_000;

/** Listens. @throws the socket's own error: a busy port is `EADDRINUSE` */
export async function startServer(
  app: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: 16_384 }, app);
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxRequestsPerSocket = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${isInternet(address) ? address.port : port}`,
    stop: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

const isInternet = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
