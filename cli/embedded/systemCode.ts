/** The system's name for what went wrong (`ENOENT`, `EADDRINUSE`), or an empty text for any other error. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}
