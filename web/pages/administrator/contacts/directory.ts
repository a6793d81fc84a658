/** Whom the policy in force writes to, beside what the authority has entered for them. */
import type { Services } from '../../../../api/services.js';
import { isFoundOnCase, type Contact } from '../../../../register/index.js';
import type { Language } from '../../../language/language.js';
import type { Instant } from '../../../../domain/time.js';

export interface DirectoryEntry extends Contact {
  id: string;
  /** What the policy calls it; null where the policy in force does not write to it. */
  title: string | null;
  /** Whether the authority has entered it at all. */
  entered: boolean;
  active: boolean;
}

const PARTNER = 'partner:';
/** The team's own mailbox is not of the policy: it is the contact that every message and page names. */
const TEAM = 'team';

const NOBODY: Contact = { name: null, email: null, phone: null, secure: false };

/** Contacts of the authority, those of the policy first; its partners; and whom each case has its own of. */
export async function directoryOf(
  { register, guard, versions }: Services,
  authority: string,
  at: Instant,
): Promise<{ contacts: DirectoryEntry[]; partners: DirectoryEntry[]; ofCase: string[] }> {
  const [wanted, contacts, partners] = await Promise.all([
    versions.contacts(authority, at),
    guard.within(() => register.authorities.contacts(authority)),
    guard.within(() => register.authorities.partners(authority)),
  ]);
  const named = wanted.filter(({ id }) => !id.startsWith(PARTNER));
  const roles = named.filter(({ id }) => !isFoundOnCase(id));
  const asked = wanted
    .filter(({ id }) => id.startsWith(PARTNER))
    .map((one) => ({ ...one, id: one.id.slice(PARTNER.length) }));
  const ids = (ofPolicy: { id: string }[], entered: string[]): string[] => [
    ...new Set([...ofPolicy.map(({ id }) => id), ...entered]),
  ];
  return {
    ofCase: named.filter(({ id }) => isFoundOnCase(id)).map(({ title }) => title),
    contacts: ids(
      [{ id: TEAM }, ...roles],
      contacts.map(({ role }) => role).filter((role) => !isFoundOnCase(role)),
    ).map((id) => {
      const found = contacts.find(({ role }) => role === id);
      const { name, email, phone, secure } = found ?? NOBODY;
      const title = roles.find((role) => role.id === id)?.title ?? null;
      return { id, title, name, email, phone, secure, entered: found !== undefined, active: true };
    }),
    partners: ids(
      asked,
      partners.map(({ partner }) => partner),
    ).map((id) => {
      const found = partners.find(({ partner }) => partner === id);
      const { name, email, phone, secure } = found ?? NOBODY;
      const title = asked.find((one) => one.id === id)?.title ?? null;
      return { id, title, name, email, phone, secure, entered: found !== undefined, active: found?.active ?? true };
    }),
  };
}

/** A contact in a sentence, for what is said when somebody else was faster. */
export const contactInWords = ({ name, email, phone, secure, active }: DirectoryEntry, { say }: Language): string =>
  [
    name ?? say('contact.now.noName'),
    email ?? say('contact.now.noEmail'),
    phone ?? say('contact.now.noPhone'),
    say(secure ? 'contact.now.secure' : 'contact.now.notSecure'),
    say(active ? 'contact.now.inUse' : 'contact.now.notInUse'),
  ].join('; ');
