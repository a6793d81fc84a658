/** What was selected on the worklist: kept in the session between that page and the next. */
import { z } from 'zod';
import type { BrowserSession } from '../../../security/session.js';

const selection = z.object({ cases: z.array(z.string()), back: z.string() });

/** `back` is the worklist as it was filtered. */
export type Selection = z.output<typeof selection>;

const SELECTED = 'selectedCases';

export const keepSelection = (session: BrowserSession, { cases, back }: Selection): void =>
  session.keep(SELECTED, { cases: [...cases], back });

/** Null where nothing was selected in this session. */
export const keptSelection = (session: BrowserSession): Selection | null =>
  selection.safeParse(session.kept(SELECTED)).data ?? null;
