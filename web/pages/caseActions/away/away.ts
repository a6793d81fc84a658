import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { aDate, optionalDate, optionalText, requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { awayPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import type { CaseNow } from '../shared/caseNow.js';

/** Says that somebody who works on this case is away, and who stands in. */
export const awayPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'caseAway',
    path: awayPath.pattern,
    params: casePath,
    input: 'staffAway',
    may: only('officer', 'senior', 'manager', 'dsl'),
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({
      who: requiredText('caseAway.missing', { most: 100 }),
      from: aDate({ missing: 'caseAway.noFrom' }),
      until: optionalDate(),
      deputy: optionalText({ most: 100 }),
    }),
    load: (now, { visitor }) => {
      const { say } = web.language;
      const staff = (people: CaseNow['people']) => people.map(({ person, name }) => ({ value: person, text: name }));
      return {
        lead: [say('caseAway.lead')],
        fields: [
          {
            kind: 'select',
            name: 'who',
            label: say('caseAway.who'),
            items: staff(whoFor(now, visitor)),
            preset: visitor.person ?? '',
          },
          { kind: 'date', name: 'from', label: say('caseAway.from'), preset: now.today },
          { kind: 'date', name: 'until', label: say('caseAway.until'), hint: say('caseAway.untilHint') },
          {
            kind: 'select',
            name: 'deputy',
            label: say('caseAway.deputy'),
            hint: say('caseAway.deputyHint'),
            items: staff(working(now)),
          },
        ],
      };
    },
    act: (now, { form, visitor }) => {
      if (!whoFor(now, visitor).some(({ person }) => person === form.who)) throw refuseField('who', 'caseAway.missing');
      if (form.until !== undefined && form.until < form.from)
        throw refuseField('until', 'caseAway.before', 'until-day');
      if (form.deputy === form.who) throw refuseField('deputy', 'caseAway.itself');
      return {
        name: 'staffAway',
        body: {
          who: form.who,
          from: `${form.from}T00:00`,
          until: form.until === undefined ? undefined : `${form.until}T23:59:59`,
          deputy: form.deputy,
        },
      };
    },
  });

const WORKS: readonly string[] = ['officer', 'senior', 'manager', 'dsl'];
const working = ({ people }: CaseNow) =>
  people.filter(({ active, roles }) => active && roles.some((role) => WORKS.includes(role)));

/** Whose absence this visitor may enter: their own, and everybody's for a senior officer or a manager. */
const whoFor = (now: CaseNow, visitor: Visitor) => {
  const all = visitor.roles.some((role) => role === 'senior' || role === 'manager');
  return working(now).filter(({ person }) => all || person === visitor.person);
};
