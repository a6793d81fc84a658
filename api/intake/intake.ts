import type { CaseInput, Person } from '../../domain/inputs.js';
import type { Instant } from '../../domain/time.js';
import { Conflict, type Minted } from '../../register/index.js';
import type { EnquiryStart, InputAnswer } from '../../workflows/messages.js';
import { keyOf, requestHash, updateIdOf } from '../enquiries/requestKey.js';
import { resumedStart } from '../enquiries/resumed.js';
import type { SendInputDeps } from '../enquiries/sendInput.js';
import { invalidRequest, notSaved, Problem } from '../problem.js';
import type { Answer } from '../route.js';
import type { ReferralBody } from '../schemas/referral.js';
import { DatabaseAway } from '../services/databaseGuard.js';
import { NoRun } from '../services/gateway.js';
import type { Policy } from '../services/worlds.js';
import { caseReferral, childDetails, contactDetails, referralErrors, referrerDetails } from './referralOf.js';

export interface Intake {
  /** Takes a referral: finds or mints its case, and starts it. */
  refer: (request: IntakeRequest) => Promise<Answer>;
}

export interface IntakeRequest {
  authority: string;
  body: ReferralBody;
  by: Person;
  /** Nobody signed in for it: `by` only names the way it came, and vouches for nobody. */
  open?: boolean;
  /** The case of a child whom the sender takes to be the same one. Without the UPN that is a proposal. */
  named?: string;
  idempotencyKey: string | undefined;
  at: Instant;
}

export interface IntakeDeps extends SendInputDeps {
  proposals: {
    /** Keeps which case a proposed duplicate came from. */
    remember: (of: { authority: string; caseId: string }, proposal: string, from: string) => Promise<void>;
  };
}

/** A referral is worth a longer wait for the register than an input: without it there is no case. */
const MINT_MS = 2_000;
const TRIES = 2;
/** A school of a thousand children with one surname must not hold intake up; people find the rest. */
const MOST_PROPOSALS = 5;

