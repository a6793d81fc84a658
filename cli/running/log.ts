import pino, { type Logger } from 'pino';
import type { Settings } from '../../config/settings.js';

/**
 * The log of a process: JSON lines to standard error, or to a file where a person watches the terminal. Fields that
 * could hold a child's data are not written by those who log; the list here is the second lock.
 */
export function createLog(settings: Settings, file?: string): Logger {
  const redact = {
    paths: ['*.name', '*.email', '*.phone', '*.address', '*.dateOfBirth', '*.upn', '*.token', '*.authorization'],
    censor: '(removed)',
  };
  const options = { level: settings.logLevel, redact, base: null };
  return pino(
    options,
    file === undefined
      ? pino.destination({ fd: 2, sync: true })
      : pino.destination({ dest: file, mkdir: true, sync: false }),
  );
}
