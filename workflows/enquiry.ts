/** The enquiry into one case: a thin loop around the core. It brings the time and the inputs, and carries out effects. */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  currentUpdateInfo,
  log,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Refusal } from '../domain/case/turn.js';
import type { CaseInput, InputName, Person } from '../domain/inputs.js';
import type { CaseState } from '../domain/state.js';
import { addSeconds, earlier, epochSeconds, instantOf, type Instant } from '../domain/time.js';
import { viewOf } from '../domain/view.js';
import { createCaseKeeper } from './caseKeeper.js';
import { guardInput } from './inputGuard.js';
import {
  calendarChangedSignal,
  deliveryReportedSignal,
  getEnquiryQuery,
  INPUT_NAMES,
  INPUT_REFUSED,
  inputUpdate,
  nudgeSignal,
  recordAgainSignal,
  rehearsedSignal,
  type EnquiryStart,
} from './messages.js';
import { createRecorder } from './record.js';
import { createShowcase } from './searchAttributes.js';
import { createSender } from './send.js';
import { statusCard, wakeSummary } from './statusCard.js';

/** How a run that was not continued ended. */
export interface EnquiryEnd {
  /** `unused`: no referral was accepted, so no case began. */
  ended: 'rested' | 'unused';
  seq: number;
}

/** What one run keeps in mind beside its case. */
interface Run {
  /** Somebody wants it to look, or its timer has. */
  nudged: boolean;
  rang: boolean;
  /** The length of the history in whose last task an input was answered. */
  answeredIn: number;
  /** It waits to hand over to the next run, and how long at most. */
  draining: boolean;
  drainUntil: Instant | null;
}

const DAY_SECONDS = 86_400;
const REST_DAYS = 90;
/** A run that was started for a referral which was then refused waits this long for another. */
const UNUSED_AFTER_SECONDS = 600;
/** Continuing as new waits this long for messages under way; what has not left by then is carried over. */
const DRAIN_SECONDS = 600;
const SYSTEM: Person = { id: 'system', role: 'officer' };

