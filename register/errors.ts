/** What was asked for does not exist in this authority. */
export class NotFound extends Error {
  readonly code = 'not_found';
  constructor(what: string) {
    super(`${what} was not found`);
    this.name = 'NotFound';
  }
}

/** What was sent contradicts what the register holds under the same key or version. */
export class Conflict extends Error {
  readonly code = 'conflict';
  constructor(message: string) {
    super(message);
    this.name = 'Conflict';
  }
}
