/** How commands end and what they print: results on standard output, everything for people's eyes only on standard error. */

/** The exit status of every command. */
export const EXIT = {
  done: 0,
  /** The program's own fault, or something outside it that is not the file's or the person's. */
  fault: 1,
  /** What was given is malformed. */
  malformed: 2,
} as const;

/** Writes a result and waits until it is taken, so that a long one is whole also in a pipe. */
export const printResult = (text: string): Promise<void> => write(process.stdout, text);

export const printProblem = (text: string): Promise<void> => write(process.stderr, text);

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that has seen enough and went away (`| head`) is no fault.
    stream.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve());
  });
}
