export type StartProblemCode =
  'PortBusy' | 'FolderInUse' | 'FolderUnusable' | 'DiskFull' | 'NoBinary' | 'ChecksumMismatch' | 'ServerFailed';

/**
 * Something outside the program keeps it from starting. `message` says what is wrong and `remedy` what a person can do
 * about it; `toString` gives both, which is what the command line prints.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';

  constructor(
    readonly code: StartProblemCode,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }

  override toString(): string {
    return `${this.message}\n${this.remedy}`;
  }
}
