import type { Mailer, PageMail } from '../services.js';

/** Keeps the mails of the pages, for a test to read. */
export function createMailbox(): Mailer & {
  mails: PageMail[];
  last: () => Promise<PageMail>;
  linkOf: (mail: PageMail) => string;
} {
  const mails: PageMail[] = [];
  return {
    domain: 'rollcall.example',
    mails,
    send: (mail) => {
      mails.push(mail);
      return Promise.resolve();
    },
    /** The newest; some are sent after the answer, so it waits a moment for the first. */
    last: async () => {
      for (let tries = 0; tries < 40 && mails.length === 0; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const mail = mails.pop();
      if (mail === undefined) throw new Error('No mail has come');
      return mail;
    },
    /** The path of the link in a mail. */
    linkOf: ({ text }) => {
      const [, link] = /https:\/\/rollcall\.example(\S+)/.exec(text) ?? [];
      if (link === undefined) throw new Error('The mail has no link');
      return link;
    },
  };
}
