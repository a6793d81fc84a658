/**
 * The errors of a channel. Their text is made of our own words and the provider's codes only: it ends in logs and in
 * histories, and a provider's sentence often repeats the address.
 */

/** This recipient cannot be reached by this channel, now or later: someone must find another way. */
export class RecipientRejected extends Error {
  readonly code = 'recipient_rejected';
  override readonly name = 'RecipientRejected';
}

/** The message itself cannot be sent as it is, to anybody: a line break in a header, a malformed Message-ID. */
export class MessageRefused extends Error {
  readonly code = 'message_refused';
  override readonly name = 'MessageRefused';
}

/** It did not go, or it is not known whether it went; the same message may go later. */
export class TryLater extends Error {
  readonly code = 'try_later';
  override readonly name = 'TryLater';
}
