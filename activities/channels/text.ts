import { MessageRefused, RecipientRejected, TryLater } from './channelErrors.js';
import type { TextChannel } from './notificationPort.js';
import { toE164 } from '../../config/phoneNumber.js';

/** The request that Twilio's client makes, as far as a transport needs it. */
export interface TextRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The form's fields. */
  readonly data?: unknown;
  readonly timeout?: number;
}

/** Carries the request out instead of the network: the `request` of Twilio's `RequestClient`. */
export interface TextTransport {
  request(request: TextRequest): Promise<{ readonly statusCode: number; readonly body: unknown }>;
}

export interface TextChannelSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** A phone number of the account, or a name of up to 11 letters and digits. */
  readonly from: string;
  /** For one request, in milliseconds; 15 seconds unless told. */
  readonly timeoutMs?: number;
  readonly transport?: TextTransport;
}

/** The provider cuts or refuses what is longer. */
const BODY_MAX = 1600;
const DEFAULT_TIMEOUT_MS = 15_000;
const SENDER_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

/**
 * The provider's codes that speak of the recipient and will say the same tomorrow: 21211 not a valid number, 21265 a
 * short code, 21610 opted out, 21614 not a mobile number, 21635 a landline. It changes its codes and advises against
 * building on them, so every code that is not listed is tried again, then parked for a person.
 */
const RECIPIENT_CODES: ReadonlySet<number> = new Set([21211, 21265, 21610, 21614, 21635]);

function classify(error: unknown): Error {
  const field = (name: 'code' | 'status'): number | undefined => {
    if (typeof error !== 'object' || error === null) return undefined;
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'number' ? value : undefined;
  };
  const code = field('code');
  const status = field('status');
  if (code !== undefined && RECIPIENT_CODES.has(code))
    return new RecipientRejected(`The text provider refused the number (${code}).`);
  if (status !== undefined)
    return new TryLater(`The text provider did not take the message (${status}, ${code ?? 'no code'}).`);
  return new TryLater('The text provider could not be reached.');
}

/**
 * Sends texts through Twilio. Its library takes a second and 30 MB to load, so it is loaded with the first text, and
 * not at all where an authority sends none.
 *
 * @throws TypeError when the sender is neither a possible number nor a sender's name; messages fail as
 * {@link NotificationChannel} says.
 */
export function createTextChannel(settings: TextChannelSettings): TextChannel {
  const { accountSid, authToken, transport, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  const from = SENDER_NAME.test(settings.from) ? settings.from : toE164(settings.from);
  if (from === undefined)
    throw new TypeError('The sender of texts must be a phone number or a name of at most 11 letters and digits.');

  const open = async () => {
    const { default: twilio } = await import('twilio');
    return twilio(accountSid, authToken, {
      timeout: timeoutMs,
      // We try again ourselves, with the ledger beside us.
      autoRetry: false,
      ...(transport === undefined
        ? {}
        : {
            httpClient: Object.assign(new twilio.RequestClient(), {
              request: (request: TextRequest) => transport.request(request),
            }),
          }),
    });
  };
  let client: ReturnType<typeof open> | undefined;

  return {
    async send(message) {
      const to = toE164(message.to);
      if (to === undefined) throw new RecipientRejected('The phone number of the recipient is not possible.');
      if (message.body.trim() === '') throw new MessageRefused('The text is empty.');
      if (message.body.length > BODY_MAX) throw new MessageRefused(`The text is longer than ${BODY_MAX} characters.`);
      try {
        client ??= open();
        const { sid } = await (await client).messages.create({ to, from, body: message.body });
        return { providerId: sid };
      } catch (error) {
        throw classify(error);
      }
    },
  };
}
