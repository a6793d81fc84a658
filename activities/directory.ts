import { instantNow } from './delivery.js';
import { loadPack } from '../config/pack/load.js';
import type { Register, Resolved } from '../register/index.js';
import { within } from './breaker.js';
import { errorCode, type ActivityLog } from './log.js';
import type { AuthorityText, ChildText, RuleText } from './messageFields.js';
import type { SendMessage } from './send.js';

/** Who and what a message is about, as it stands at the moment of sending. */
export interface Directory {
  /**
   * Whom it reaches. Where the register does not answer, a safeguarding message goes to whom it would have reached when
   * the register last did.
   */
  recipients(of: Of, due: SendMessage): Promise<readonly Resolved[]>;
  /** What people quote. The case's id while the register does not answer: it can be searched by as well. */
  reference(of: Of): Promise<string>;
  authority(id: string): Promise<AuthorityText>;
  rule(policy: string, rule: string): RuleText | undefined;
  child(of: Of): Promise<ChildText | null>;
}

interface Of {
  authority: string;
  caseId: string;
}

export interface DirectoryDependencies {
  register: Pick<Register, 'recipients' | 'cases' | 'authorities' | 'enquiries'>;
  now?: () => Date;
  log: ActivityLog;
}

const PATIENCE_MS = 1_000;
const MOST_REMEMBERED = 5_000;

export function createDirectory({ register, log, now = () => new Date() }: DirectoryDependencies): Directory {
  const recipientsSeen = remembering<readonly Resolved[]>();
  const referencesSeen = remembering<string>();
  const authoritiesSeen = remembering<AuthorityText>();

  async function orLast<T>(seen: Remembered<T>, key: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await within(PATIENCE_MS, ask);
      seen.put(key, answer);
      return answer;
    } catch (error) {
      log.warn({ failure: errorCode(error) }, 'the register did not answer; what it last said is used');
      return seen.get(key);
    }
  }

  return {
    async recipients({ authority, caseId }, { episode, message }) {
      const recipient = message.to;
      const ask = () => register.recipients.resolve({ authority, caseId, recipient, episode, at: instantNow(now) });
      if (!message.safeguarding) return ask();
      // A role's holders are much the same from case to case; a referrer or a parent is not.
      const ofCase = /^(referrer|parent|school|social-worker|officer)/.test(recipient) ? caseId : '';
      return (await orLast(recipientsSeen, `${authority}|${recipient}|${ofCase}`, ask)) ?? [];
    },
    async reference({ authority, caseId }) {
      const key = `${authority}|${caseId}`;
      const known = referencesSeen.get(key);
      if (known !== undefined) return known;
      const ask = async () => (await register.cases.findCase(authority, caseId))?.reference ?? caseId;
      return (await orLast(referencesSeen, key, ask)) ?? caseId;
    },
    async authority(id) {
      const ask = async () => {
        const [authority, contacts] = await Promise.all([
          register.authorities.get(id),
          register.authorities.contacts(id),
        ]);
        const team = contacts.find((contact) => contact.role === 'team');
        return { name: authority?.name ?? id, email: team?.email ?? null, phone: team?.phone ?? null };
      };
      return (await orLast(authoritiesSeen, id, ask)) ?? { name: id, email: null, phone: null };
    },
    rule(policy, rule) {
      try {
        return loadPack(policy).details[rule];
      } catch {
        // A pack that does not ship: its texts are in the register, and a message is better sent without them.
        return undefined;
      }
    },
    async child({ authority, caseId }) {
      const enquiry = await within(PATIENCE_MS, () => register.enquiries.read(authority, caseId)).catch(() => null);
      if (enquiry?.child == null) return null;
      const { given_name: given, family_name: family, date_of_birth: born } = enquiry.child;
      const address = enquiry.addresses.find((known) => !known.withheld);
      const name = [given, family].filter((part) => part !== null && part !== '').join(' ');
      return {
        ...(name === '' ? {} : { name }),
        ...(born === null ? {} : { dateOfBirth: born }),
        ...(address === undefined ? {} : { address: [address.lines, address.postcode ?? ''].join(' ').trim() }),
      };
    },
  };
}

interface Remembered<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
}

/** The newest answers, so many at most. */
function remembering<T>(): Remembered<T> {
  const held = new Map<string, T>();
  return {
    get: (key) => held.get(key),
    put(key, value) {
      held.delete(key);
      held.set(key, value);
      const [oldest] = held.keys();
      if (held.size > MOST_REMEMBERED && oldest !== undefined) held.delete(oldest);
    },
  };
}
