import { dutyPath as dutyParams } from '../../../../api/schemas/duties.js';
import type { DutyEvent, StaffMember } from '../../../../register/index.js';
import { nothing, page, show, type Page } from '../../../page.js';
import type { Language } from '../../../language/language.js';
import type { WebServices } from '../../../services.js';
import { nameIn } from '../../manager/people.js';
import { dutiesPath, dutyDonePath, dutyNotNeededPath, dutyPath, dutyPlanPath } from '../paths.js';
import { dutyDoers, dutyPlanners, dutyReaders, dutyWaivers, EXAMPLE, shownDuty } from '../shared.js';

/** One duty: what the text says, what is open, what was done, and everything that happened to it. */
export const dutyPage = ({ api, language }: WebServices): Page =>
  page({
    id: 'duty',
    path: dutyPath.pattern,
    may: dutyReaders,
    audit: { action: 'duty.view', object: 'duty', param: 'rule' },
    params: dutyParams,
    query: nothing,
    template: 'duties/duty/duty.njk',
    example: EXAMPLE,
    load: async ({ visitor, params: { rule }, at }) => {
      const { duty, seen, occurrences, history } = await api.duties.one(visitor.authority, rule, at);
      const { people, day } = seen;
      const shown = shownDuty(duty, { ...seen, occurrences }, language);
      const readings = seen.policy.rules.get(rule)?.['readings'];
      return show(
        {
          back: dutiesPath.pattern,
          ...shown,
          text: duty.text ?? null,
          readings: Array.isArray(readings) ? readings : [],
          open: shown.open.map((one) => ({
            ...one,
            late: one.due < day,
            donePath: dutyDoers.allows(visitor) ? dutyDonePath.to({ rule }, { occurrence: one.occurrence }) : null,
            notNeededPath: dutyWaivers.allows(visitor)
              ? dutyNotNeededPath.to({ rule }, { occurrence: one.occurrence })
              : null,
          })),
          ended: occurrences
            .filter(({ endedAt }) => endedAt !== null)
            .map((one) => ({ ...one, endedBy: one.endedBy === null ? null : nameIn(people, one.endedBy) })),
          planPath: dutyPlanners.allows(visitor) ? dutyPlanPath.to({ rule }) : null,
          history: [...history].reverse().map((event) => eventShown(event, people, language)),
        },
        { rule },
      );
    },
  });

const eventShown = ({ at, type, by, occurrence }: DutyEvent, people: readonly StaffMember[], language: Language) => ({
  at,
  text: language.say(`duty.event.${type}`),
  occurrence,
  by: by === 'system' ? language.say('duty.bySystem') : nameIn(people, by),
});
