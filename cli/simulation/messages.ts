/** The messages of a played scenario, as they would read: the template with a sample reference and no child's details. */
import { english } from '../../config/language/english.js';
import { loadTemplates, renderMessage, type MessageField } from '../../config/messages.js';
import { londonDate } from '../../domain/calendar/london.js';
import { digestLinesOf, type DigestLine } from '../../domain/digest.js';
import type { CaseEvent } from '../../domain/events.js';
import { compulsoryAgeTo } from '../../domain/law.js';
import type { Instant } from '../../domain/time.js';
import { expectedOf } from '../../domain/view.js';
import type { PlayedScenario } from './play.js';

export interface ShownMessage {
  at: Instant;
  rule: string;
  purpose: string;
  basis: 'policy' | 'default';
  occurrence: number;
  to: string;
  channel: string;
  template: string;
  subject: string;
  text: string;
  /** A line of that person's daily mail. */
  digest: boolean;
}

type MessageDue = CaseEvent & { type: 'messageDue' };

const SAMPLE_REFERENCE = 'SAMPLE-0001';
const NOT_GIVEN = '(not given)';

/** Of the fields that every template may use, those that a scenario knows. */
const COMMON = ['reference', 'authorityName', 'ruleId', 'ruleTitle', 'source', 'occurrence', 'recipientRole'] as const;

/** Every message up to the end of the play, in time order and then by rule. */
export function messagesOf(played: PlayedScenario): ShownMessage[] {
  const render = createRenderer(played);
  const due = played.events.flatMap((event): ShownMessage[] => {
    if (event.type !== 'messageDue') return [];
    const { at, rule, purpose, basis, occurrence, to, channel, template } = event;
    const { subject, text } = render.message(event);
    return [{ at, rule, purpose, basis, occurrence, to, channel, template, subject, text, digest: false }];
  });
  const lines = countedLines(played).map(({ line, occurrence }): ShownMessage => {
    const template = line.purpose === 'reminder' ? 'reminder-line' : 'breach-line';
    return {
      at: line.at,
      rule: line.rule,
      purpose: line.purpose,
      basis: 'default',
      occurrence,
      to: line.to,
      channel: 'email',
      template,
      ...render.line(template, line),
      digest: true,
    };
  });
  return [...due, ...lines].sort((a, b) => order(a.at, b.at) || order(a.rule, b.rule));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Digest lines of a rule to a recipient are counted within the episode, apart from messages. */
function countedLines({ events, world, until }: PlayedScenario): { line: DigestLine; occurrence: number }[] {
  const episodes = events.flatMap((event) => (event.type === 'episodeStarted' ? [event.at] : []));
  const counts = new Map<string, number>();
  return digestLinesOf(events, world, until).map((line) => {
    const episode = episodes.filter((at) => at < line.at).length;
    const key = `${episode}|${line.rule}|${line.to}`;
    const occurrence = (counts.get(key) ?? 0) + 1;
    counts.set(key, occurrence);
    return { line, occurrence };
  });
}

function createRenderer({ scenario, state, world, events }: PlayedScenario) {
  const { pack, details } = scenario.pack;
  const templates = loadTemplates();
  const expected = expectedOf(state, world);

  /** Of everything that can be said the fields that the template has; a required one is never left empty. */
  function rendered(id: string, known: Partial<Record<MessageField, string>>) {
    const template = templates.get(id);
    const fields: Record<string, string | undefined> = {};
    for (const name of [...COMMON, ...(template?.optional ?? [])]) fields[name] = known[name];
    for (const name of template?.required ?? []) fields[name] = known[name] ?? NOT_GIVEN;
    return renderMessage(id, fields);
  }

  function common(rule: string): Partial<Record<MessageField, string>> {
    const about = details[rule];
    const title = about?.title ?? state.checks.find((check) => check.id === rule)?.added?.title ?? rule;
    return {
      reference: SAMPLE_REFERENCE,
      authorityName: pack.authority ?? pack.title,
      ruleId: rule,
      ruleTitle: title,
      source: about?.source ?? '',
      deadlineTitle: title,
      checkTitle: title,
      title,
      body: about?.text ?? '',
      ...(expected === null
        ? {}
        : { expectedFrom: english().dates.day(expected.from), expectedTo: english().dates.day(expected.to) }),
    };
  }

  return {
    message(event: MessageDue): { subject: string; text: string } {
      const known = {
        ...common(event.rule),
        occurrence: String(event.occurrence),
        recipientRole: event.to,
        dueDate: english().dates.day(dueDate(event)),
        partnerName: pack.contacts.find((contact) => contact.id === event.to)?.title ?? event.to,
        outcomeText: event.purpose === 'advice' ? adviceIn(event) : '',
        ...given(event.fields),
      };
      const message = rendered(event.template, known);
      return event.channel === 'sms'
        ? { subject: '', text: message.sms ?? message.text }
        : { subject: message.subject, text: message.text };
    },
    line(template: string, { rule, due }: DigestLine): { subject: string; text: string } {
      const known = { ...common(rule), ...(due === null ? {} : { dueDate: english().dates.day(due) }) };
      const { subject, text } = rendered(template, known);
      return { subject, text };
    },
  };

  /** The day that a message is about: as the message says, of the end of school age, or the day itself. */
  function dueDate(event: MessageDue): string {
    if (event.fields['dueDate'] !== undefined) return event.fields['dueDate'];
    if (event.template === 'age-ending' && state.dateOfBirth !== null) return compulsoryAgeTo(state.dateOfBirth);
    const deadline = state.deadlines.filter((d) => d.rule === event.rule).at(-1);
    return deadline?.due ?? londonDate(world.calendars.london, event.at);
  }

  function adviceIn(message: MessageDue): string {
    const advice = events.filter((event) => event.type === 'adviceGiven' && event.seq < message.seq).at(-1);
    if (advice?.type !== 'adviceGiven') return '';
    return advice.advice === 'remove'
      ? 'We advise that the name may be removed from the roll.'
      : 'We advise that the name stays on the roll.';
  }
}

/** Fields that the core gave, with dates in words. */
const given = (fields: Record<string, string>): Partial<Record<MessageField, string>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      /^\d{4}-\d{2}-\d{2}$/.test(value) ? english().dates.day(value) : value,
    ]),
  );
