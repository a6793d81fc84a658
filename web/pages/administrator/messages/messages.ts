import { z } from 'zod';
import { mayRetryClosed, RETRIERS, retryMessage } from '../../../../api/services/messageRetry.js';
import { closedAmong } from '../../../../api/services/restrictedCases.js';
import type { MessageRow, MessageState } from '../../../../register/index.js';
import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { casePath } from '../../officer/paths.js';
import { failureCode } from '../../../language/failureCode.js';
import { recipientWords } from '../../../language/recipientWords.js';
import { administrationPath, messagesPath } from '../paths.js';
import { administers, seesPolicy } from '../who.js';

const FILTERS = ['all', 'parked', 'waiting', 'sent', 'overtaken'] as const;
type Filter = (typeof FILTERS)[number];
const STATES: Readonly<Record<Filter, readonly MessageState[] | undefined>> = {
  all: undefined,
  parked: ['parked', 'failed'],
  waiting: ['due', 'claimed'],
  sent: ['sent'],
  overtaken: ['overtaken'],
};
const COLOURS: Readonly<Record<MessageState, string>> = {
  ...{ due: 'grey', claimed: 'grey', sent: 'green' },
  ...{ parked: 'orange', failed: 'red', overtaken: 'grey' },
};
const ROWS = 50;
const READ_MS = 5_000;

const idOf = ({ caseId, seq }: MessageRow): string => `${caseId}.${seq}`;

/** Every message of the authority with what became of it. What is parked can be tried again now. */
export const messagesPage = ({ api, language }: WebServices): Page => {
  const { register, guard } = api;
  const retries = only(...RETRIERS);
  return page({
    id: 'messages',
    path: messagesPath.pattern,
    may: seesPolicy,
    audit: { action: 'messages.list', object: 'messages' },
    params: nothing,
    query: z.strictObject({ state: z.enum(FILTERS).optional(), cursor: z.string().max(400).optional() }),
    template: 'administrator/messages/messages.njk',
    load: async ({ visitor, query: { state = 'all', cursor }, at, note }) => {
      const { authority } = visitor;
      const filter = STATES[state];
      const [found, policy, unsent] = await guard.within(
        () =>
          Promise.all([
            register.messages.list(authority, {
              filter: filter === undefined ? {} : { state: filter },
              limit: ROWS,
              ...(cursor === undefined ? {} : { cursor }),
            }),
            api.worlds.inForce(authority, at),
            register.messages.unsent(authority),
          ]),
        READ_MS,
      );
      note({ rows: found.rows.length, state });
      const closed = await guard.within(() =>
        closedAmong(
          register,
          visitor,
          found.rows.map(({ caseId }) => caseId),
        ),
      );
      const reads = visitor.roles.some((role) => READS.includes(role));
      const mayRetry = retries.allows(visitor);
      return show({
        rows: found.rows.map((row) => {
          const hidden = closed.has(row.caseId);
          return {
            id: idOf(row),
            reference: hidden ? null : row.reference,
            path: reads && !hidden ? casePath.to({ case: row.caseId }) : null,
            title: policy?.rules.get(row.rule)?.title ?? row.rule,
            rule: row.rule,
            purpose: row.purpose,
            recipient: recipientWords(row.recipient, language),
            at: row.at,
            state: row.state,
            colour: COLOURS[row.state],
            sentAt: row.sentAt,
            why: row.errorClass === null ? null : whyWords(failureCode(row.errorClass), language),
            nextTryAt: row.nextTryAt,
            attempts: row.attempts,
            uncertain: row.uncertainSends > 0,
            retry: mayRetry && (!hidden || mayRetryClosed(visitor)) && unsendable(row.state),
          };
        }),
        unsent,
        filters: FILTERS.map((name) => ({
          name,
          current: name === state,
          path: messagesPath.to({}, name === 'all' ? {} : { state: name }),
        })),
        state,
        nextPath: found.cursor === null ? null : messagesPath.to({}, { state, cursor: found.cursor }),
        back: administers.allows(visitor) ? administrationPath.pattern : null,
      });
    },
    form: {
      may: retries,
      audit: { action: 'message.retry', object: 'message' },
      fields: z.strictObject({ message: z.string().regex(/^[0-9a-f-]{36}\.[1-9]\d{0,8}$/) }),
      act: async ({ visitor, form: { message }, query: { state }, at, note }) => {
        note({ message });
        await retryMessage(api, visitor, { id: message, at });
        return redirectTo(messagesPath.to({}, state === undefined ? {} : { state }), { text: 'messages.retried' });
      },
    },
  });
};

/** Those whose links to a case lead somewhere. */
const READS: readonly string[] = ['officer', 'senior', 'manager', 'dsl', 'auditor'];

const unsendable = (state: MessageState): boolean => state === 'parked' || state === 'failed';

/** A failure is kept as `RecipientRejected/recipient_rejected`: its class, then its code. */
function whyWords(failure: string, { has, say }: WebServices['language']): string {
  const key = `messages.why.${failure.split('/').at(-1) ?? failure}`;
  return has(key) ? say(key) : say('messages.why.other', { code: failure });
}
