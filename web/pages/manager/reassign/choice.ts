/** What was chosen to be reassigned, and what became of it: kept in the session between three pages. */
import { z } from 'zod';
import type { BrowserSession } from '../../../security/session.js';

const choice = z.object({ to: z.string(), cases: z.array(z.string()) });
const answers = z.object({
  to: z.string(),
  answers: z.array(z.object({ caseId: z.string(), done: z.boolean(), why: z.string() })),
  /** The worklist on which they were selected; null for the page of the team. */
  back: z.string().nullable(),
});

export type Choice = z.output<typeof choice>;
export type Answers = z.output<typeof answers>;

const CHOSEN = 'reassign';
const ANSWERED = 'reassigned';

export const keepChoice = (session: BrowserSession, { to, cases }: Choice): void =>
  session.keep(CHOSEN, { to, cases: [...cases] });

/** Null where nothing was chosen in this session. */
export const keptChoice = (session: BrowserSession): Choice | null =>
  choice.safeParse(session.kept(CHOSEN)).data ?? null;

export function keepAnswers(session: BrowserSession, { to, answers: given, back }: Answers): void {
  session.keep(CHOSEN, undefined);
  session.keep(ANSWERED, { to, answers: given.map((one) => ({ ...one })), back });
}

export const keptAnswers = (session: BrowserSession): Answers | null =>
  answers.safeParse(session.kept(ANSWERED)).data ?? null;
