import { describe, expect, test } from '@jest/globals';
import express from 'express';
import { startServer } from './server.js';

describe('the server', () => {
  test('lets a request under way end when it is stopped, and takes no other', async () => {
    const app = express();
    let begun: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (begun = resolve));
    app.get('/slow', (_request, response) => {
      begun();
      setTimeout(() => response.send('done'), 300);
    });
    const server = await startServer(app, { host: '127.0.0.1', port: 0 });
    const slow = fetch(`${server.url}/slow`);
    await arrived;
    const stopped = server.stop();
    expect(await (await slow).text()).toBe('done');
    await stopped;
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  });

  test('says so when the port is taken', async () => {
    const first = await startServer(express(), { host: '127.0.0.1', port: 0 });
    const { port } = new URL(first.url);
    await expect(startServer(express(), { host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await first.stop();
  });
});
