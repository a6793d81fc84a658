/**
 * Every change to what the workflow commands, and in what order, goes through here: cases run for a year and were begun
 * by earlier releases. What decides and folds (`domain/`) is no such change as long as the commands stay the same.
 *
 * To change commands: add a row, and branch on `isPatched('its-id')`. Save histories of both branches
 * (`npm run histories:record`). When no open case is older than the row's date plus the longest run, set `phase` to
 * `deprecated` and delete the old branch; one release later delete the row. Ids are never used again.
 */
import { deprecatePatch, patched } from '@temporalio/workflow';

interface Patch {
  /** The day on which the first release with it was made. */
  since: string;
  /** What changed. */
  what: string;
  /** When the old branch may go. */
  removeWhen: string;
  phase: 'patched' | 'deprecated';
}

export const PATCHES = {} as const satisfies Record<string, Patch>;

const registered: Readonly<Record<string, Patch>> = PATCHES;

/** Whether this run takes the new branch. A run that began before the patch keeps the old one. */
export function isPatched(id: keyof typeof PATCHES): boolean {
  if (registered[id]?.phase !== 'deprecated') return patched(id);
  deprecatePatch(id);
  return true;
}
