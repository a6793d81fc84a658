import { instantOf, type Instant } from '../domain/time.js';

/** The whole second of a clock. */
export const instantNow = (now: () => Date): Instant => instantOf(Math.floor(now().getTime() / 1_000));
