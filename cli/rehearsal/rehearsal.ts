import type { Client } from '@temporalio/client';
import { digestMail, digestLineText } from '../../activities/digest.js';
import type { EmailChannel } from '../../activities/channels/notificationPort.js';
import type { CaseWorlds } from '../../activities/worlds.js';
import type { Rehearsal } from '../../api/services.js';
import { londonDate } from '../../domain/calendar/london.js';
import { digestLinesOf, type DigestLine } from '../../domain/digest.js';
import { epochSeconds, instantOf, type Instant, type IsoDate } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import { enquiryWorkflowId, getEnquiryQuery, rehearsedSignal } from '../../workflows/messages.js';
import { clockOf, fastForwardTo } from './fastForward.js';

export interface RehearsalDependencies {
  client: Client;
  register: Register;
  worlds: CaseWorlds;
  email: EmailChannel;
  mailDomain: string;
}

/**
 * Moves one demonstration case forward in time on the real server: its timers fire one after another at their own
 * times. The digests of the working days that it crosses are played for this case alone. The case is marked for ever.
 */
export function createRehearsal(deps: RehearsalDependencies): Rehearsal {
  const { client, register } = deps;
  return {
    async fastForward(caseId, to, authority) {
      const workflowId = enquiryWorkflowId(authority, caseId);
      const handle = client.workflow.getHandle(workflowId);
      // The workflow itself learns the time only when it wakes: the server knows how far the case has come.
      const clock = async (): Promise<Instant> => instantAt(await clockOf(client, workflowId));
      const before = await clock();
      await handle.signal(rehearsedSignal);
      await register.cases.markRehearsed(authority, caseId, secondsAhead(to));
      await fastForwardTo(client, {
        workflowId,
        to: dateOf(to),
        nextWake: async () => {
          const { nextWake } = await handle.query(getEnquiryQuery);
          return nextWake === null ? undefined : dateOf(nextWake);
        },
      });
      const now = await clock();
      const { seq } = await handle.query(getEnquiryQuery);
      await register.cases.markRehearsed(authority, caseId, secondsAhead(now));
      await register.record.waitFor(authority, caseId, seq, 5_000);
      await playDigests(deps, { authority, caseId }, before, now);
      return { now };
    },
  };
}

const instantAt = (date: Date): Instant => instantOf(Math.floor(date.getTime() / 1_000));
const dateOf = (instant: Instant): Date => new Date(epochSeconds(instant) * 1_000);
const secondsAhead = (to: Instant): number => Math.max(0, epochSeconds(to) - Math.floor(Date.now() / 1_000));

/** The lines of this case in the digests between two instants of its own time, sent as mails of their days. */
async function playDigests(
  { register, worlds, email, mailDomain }: RehearsalDependencies,
  of: { authority: string; caseId: string },
  after: Instant,
  until: Instant,
): Promise<void> {
  const found = await register.cases.findCase(of.authority, of.caseId);
  const state = await register.record.stateOf(of.authority, of.caseId);
  if (found === null || state === null) return;
  const policy = await worlds.policy(of.authority, state.policy);
  if (policy === null) return;
  const calendars = await worlds.calendars(of.authority);
  const events = await register.record.eventsOf(of.authority, of.caseId);
  const lines = digestLinesOf(events, { policy: policy.compiled, calendars }, until).filter((line) => line.at > after);
  for (const [day, ofDay] of byDay(lines, (line) => londonDate(calendars.london, line.at))) {
    for (const to of new Set(ofDay.map((line) => line.to))) {
      const texts = ofDay
        .filter((line) => line.to === to)
        .map((line) => digestLineText(line, found.reference, policy.rules.get(line.rule)?.title ?? line.rule));
      const at = instantOf(Math.floor(Date.now() / 1_000));
      for (const reader of await register.recipients.resolve({ ...of, recipient: to, at })) {
        if (reader.email === null) continue;
        await email.send(
          digestMail({
            key: [of.authority, of.caseId, reader.id ?? reader.email, day],
            to: reader.email,
            day,
            lines: texts,
            mailDomain,
          }),
        );
      }
    }
  }
}

function byDay(lines: DigestLine[], dayOf: (line: DigestLine) => IsoDate): Map<IsoDate, DigestLine[]> {
  const days = new Map<IsoDate, DigestLine[]>();
  for (const line of lines) days.set(dayOf(line), [...(days.get(dayOf(line)) ?? []), line]);
  return days;
}
