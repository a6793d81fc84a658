/** What activities tell the log: ids, counts and codes. Never a payload, a name or an address. */
export interface ActivityLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The name and code of an error. Its text may repeat what somebody typed. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? `${error.name}/${code}` : error.name;
}
