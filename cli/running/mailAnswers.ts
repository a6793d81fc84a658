import { connect } from 'node:net';

const WAIT_MS = 1_000;

/** Whether a mail server takes connections. */
export const mailAnswers = ({ host, port }: { host: string; port: number }): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect({ host, port, timeout: WAIT_MS });
    const end = (up: boolean) => () => {
      socket.destroy();
      answer(up);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
