import { asyncLocalStorage } from '@temporalio/activity';

const EVERY_MS = 3_000;

/**
 * Does the work of an activity and says every few seconds that it goes on, so that the server notices within its
 * `heartbeatTimeout` when the process has died, and not only when the whole try's time is over.
 */
export async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const activity = asyncLocalStorage.getStore();
  const timer = activity === undefined ? undefined : setInterval(() => activity.heartbeat(), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
