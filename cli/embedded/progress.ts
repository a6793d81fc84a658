/** Tells a person how a long step goes. */
export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** How far a step is, from 0 to 1; undefined when only time can be told. Called as often as one likes. */
  update(step: string, done: number | undefined): void;
  /** The step is over. */
  done(step: string): void;
}

/** Standard error, mostly. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): boolean;
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const plainEveryMs = 10_000;

/**
 * On a terminal one line that is drawn again; elsewhere (a log, a pipe) whole lines, at the start, every quarter or ten
 * seconds, and at the end.
 */
export function createProgress(stream: ProgressStream): Progress {
  const terminal = stream.isTTY === true;
  let drawn = '';
  let turn = 0;
  let toldAt = 0;
  let toldQuarter = -1;
  let started = 0;

  const clear = () => {
    if (terminal && drawn !== '') stream.write('\r\u001b[2K');
    drawn = '';
  };

  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },

    update(step, done) {
      const now = Date.now();
      if (started === 0) started = now;
      const seconds = Math.round((now - started) / 1_000);
      const amount = done === undefined ? `${seconds} s` : `${Math.floor(done * 100)} %`;
      if (terminal) {
        turn = (turn + 1) % spinner.length;
        const line = `${spinner[turn] ?? ''} ${step} … ${amount}`;
        stream.write(`\r\u001b[2K${line}`);
        drawn = line;
        return;
      }
      const quarter = done === undefined ? -1 : Math.floor(done * 4);
      if (toldAt !== 0 && quarter <= toldQuarter && now - toldAt < plainEveryMs) return;
      stream.write(toldAt === 0 ? `${step} …\n` : `${step} … ${amount}\n`);
      toldAt = now;
      toldQuarter = quarter;
    },

    done(step) {
      clear();
      const seconds = started === 0 ? 0 : (Date.now() - started) / 1_000;
      stream.write(`${step}: done in ${seconds.toFixed(1)} s\n`);
      toldAt = 0;
      toldQuarter = -1;
      started = 0;
    },
  };
}

/** Says nothing; for tests and for callers that only want the result. */
export const silentProgress: Progress = {
  say: () => undefined,
  update: () => undefined,
  done: () => undefined,
};
