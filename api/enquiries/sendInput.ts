import type { Person } from '../../domain/inputs.js';
import type { Instant } from '../../domain/time.js';
import type { Register } from '../../register/index.js';
import type { InputAnswer } from '../../workflows/messages.js';
import { notFound, notSaved, Problem } from '../problem.js';
import type { Answer } from '../route.js';
import { DatabaseAway, type DatabaseGuard } from '../services/databaseGuard.js';
import type { DeferredWrites } from '../services/deferredWrites.js';
import { NoRun, type Gateway, type Of } from '../services/gateway.js';
import { caseInput, withoutTexts, type FieldText, type OwnInput } from './caseInput.js';
import type { Once } from './once.js';
import { keyOf, requestHash, textIdOf, updateIdOf } from './requestKey.js';
import { resumedStart, type Resuming } from './resumed.js';

export interface SendInput {
  /** Brings an input into its case and answers how far the record has come. */
  sendInput: (request: InputRequest) => Promise<Answer>;
}

export interface InputRequest {
  of: Of;
  name: OwnInput;
  body: Record<string, unknown>;
  by: Person;
  /** As sent; undefined where none was. */
  idempotencyKey: string | undefined;
  at: Instant;
}

export interface SendInputDeps extends Resuming {
  register: Register;
  gateway: Gateway;
  guard: DatabaseGuard;
  deferred: DeferredWrites;
  once: Once;
}

export function createSendInput(deps: SendInputDeps): SendInput {
  const { register, gateway, guard, deferred, once } = deps;

  /** The case does not wait for the register: a text that it cannot take now goes there later, under its id. */
  const keepTexts = async ({ of, by, at }: InputRequest, texts: readonly FieldText[]): Promise<void> => {
    for (const { textId, kind, body } of texts) {
      const put = async () => {
        await register.texts.put(of.authority, {
          textId,
          kind,
          body,
          caseId: of.caseId,
          writtenBy: by.id,
          writtenAt: at,
        });
      };
      await guard.within(put).catch((error: unknown) => {
        if (!(error instanceof DatabaseAway)) throw error;
        deferred.add('a text of a case', () => guard.within(put));
      });
    }
  };

  const toCase = async (request: InputRequest, fields: Record<string, unknown>, updateId: string) => {
    const { of, name, by } = request;
    const input = await caseInput(deps, of.authority, name, fields, by).catch(registerNeeded);
    try {
      return await gateway.send(of, input, updateId);
    } catch (error) {
      if (!(error instanceof NoRun)) throw error;
      const start = await guard.within(() => resumedStart(deps, of), RESUME_MS).catch(registerNeeded);
      return gateway.sendWithStart(of, start, input, updateId);
    }
  };

  return {
    sendInput: async (request) => {
      const { of, name, body, by, at } = request;
      const key = keyOf(request.idempotencyKey);
      const { fields, texts } = withoutTexts(body, (field) => textIdOf(by.id, key, of.caseId, field));
      return once.once(
        { authority: of.authority, actor: by.id, key },
        requestHash(name, of.caseId, body),
        at,
        async (alone) => {
          if (!(await isHere(deps, of))) throw notFound('The enquiry');
          await keepTexts(request, texts);
          const answer = await toCase(request, fields, updateIdOf(by.id, key)).catch(async (error: unknown) => {
            const refused = error instanceof Problem && error.code !== 'not_confirmed';
            if (refused && alone && texts.length > 0)
              await guard
                .within(() =>
                  register.texts.drop(
                    of.authority,
                    texts.map(({ textId }) => textId),
                  ),
                )
                .catch(() => undefined);
            throw error;
          });
          // The same request a moment earlier may have been refused and have taken them back.
          if (!alone) await keepTexts(request, texts);
          return { status: 200, body: answered(of, answer) };
        },
      );
    },
  };
}

/** Reading the events of a long case takes longer than a look-up. */
const RESUME_MS = 3_000;

/** Whether the authority has the case; taken to be so while the register cannot be asked, for then its run tells. */
async function isHere({ register, guard }: SendInputDeps, of: Of): Promise<boolean> {
  try {
    return (await guard.within(() => register.cases.findCase(of.authority, of.caseId))) !== null;
  } catch (error) {
    if (error instanceof DatabaseAway) return true;
    throw error;
  }
}

const registerNeeded = (error: unknown): never => {
  throw error instanceof DatabaseAway ? notSaved('The register cannot be reached') : error;
};

/** What an accepted input is answered with: which events it caused, by kind and rule, and the last sequence. */
export const answered = ({ caseId }: Of, answer: InputAnswer) => ({
  case: caseId,
  seq: answer.seq,
  at: answer.at,
  status: answer.status,
  events: answer.events.map((event) => ({
    seq: event.seq,
    type: event.type,
    ...('rule' in event ? { rule: event.rule } : {}),
  })),
});