export async function enquiryWorkflow(start: EnquiryStart): Promise<EnquiryEnd> {
  const offset = start.clockOffsetSeconds ?? 0;
  const now = (): Instant => instantOf(Math.floor(Date.now() / 1_000) + offset);
  const begunAt = now();
  const keeper = createCaseKeeper(start);
  let rehearsed = start.rehearsed ?? false;
  const run: Run = { nudged: false, rang: false, answeredIn: 0, draining: false, drainUntil: null };
  // Closing continues as new into a run that rests; reopening makes it an ordinary run again.
  let resting = hasEnded(keeper.state);

  const recorder = createRecorder(keeper, start);
  /** What no person waits for. One that cannot be taken is left out: it must not block the case. */
  const takeQuietly = (input: CaseInput): void => {
    try {
      keeper.take(input, now());
    } catch (error) {
      log.error('an input of a machine could not be taken', {
        do: input.do,
        failure: error instanceof Error ? error.name : 'unknown',
      });
    }
  };
  const sender = createSender(
    keeper,
    start,
    () => rehearsed,
    (failed) => {
      for (const { rule, to, occurrence } of failed)
        takeQuietly({ do: 'deliveryReported', by: SYSTEM, rule, to, occurrence, status: 'permanent_failure' });
    },
  );
  const show = createShowcase();

  for (const name of INPUT_NAMES)
    setHandler(inputUpdate(name), (input) => takeInput(name, input), {
      // Synchronous: an asynchronous validator never refuses and leaves its caller waiting.
      validator: (input: CaseInput) => validate(name, input),
    });
  setHandler(getEnquiryQuery, live);
  setHandler(deliveryReportedSignal, ({ receipt, rule, to, occurrence, status }) => {
    if (keeper.state === null || !keeper.firstTime(`receipt ${receipt}`)) return;
    takeQuietly({ do: 'deliveryReported', by: SYSTEM, rule, to, occurrence, status });
  });
  setHandler(calendarChangedSignal, ({ change, reason, calendars }) => {
    const input: CaseInput = { do: 'calendarChanged', reason, calendars };
    if (keeper.state === null || guardInput('calendarChanged', input) !== null) return;
    if (keeper.firstTime(`change ${change}`)) takeQuietly(input);
  });
  setHandler(nudgeSignal, () => void (run.nudged = true));
  setHandler(recordAgainSignal, (held) => keeper.lost(held));
  setHandler(rehearsedSignal, () => void (rehearsed = true));

  function validate(name: InputName, input: CaseInput): void {
    const request = currentUpdateInfo()?.id;
    if (request !== undefined && keeper.firstAnswer(request) !== undefined) return;
    const refusal = guardInput(name, input) ?? keeper.refusalOf(input, now(), request);
    if (refusal !== null) throw refused(refusal);
  }

  function takeInput(name: InputName, input: CaseInput) {
    const request = currentUpdateInfo()?.id;
    const before = request === undefined ? undefined : keeper.firstAnswer(request);
    if (before !== undefined) return before;
    const refusal = guardInput(name, input);
    if (refusal !== null) throw refused(refusal);
    const taken = keeper.take(input, now(), request);
    run.answeredIn = workflowInfo().historyLength;
    if (!taken.ok) throw refused(taken.refusal);
    return taken.answer;
  }

  function live() {
    const at = keeper.at(now());
    const state = keeper.stateAt(at);
    if (state === null) throw ApplicationFailure.nonRetryable('The enquiry has no referral yet', 'NoCase');
    return {
      view: viewOf(state, keeper.world, at),
      state,
      policy: state.policy,
      seq: state.seq,
      recordedSeq: keeper.recordedSeq,
      nextWake: keeper.nextWake(),
      now: at,
      rehearsed,
      resting,
    };
  }

  /** When the run has to wake by itself. An ended case rests for a while after what last happened, then its run ends. */
  function wake(): Instant | null {
    const next = keeper.nextWake();
    if (keeper.state === null) return addSeconds(begunAt, UNUSED_AFTER_SECONDS);
    if (!resting) return next;
    const end = addSeconds(keeper.state.at, (start.restDays ?? REST_DAYS) * DAY_SECONDS);
    return next === null ? end : earlier(next, end);
  }

  /** One timer, armed for the next wake and armed again only when that has moved. */
  async function keepTime(): Promise<never> {
    for (;;) {
      await condition(() => wake() !== null);
      const armedFor = wake();
      if (armedFor === null) continue;
      const { state, world } = keeper;
      const summary = state === null ? 'No referral yet' : wakeSummary(state, armedFor, world.calendars.london);
      const milliseconds = (epochSeconds(armedFor) - offset) * 1_000 - Date.now();
      const moved = await condition(() => wake() !== armedFor, Math.max(milliseconds, 1), { summary });
      if (!moved) run.rang = true;
    }
  }
  const hasMoreToDo = (): boolean => recorder.due || sender.urgentDue || sender.ordinaryDue;
  const mustRenew = (): boolean => {
    const { continueAsNewSuggested, targetWorkerDeploymentVersionChanged, historyLength } = workflowInfo();
    return (
      continueAsNewSuggested ||
      targetWorkerDeploymentVersionChanged ||
      historyLength >= (start.renewAfterEvents ?? Infinity) ||
      (hasEnded(keeper.state) && !resting)
    );
  };

  /** Carries out what the last inputs and wakes brought. */
  async function turn(): Promise<void> {
    run.rang = false;
    run.nudged = false;
    keeper.play(now());
    if (!hasEnded(keeper.state)) resting = false;
    sender.sendUrgent();
    if (keeper.state !== null) {
      show({
        authority: start.authority,
        status: keeper.state.status,
        pack: keeper.state.policy,
        nextWake: keeper.nextWake(),
      });
      setCurrentDetails(
        statusCard(keeper.state, {
          wake: keeper.nextWake(),
          london: keeper.world.calendars.london,
          unrecorded: keeper.unrecorded.length,
          rehearsed,
        }),
      );
    }
    await recorder.write(now());
    sender.sendOrdinary();
  }

  /** May this run hand over now? Not in a task that answers somebody: the server could lose the answer. */
  const mayRenew = (): boolean =>
    mustRenew() &&
    !hasMoreToDo() &&
    allHandlersFinished() &&
    run.answeredIn !== workflowInfo().historyLength &&
    (!sender.underWay || (run.drainUntil !== null && now() >= run.drainUntil));

  /** Wakes the loop when what keeps this run from handing over may be past. */
  async function drain(): Promise<void> {
    run.draining = true;
    run.drainUntil ??= addSeconds(now(), DRAIN_SECONDS);
    const left = (epochSeconds(run.drainUntil) - epochSeconds(now())) * 1_000;
    await condition(() => !sender.underWay, Math.max(left, 1));
    if (run.answeredIn === workflowInfo().historyLength) await sleep(1_000);
    run.draining = false;
  }

  let timeKept = false;
  for (;;) {
    if (run.rang || run.nudged || hasMoreToDo()) await turn();
    if (!timeKept) {
      // After the first turn: an input that came with the start has moved the first wake by now.
      timeKept = true;
      void keepTime();
    }
    const end = endOfRun();
    if (end !== null) return end;
    if (mayRenew()) await renew();
    if (!mustRenew()) run.drainUntil = null;
    else if (!run.draining) void drain();
    await condition(
      () => run.rang || run.nudged || hasMoreToDo() || (mustRenew() && !run.draining) || endOfRun() !== null,
    );
  }

  /** The next run goes on from here: absolute instants only, never what is left of a wait. */
  async function renew(): Promise<never> {
    const carry: EnquiryStart = { ...start, ...keeper.carry(), rehearsed };
    const upgrade = workflowInfo().targetWorkerDeploymentVersionChanged;
    return makeContinueAsNewFunc<typeof enquiryWorkflow>(upgrade ? { initialVersioningBehavior: 'AUTO_UPGRADE' } : {})(
      carry,
    );
  }

  /** The end of a run that has nothing left to wait for. */
  function endOfRun(): EnquiryEnd | null {
    const { state } = keeper;
    if (sender.underWay || keeper.unrecorded.length > 0 || keeper.unsent.length > 0) return null;
    if (state === null) return now() >= addSeconds(begunAt, UNUSED_AFTER_SECONDS) ? { ended: 'unused', seq: 0 } : null;
    const rested = resting && keeper.nextWake() === null && now() >= (wake() ?? now());
    return rested ? { ended: 'rested', seq: state.seq } : null;
  }
}

const hasEnded = (state: CaseState | null): boolean => state !== null && state.endedAt !== null;

const refused = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.nonRetryable(refusal.detail, INPUT_REFUSED, refusal);
