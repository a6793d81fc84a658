/** One setting that cannot be used as it is. */
export interface SettingsProblem {
  /** The name of the environment variable. */
  readonly variable: string;
  /** What is wrong, then the remedy; reads on from the name. Never repeats a secret. */
  readonly problem: string;
}

/** The settings cannot be used. The message lists every problem, so that all can be put right at once. */
export class SettingsInvalid extends Error {
  readonly code = 'settings_invalid';
  override readonly name = 'SettingsInvalid';

  constructor(readonly problems: readonly SettingsProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable} ${problem}.`);
    super(['The settings cannot be used:', ...lines].join('\n'));
  }
}
