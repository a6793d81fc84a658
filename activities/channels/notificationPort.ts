/** An e-mail as it leaves: rendered, addressed to one person. */
export interface EmailMessage {
  /** One address, without a display name: `office@oak.example`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /**
   * `<local@domain>`, the same each time the same message is sent, so that a mail system which gets it twice can
   * tell. It travels in clear: it must not hold personal data.
   */
  readonly messageId: string;
  /** Further headers; only those that {@link createEmailChannel} names are let through. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A text message as it leaves. */
export interface TextMessage {
  /** A phone number as a person writes it; without a country code it is read as one of the United Kingdom. */
  readonly to: string;
  readonly body: string;
}

/** What a provider answered when it took a message over. Taken over is not yet delivered. */
export interface Sent {
  /** The provider's own name for the message, for its support and its delivery reports. */
  readonly providerId: string;
}

/**
 * A way for a message to leave. `send` resolves once the provider has taken the message over; it may be called again
 * with the same message and then sends it again: whoever calls keeps the ledger.
 *
 * @throws RecipientRejected, MessageRefused: trying again changes nothing.
 * @throws TryLater: anything else, whatever its cause.
 */
export interface NotificationChannel<Message> {
  send(message: Message): Promise<Sent>;
}

export type EmailChannel = NotificationChannel<EmailMessage>;
export type TextChannel = NotificationChannel<TextMessage>;
