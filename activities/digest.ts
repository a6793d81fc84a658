import { createHash } from 'node:crypto';
import { loadLondon } from '../config/calendars.js';
import { english } from '../config/language/english.js';
import { renderMessage } from '../config/messages.js';
import { isWorkingDay } from '../domain/calendar/count.js';
import { londonDate, londonTimeOfDay } from '../domain/calendar/london.js';
import { digestLine, type DigestLine } from '../domain/digest.js';
import { dutyLine } from '../domain/duties.js';
import type { Instant, IsoDate } from '../domain/time.js';
import type { DigestCase, Register, Resolved } from '../register/index.js';
import type { EmailChannel, EmailMessage } from './channels/notificationPort.js';
import { RecipientRejected } from './channels/channelErrors.js';
import { instantNow } from './instantNow.js';
import { errorCode, type ActivityLog } from './log.js';
import type { CaseWorlds } from './worlds.js';

export interface DigestActivities {
  /** The authorities for which it is a working day and past the time of the digest, and that day. */
  digestsDue: () => Promise<{ authority: string; day: IsoDate }[]>;
  /** Sends each person of an authority the lines of a day, once. Nothing to say, no mail. Answers how many were sent. */
  sendDigest: (request: { authority: string; day: IsoDate }) => Promise<{ sent: number; lines: number }>;
}

export interface DigestDependencies {
  register: Pick<Register, 'digests' | 'duties' | 'recipients' | 'authorities'>;
  worlds: CaseWorlds;
  email: EmailChannel;
  mailDomain: string;
  now?: () => Date;
  log: ActivityLog;
}

const DIGEST_TIME = '09:00';

export function createDigestActivities(deps: DigestDependencies): DigestActivities {
  const { register, worlds, email, mailDomain, log, now = () => new Date() } = deps;
  const at = (): Instant => instantNow(now);

  /** The lines of every open case and of the service's own duties, by the person who is to read them today. */
  async function linesByPerson(authority: string, day: IsoDate) {
    const calendars = await worlds.calendars(authority);
    const people = new Map<string, { to: Resolved; lines: string[] }>();
    const known = new Map<string, Promise<Resolved[]>>();
    const give = (to: Resolved, text: string): void => {
      const person = to.id ?? to.email ?? '';
      const held = people.get(person) ?? { to, lines: [] };
      held.lines.push(text);
      people.set(person, held);
    };
    for (const one of await register.digests.cases(authority)) {
      const policy = await worlds.policy(authority, one.policy);
      if (policy === null) continue;
      for (const deadline of one.deadlines) {
        const { defaults } = policy.compiled;
        const line = digestLine(deadline, day, one.assignee !== null, calendars, defaults);
        if (line === undefined) continue;
        const text = digestLineText(line, one.reference, policy.rules.get(line.rule)?.title ?? line.rule);
        for (const to of await readers(authority, one, line, known)) give(to, text);
      }
    }
    for (const duty of await register.duties.open(authority)) {
      const line = dutyLine(duty, day);
      if (line === undefined) continue;
      for (const to of await readers(authority, { caseId: null, assignee: null }, line, known))
        give(to, dutyLineText(line.purpose, duty));
    }
    return people;
  }

  /** Cases of one officer have the same readers. */
  function readers(
    authority: string,
    { caseId, assignee }: Pick<DigestCase, 'assignee'> & { caseId: string | null },
    { to }: { to: string },
    known: Map<string, Promise<Resolved[]>>,
  ): Promise<Resolved[]> {
    const key = `${to}|${assignee ?? ''}`;
    const asked = known.get(key) ?? register.recipients.resolve({ authority, caseId, recipient: to, at: at() });
    known.set(key, asked);
    return asked;
  }

  return {
    async digestsDue() {
      const london = loadLondon();
      if (londonTimeOfDay(london, at()) < DIGEST_TIME) return [];
      const day = londonDate(london, at());
      const due: { authority: string; day: IsoDate }[] = [];
      for (const { authority } of await register.authorities.list())
        if (isWorkingDay(day, await worlds.calendars(authority))) due.push({ authority, day });
      return due;
    },

    async sendDigest({ authority, day }) {
      const people = await linesByPerson(authority, day);
      let sent = 0;
      let lines = 0;
      let problem: Error | undefined;
      for (const [person, { to, lines: held }] of people) {
        if (to.email === null) continue;
        const key = { authority, person, day };
        if ((await register.digests.claim(key, held.length, at())) === 'alreadySent') continue;
        try {
          await email.send(digestMail({ key: [authority, person, day], to: to.email, day, lines: held, mailDomain }));
          await register.digests.markSent(key, at());
          sent += 1;
          lines += held.length;
        } catch (error) {
          log.warn({ authority, day, failure: errorCode(error) }, 'a digest did not leave');
          if (!(error instanceof RecipientRejected))
            problem = new Error(`A digest did not leave (${errorCode(error)}).`);
        }
      }
      // Those that left are marked: another try sends the others.
      if (problem !== undefined) throw problem;
      return { sent, lines };
    },
  };
}

/** One line of a digest, as its reader sees it. */
export const digestLineText = (
  { purpose, due }: Pick<DigestLine, 'purpose' | 'due'>,
  reference: string,
  deadlineTitle: string,
): string =>
  renderMessage(purpose === 'reminder' ? 'reminder-line' : 'breach-line', {
    reference,
    deadlineTitle,
    dueDate: due === null ? 'a day not known yet' : english().dates.day(due),
  }).subject;

/** The line of a duty of the service, as its reader sees it. */
export const dutyLineText = (
  purpose: 'reminder' | 'late',
  { rule, title, due }: { rule: string; title: string; due: IsoDate },
): string =>
  renderMessage(purpose === 'reminder' ? 'duty-reminder-line' : 'duty-late-line', {
    ruleId: rule,
    ruleTitle: title,
    dueDate: english().dates.day(due),
  }).subject;

/** The mail of one reader and day. The same key gives the same Message-ID, so that a mail program shows it once. */
export function digestMail(of: {
  key: readonly string[];
  to: string;
  day: IsoDate;
  lines: string[];
  mailDomain: string;
}): EmailMessage {
  const { subject, text, html } = renderMessage('digest', { dueDate: english().dates.day(of.day), lines: of.lines });
  const name = createHash('sha256').update(JSON.stringify(of.key)).digest('hex').slice(0, 40);
  return { to: of.to, subject, text, html, messageId: `<digest-${name}@${of.mailDomain}>` };
}
