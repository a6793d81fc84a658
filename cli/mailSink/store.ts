import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One message as the sink keeps it. */
export interface SunkMessage {
  /** Its number in the sink, from 1 in order of arrival. */
  readonly id: number;
  readonly kind: 'email' | 'text';
  /** When it arrived, ISO 8601 in UTC; for a text, when it was sent. */
  readonly at: string;
  /** The addresses of the envelope, or the phone number. */
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  /** The Message-ID with its brackets; empty for a text. */
  readonly messageId: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string | null;
  readonly html: string | null;
}

const messageSchema = z.object({
  id: z.number().int().positive(),
  kind: z.enum(['email', 'text']),
  at: z.string(),
  to: z.array(z.string()),
  from: z.string(),
  subject: z.string(),
  messageId: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string().nullable(),
  html: z.string().nullable(),
});

/** The messages of a sink: in memory, and in a file of one JSON object a line. */
export interface MessageStore {
  /** Oldest first. */
  readonly messages: readonly SunkMessage[];
  /** Keeps a message; resolves once it is in the file. */
  add(message: Omit<SunkMessage, 'id'>): Promise<SunkMessage>;
}

function parseLine(line: string): SunkMessage | undefined {
  try {
    return messageSchema.parse(JSON.parse(line));
  } catch {
    // The line that a crash cut short, or one that somebody edited: the others still count.
    return undefined;
  }
}

/** Opens the file, or begins it. A line that cannot be read is passed over, never removed. */
export async function openMessageStore(file: string): Promise<MessageStore> {
  await mkdir(dirname(file), { recursive: true });
  // Makes the file where there is none, for its owner only.
  await appendFile(file, '', { mode: 0o600 });
  const written = await readFile(file, 'utf8');
  // A line cut short by a crash must not swallow the next message.
  if (written !== '' && !written.endsWith('\n')) await appendFile(file, '\n');
  const messages = written.split('\n').flatMap((line) => (line === '' ? [] : (parseLine(line) ?? [])));
  let last = messages.reduce((highest, message) => Math.max(highest, message.id), 0);
  let writing: Promise<unknown> = Promise.resolve();

  return {
    messages,
    async add(given) {
      last += 1;
      const message: SunkMessage = { id: last, ...given };
      // One write after the other: two at once could mix their lines.
      const kept = writing.then(() => appendFile(file, `${JSON.stringify(message)}\n`));
      writing = kept.catch(() => undefined);
      await kept;
      messages.push(message);
      return message;
    },
  };
}
