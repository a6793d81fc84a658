import { instantNow } from './instantNow.js';
import { loadPack } from '../config/pack/load.js';
import type { Register, Resolved } from '../register/index.js';
import { within } from './breaker.js';
import { TryLater } from './channels/channelErrors.js';
import { errorCode, type ActivityLog } from './log.js';
import type { AuthorityText, ChildText, RuleText } from '../config/dueMessage.js';
import type { SendMessage } from './sending.js';
import type { CaseWorlds } from './worlds.js';

/** Who and what a message is about, as it stands at the moment of sending. */
export interface Directory {
  /** Asks beforehand whom safeguarding messages reach, so that they can go while the register is away. */
  warm(): Promise<void>;
  /**
   * Whom it reaches. Where the register does not answer, a safeguarding message goes to whom it would have reached when
   * the register last did.
   */
  recipients(of: Of, due: SendMessage): Promise<readonly Resolved[]>;
  /** What people quote. The case's id while the register does not answer: it can be searched by as well. */
  reference(of: Of): Promise<string>;
  authority(id: string): Promise<AuthorityText>;
  rule(of: Of, policy: string, rule: string): Promise<RuleText | undefined>;
  /** Weekdays on which no text goes to a family, beside the quiet hours: 1 Monday to 7 Sunday. */
  quietWeekdays(of: Of, policy: string): Promise<readonly number[]>;
  child(of: Of): Promise<ChildText | null>;
}

interface Of {
  authority: string;
  caseId: string;
}

export interface DirectoryDependencies {
  register: Pick<Register, 'recipients' | 'cases' | 'authorities' | 'enquiries'>;
  worlds: Pick<CaseWorlds, 'policy'>;
  now?: () => Date;
  log: ActivityLog;
}

type Policy = NonNullable<Awaited<ReturnType<CaseWorlds['policy']>>>;

const URGENT = ['safeguarding-contact', 'police', 'dsl', 'deputy', 'senior', 'manager'];
const NO_CASE = '00000000-0000-0000-0000-000000000000';
const PATIENCE_MS = 1_000;
const MOST_REMEMBERED = 5_000;

export function createDirectory({ register, worlds, log, now = () => new Date() }: DirectoryDependencies): Directory {
  const recipientsSeen = remembering<readonly Resolved[]>();
  const referencesSeen = remembering<string>();
  const authoritiesSeen = remembering<AuthorityText>();
  const policiesSeen = remembering<Policy>();

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

  /** A version of a policy never changes, so it is asked for once. */
  async function policyOf(authority: string, name: string): Promise<Policy | undefined> {
    const key = `${authority}|${name}`;
    const known = policiesSeen.get(key);
    if (known !== undefined) return known;
    const found = await within(PATIENCE_MS, () => worlds.policy(authority, name)).catch(() => null);
    if (found !== null) policiesSeen.put(key, found);
    return found ?? shipped(name);
  }

  return {
    async warm() {
      try {
        for (const { authority } of await register.authorities.list())
          for (const recipient of URGENT) {
            const request = { authority, caseId: NO_CASE, recipient, at: instantNow(now) };
            recipientsSeen.put(`${authority}|${recipient}|`, await register.recipients.resolve(request));
          }
      } catch (error) {
        log.warn({ failure: errorCode(error) }, 'the register did not say whom safeguarding messages reach');
      }
    },
    async recipients({ authority, caseId }, { episode, message }) {
      const recipient = message.to;
      const ask = () => register.recipients.resolve({ authority, caseId, recipient, episode, at: instantNow(now) });
      if (!message.safeguarding) return ask();
      // A role's holders are much the same from case to case; a referrer or a parent is not.
      const ofCase = /^(referrer|parent|school|social-worker|officer)/.test(recipient) ? caseId : '';
      const known = await orLast(recipientsSeen, `${authority}|${recipient}|${ofCase}`, ask);
      if (known === undefined) throw new TryLater('The register does not answer, and nobody was asked for before.');
      return known;
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
    async rule({ authority }, policy, rule) {
      const about = (await policyOf(authority, policy))?.rules.get(rule);
      if (about === undefined) return undefined;
      const { title, source, text } = about;
      return { title, source, ...(typeof text === 'string' ? { text } : {}) };
    },
    quietWeekdays: async ({ authority }, policy) => (await policyOf(authority, policy))?.compiled.quietWeekdays ?? [],
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

/** While the register does not answer: the pack as it ships. */
function shipped(name: string): Policy | undefined {
  try {
    const { policy, details } = loadPack(name);
    return { compiled: policy, rules: new Map(Object.entries(details)) };
  } catch {
    // One that does not ship: a message is better sent without its titles than not at all.
    return undefined;
  }
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
