import { ApplicationFailure } from '@temporalio/common';
import type { RecordAnswer, RecordRequest, Register } from '../register/index.js';
import type { Breaker } from './breaker.js';
import { errorCode, type ActivityLog } from './log.js';

export type Recorded = RecordAnswer & { kind: 'recorded' };

export interface RecordActivities {
  /** The write of a turn, as a local activity: short, or not at all. */
  recordEvents: (request: RecordRequest) => Promise<RecordAnswer>;
  /**
   * The write that goes on until it succeeds. Where the register contradicts the case (a gap, another history, no such
   * case) it goes on failing, in sight, until somebody has put that right.
   */
  record: (request: RecordRequest) => Promise<Recorded>;
}

export interface RecordDependencies {
  register: Pick<Register, 'record'>;
  breaker: Breaker;
  log: ActivityLog;
}

export function createRecordActivities({ register, breaker, log }: RecordDependencies): RecordActivities {
  const at = ({ authority, caseId, events }: RecordRequest) => ({ authority, caseId, events: events.length });

  return {
    async recordEvents(request) {
      try {
        return await breaker.run(() => register.record.recordEvents(request));
      } catch (error) {
        const failure = errorCode(error);
        log.warn({ ...at(request), failure }, 'the register did not take a write');
        const away = { message: 'The register did not take the write.', type: 'RegisterAway', details: [failure] };
        throw ApplicationFailure.create({ ...away, nonRetryable: breaker.isOpen });
      }
    },

    async record(request) {
      let answer: RecordAnswer;
      try {
        answer = await register.record.recordEvents(request);
      } catch (error) {
        throw ApplicationFailure.retryable('The register did not take the write.', 'RegisterAway', errorCode(error));
      }
      breaker.answered();
      if (answer.kind === 'recorded') return answer;
      log.error({ ...at(request), kind: answer.kind, held: answer.seq }, 'the register contradicts the case');
      throw ApplicationFailure.retryable(`The register answered ${answer.kind}.`, 'RegisterContradicts', answer.seq);
    },
  };
}
