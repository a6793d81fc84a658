import type { Register } from '../register/index.js';
import { instantNow } from './instantNow.js';
import { errorCode, type ActivityLog } from './log.js';
import type { CaseWorlds } from './worlds.js';

export interface DutyActivities {
  /** The authorities whose duties are looked through. */
  authoritiesWithDuties: () => Promise<string[]>;
  /** Opens what is due soon, marks late what was not done, moves what a calendar moved. Repeating it changes nothing. */
  reviewDuties: (authority: string) => Promise<{ opened: number; moved: number; late: number; withdrawn: number }>;
}

export interface DutyDependencies {
  register: Pick<Register, 'duties' | 'authorities'>;
  worlds: Pick<CaseWorlds, 'inForce' | 'calendars'>;
  now?: () => Date;
  log: ActivityLog;
}

const NOTHING = { opened: 0, moved: 0, late: 0, withdrawn: 0 };

export function createDutyActivities(deps: DutyDependencies): DutyActivities {
  const { register, worlds, log, now = () => new Date() } = deps;
  return {
    async authoritiesWithDuties() {
      return (await register.authorities.list()).map(({ authority }) => authority);
    },

    async reviewDuties(authority) {
      const at = instantNow(now);
      const policy = await worlds.inForce(authority, at);
      if (policy === null) return NOTHING;
      const { compiled, service } = policy;
      try {
        return await register.duties.review(
          authority,
          {
            duties: service.duties,
            effectiveFrom: compiled.effectiveFrom,
            calendars: await worlds.calendars(authority),
            defaults: compiled.defaults,
          },
          at,
        );
      } catch (error) {
        log.warn({ authority, failure: errorCode(error) }, 'the duties of the service were not looked through');
        throw new Error(`The duties were not looked through (${errorCode(error)}).`, { cause: undefined });
      }
    },
  };
}
