import type { LadderStep } from '../events.js';
import type { Channel, MessageRule, Purpose, Recipient, RuleId, StandardOutcome, Trigger } from '../policy.js';
import { isToldNothing, tellsOfEnd, type TellsOfEnd } from './referrerLearns.js';
import { openTask } from './tasks.js';
import type { Turn } from './turn.js';

export interface Send {
  rule: RuleId;
  purpose: Purpose;
  to: Recipient;
  template: string;
  /** Whether the policy or a default of the system asked for it. By default as the rule's layer says. */
  basis?: 'policy' | 'default';
  channel?: Channel;
  fields?: Record<string, string>;
  safeguarding?: boolean;
  step?: LadderStep;
  /** A named person asked for it: it goes out on a restricted case as well. */
  byPerson?: boolean;
}

/** Recipients outside the council, to whom nothing goes automatically while a case is restricted. */
const isOutside = (to: Recipient, channel: Channel): boolean =>
  to.startsWith('partner:') || to === 'parent' || to === 'school' || channel === 'letter' || channel === 'sms';

/**
 * Lets a message fall due. On a restricted case what would go out automatically waits for a named person instead;
 * safeguarding messages never wait.
 */
export function send(turn: Turn, message: Send): void {
  const { rule, to } = message;
  const channel = message.channel ?? turn.world.policy.contacts[to]?.channel ?? 'email';
  const safeguarding = message.safeguarding ?? false;
  if (!safeguarding && message.byPerson !== true && turn.fact('restricted') === true && isOutside(to, channel)) {
    openTask(turn, { kind: 'sendRestricted', for: 'senior', rule });
    return;
  }
  turn.emit({
    type: 'messageDue',
    rule,
    purpose: message.purpose,
    basis: message.basis ?? (rule.startsWith('SYS-') ? 'default' : 'policy'),
    occurrence: (turn.state.messages[`${rule}|${to}`] ?? 0) + 1,
    to,
    channel,
    template: message.template,
    fields: message.fields ?? {},
    safeguarding,
    ...(message.step === undefined ? {} : { step: message.step }),
  });
}

/** The name of a referrer as a recipient: `referrer`, `referrer-2` … */
export const referrerName = (index: number): Recipient => (index === 0 ? 'referrer' : `referrer-${index + 1}`);

/** Acknowledges a referral that gave a way to reply (SYS-ACK), with the duration the pack tells referrers. */
export function acknowledge(turn: Turn, index: number): void {
  const referrer = turn.state.referrers[index];
  if (referrer?.reply == null) return;
  send(turn, {
    rule: 'SYS-ACK',
    purpose: 'acknowledgement',
    to: referrerName(index),
    template: 'acknowledgement',
    channel: referrer.reply,
  });
}

/** Lets the pack's messages and tasks of a step fall due. */
export function onTrigger(
  turn: Turn,
  trigger: Trigger,
  { outcome, fields }: { outcome?: StandardOutcome; fields?: Record<string, string> } = {},
): void {
  const { policy } = turn.world;
  const wanted = (rule: { on: Trigger; outcomes?: StandardOutcome[] }): boolean =>
    rule.on === trigger && (outcome === undefined || (rule.outcomes?.includes(outcome) ?? true));
  for (const rule of policy.messages.filter(wanted)) {
    if (rule.when !== undefined && turn.holds(rule.when) !== true) continue;
    sendByRule(turn, rule, {
      ...(outcome === undefined ? {} : { outcome }),
      ...(fields === undefined ? {} : { fields }),
    });
  }
  for (const rule of policy.tasks.filter(wanted)) {
    if (rule.when !== undefined && turn.holds(rule.when) !== true) continue;
    openTask(turn, {
      kind: rule.kind,
      for: rule.for,
      rule: rule.id,
      ...(rule.due === undefined ? {} : { period: rule.due }),
    });
  }
}

/** A pack's message to each of its recipients; `referrer` means every referrer. */
export function sendByRule(
  turn: Turn,
  rule: MessageRule,
  { outcome, fields = {} }: { outcome?: StandardOutcome; fields?: Record<string, string> } = {},
): void {
  for (const to of rule.to) {
    if (to !== 'referrer') {
      send(turn, {
        rule: rule.id,
        purpose: rule.purpose,
        to,
        template: rule.template,
        channel: rule.channel,
        fields,
        safeguarding: rule.safeguarding ?? false,
      });
    } else if (rule.purpose === 'feedback' && outcome !== undefined) {
      feedback(turn, rule.id, outcome);
    } else {
      turn.state.referrers.forEach((referrer, index) => {
        if (referrer.reply === null || staysSilent(turn, index)) return;
        send(turn, {
          rule: rule.id,
          purpose: rule.purpose,
          to: referrerName(index),
          template: rule.template,
          channel: referrer.reply,
          fields,
        });
      });
    }
  }
}

/**
 * Tells each referrer how it ended, by its kind only, as far as that referrer may know (SYS-FEEDBACK): a verified one
 * whether the child was found in education or enquiries ended; others that it has been dealt with; an anonymous one
 * nothing, and the record says why.
 */
export function feedback(turn: Turn, rule: RuleId, outcome: StandardOutcome): void {
  const basis = rule.startsWith('SYS-') ? 'default' : 'policy';
  turn.state.referrers.forEach((referrer, index) => {
    if (referrer.kind === 'anonymous' || referrer.reply === null) {
      turn.emit({
        type: 'noteAdded',
        text: `${referrerName(index)} gets no feedback: no way to reply was given (${rule})`,
      });
      return;
    }
    if (staysSilent(turn, index)) {
      turn.emit({
        type: 'noteAdded',
        text: `${referrerName(index)} gets no feedback: a public referrer is told nothing after the acknowledgement on this case (${rule})`,
      });
      return;
    }
    const template = FEEDBACK[tellsOfEnd(referrer, outcome)];
    send(turn, { rule, purpose: 'feedback', basis, to: referrerName(index), template, channel: referrer.reply });
  });
}

const FEEDBACK: Readonly<Record<TellsOfEnd, string>> = {
  found: 'feedback-found',
  ended: 'feedback-ended',
  dealt_with: 'feedback-dealt-with',
};

function staysSilent(turn: Turn, index: number): boolean {
  const referrer = turn.state.referrers[index];
  return referrer !== undefined && isToldNothing(referrer, turn.fact);
}