export function createIntake(deps: IntakeDeps): Intake {
  const { register, worlds, gateway, guard, once, startOptions } = deps;

  /** Each piece of work here may be done twice: a register that is only busy is asked again. */
  const withRegister = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1)
      try {
        return await guard.within(work, MINT_MS);
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
        if (tries === TRIES) throw notSaved('The register cannot be reached');
      }
  };

  const policyFor = async (authority: string, receivedAt: Instant): Promise<Policy> => {
    const policy = await withRegister(() => worlds.inForce(authority, receivedAt));
    if (policy === null)
      throw new Problem('invalid', `No policy of ${authority} was in force when the referral was received`, {
        field: 'receivedAt',
      });
    return policy;
  };

  /** Signed in for itself, or from an address in the council's directory. */
  const isVerified = async ({ authority, by, body, open = false }: IntakeRequest): Promise<boolean> => {
    if (!open && (by.role === 'referrer' || by.role === 'partner')) return true;
    const email = body.referrer.email?.toLowerCase();
    if (email === undefined) return false;
    const [contacts, partners] = await Promise.all([
      register.authorities.contacts(authority),
      register.authorities.partners(authority),
    ]);
    return [...contacts, ...partners].some((one) => one.email?.toLowerCase() === email);
  };

  const mint = (request: IntakeRequest, key: string, verified: boolean): Promise<Minted> =>
    withRegister(() =>
      register.cases.mintCase({
        authority: request.authority,
        idempotencyKey: referralKey(request.by.id, key),
        requestHash: requestHash(request.body),
        child: childDetails(request.body),
        referrer: { ...referrerDetails(request.body.referrer, verified), childNamed: nameGiven(request.body) },
        contacts: contactDetails(request.body),
      }),
    ).catch((error: unknown) => {
      if (error instanceof Conflict)
        throw new Problem(
          'idempotency_key_reused',
          'This Idempotency-Key was used for another referral: take a new key for a new referral',
        );
      throw error;
    });

  /** Brings the referral into its case, new or not. */
  const start = async (
    request: IntakeRequest,
    minted: Minted,
    policy: Policy,
    key: string,
    input: CaseInput,
  ): Promise<InputAnswer> => {
    const of = { authority: request.authority, caseId: minted.caseId };
    const updateId = updateIdOf(request.by.id, key);
    const blank = async (): Promise<EnquiryStart> => ({
      ...startOptions,
      ...of,
      policy: policy.compiled,
      calendars: await withRegister(() => worlds.calendars(of.authority, request.body.child.school)),
      state: null,
    });
    if (!minted.started) return gateway.sendWithStart(of, await blank(), input, updateId);
    try {
      return await gateway.send(of, input, updateId);
    } catch (error) {
      if (!(error instanceof NoRun)) throw error;
      return gateway.sendWithStart(of, await withRegister(() => resumedStart(deps, of)), input, updateId);
    }
  };

  /** Tells the case of a child who may be the same; people decide. A case that cannot be told now holds nothing up. */
  const propose = async (
    request: IntakeRequest,
    minted: Minted,
    caseId: string,
    key: string,
    input: CaseInput & { do: 'referral' },
  ): Promise<void> => {
    const { authority, by } = request;
    const of = { authority, caseId };
    const updateId = updateIdOf(by.id, key, `similar ${caseId}`);
    // Once only: a second try could write a second row.
    const number = await guard.within(
      () => register.cases.copyReferrer(authority, { caseId: minted.caseId, referrer: minted.referrer }, caseId),
      MINT_MS,
    );
    const { receivedAt, child, facts } = input.referral;
    const similar: CaseInput = {
      do: 'referral',
      by,
      channel: 'api',
      match: 'similar',
      referral: { receivedAt, child, facts, referrer: { ...input.referral.referrer, id: String(number) } },
    };
    const answer = await gateway.send(of, similar, updateId).catch(async (error: unknown) => {
      if (!(error instanceof NoRun)) throw error;
      return gateway.sendWithStart(of, await withRegister(() => resumedStart(deps, of)), similar, updateId);
    });
    for (const event of answer.events)
      if (event.type === 'duplicateProposed') await deps.proposals.remember(of, event.proposal, minted.caseId);
  };

  const carryOut = async (request: IntakeRequest, key: string, policy: Policy, receivedAt: Instant, alone: boolean) => {
    const { authority, body, by } = request;
    const verified = await withRegister(() => isVerified(request));
    const minted = await mint(request, key, verified);
    const { reply } = referrerDetails(body.referrer, verified);
    const referrer = {
      id: String(minted.referrer),
      kind: body.referrer.kind,
      reply,
      verified: verified && reply !== null,
    };
    const input: CaseInput & { do: 'referral' } = {
      do: 'referral',
      by,
      channel: 'api',
      referral: caseReferral(body, referrer, policy.forms, receivedAt),
      // A case that has begun takes it as a further one of the same child; a new one begins with it.
      ...(body.child.upn === undefined ? {} : { match: 'same_upn' }),
    };
    const answer = await start(request, minted, policy, key, input).catch(async (error: unknown) => {
      const certain = error instanceof Problem && error.code !== 'not_confirmed';
      if (certain && alone && !minted.repeated)
        await withRegister(() => register.cases.dropReservation(authority, referralKey(by.id, key)));
      throw error;
    });
    await guard.within(() => register.cases.confirmStarted(authority, minted.caseId, answer.at)).catch(() => undefined);
    const alike = minted.similar.map(({ caseId }) => caseId).filter((caseId) => caseId !== request.named);
    const named = request.named === undefined || request.named === minted.caseId ? [] : [request.named];
    const proposed = minted.repeated ? [] : [...named, ...alike].slice(0, MOST_PROPOSALS);
    for (const caseId of proposed)
      await propose(request, minted, caseId, key, input).catch((error: unknown) => {
        // The referral stands; the proposal is made again by whoever finds the likeness.
        if (!(error instanceof Problem) && !(error instanceof DatabaseAway)) throw error;
      });
    return { minted, answer };
  };

  return {
    refer: (request) => {
      const { authority, body, by, at } = request;
      const key = keyOf(request.idempotencyKey);
      return once.once(
        { authority, actor: by.id, key },
        requestHash('referral', request.named, body),
        at,
        async (alone) => {
          const receivedAt = receiptOf(request);
          const policy = await policyFor(authority, receivedAt);
          const errors = referralErrors(body, policy.compiled, policy.forms, receivedAt);
          if (errors.length > 0) throw invalidRequest(errors);
          const { minted, answer } = await carryOut(request, key, policy, receivedAt, alone);
          return {
            status: minted.kind === 'new' ? 201 : 200,
            headers: { Location: `/v1/enquiries/${minted.caseId}` },
            body: {
              case: minted.caseId,
              reference: minted.reference,
              joined: minted.kind === 'joined',
              seq: answer.seq,
              at: answer.at,
              status: answer.status,
            },
          };
        },
      );
    },
  };
}

const nameGiven = ({ child: { givenName = '', familyName = '' } }: ReferralBody): string | null =>
  `${givenName} ${familyName}`.trim() || null;

/** Scoped to who asks, which also tells whose referral a case holds. */
export const referralKey = (actor: string, key: string): string => `${encodeURIComponent(actor)} ${key}`;

/** Staff may type in what came earlier by telephone or letter; anyone else's referral is received now. */
function receiptOf({ body, by, at }: IntakeRequest): Instant {
  const { receivedAt } = body;
  if (receivedAt === undefined) return at;
  if (receivedAt > at) throw invalidRequest([{ field: 'receivedAt', message: 'lies in the future' }]);
  if (!['officer', 'senior', 'manager', 'dsl', 'administrator'].includes(by.role))
    throw invalidRequest([{ field: 'receivedAt', message: 'is for members of staff: leave it out' }]);
  return receivedAt;
}
