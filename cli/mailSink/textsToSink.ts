import { MessageRefused, RecipientRejected } from '../../activities/channels/channelErrors.js';
import type { TextChannel } from '../../activities/channels/notificationPort.js';
import { toE164 } from '../../config/phoneNumber.js';
import type { MailSink } from './mailSink.js';

/** Texts of the demonstration: shown in the sink instead of sent, and refused where a provider would refuse them. */
export function createSinkTextChannel(sink: Pick<MailSink, 'addText'>): TextChannel {
  return {
    async send({ to, body }) {
      const number = toE164(to);
      if (number === undefined) throw new RecipientRejected('The phone number of the recipient is not possible.');
      if (body.trim() === '') throw new MessageRefused('The text is empty.');
      const { id } = await sink.addText({ to: number, body });
      return { providerId: `sink-${id}` };
    },
  };
}
