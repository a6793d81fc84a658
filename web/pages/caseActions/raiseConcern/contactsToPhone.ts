import type { Language } from '../../../language/language.js';
import type { CaseNow } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

/** Whom to telephone, as the authority has set them; only those with a number. */
export const contactsToPhone = (now: CaseNow, language: Language): { who: string; phone: string }[] =>
  ['safeguarding-contact', 'police'].flatMap((role) => {
    const contact = now.contacts.find((one) => one.role === role);
    const phone = contact?.phone ?? null;
    return phone === null ? [] : [{ who: contact?.name ?? recipientWords(now, language, role), phone }];
  });
