import { casePath } from '../../../../api/schemas/queries.js';
import { refuseField } from '../../../forms/errors.js';
import { requiredText } from '../../../forms/fields.js';
import type { Page } from '../../../page.js';
import { casework } from '../../../security/policies.js';
import type { Visitor } from '../../../security/visitor.js';
import type { WebServices } from '../../../services.js';
import { assignPath } from '../paths.js';
import { actionFields, actionPage } from '../shared/actionPage.js';
import { nameOf, type CaseNow } from '../shared/caseNow.js';

const WORKS: readonly string[] = ['officer', 'senior', 'manager'];

/** Gives a case to somebody, or takes it. Seniors and managers give; anyone who works on cases may take. */
export const assignPage = (web: WebServices): Page =>
  actionPage(web, {
    id: 'assign',
    path: assignPath.pattern,
    params: casePath,
    input: 'assign',
    may: casework,
    template: 'caseActions/shared/simple.njk',
    fields: actionFields({ to: requiredText('assign.missing', { most: 100 }) }),
    about: (event) => event.type === 'assigned',
    load: (now, { visitor }) => {
      const { say } = web.language;
      const { assignee } = now.state;
      return {
        lead: [
          assignee === null ? say('assign.nobody') : say('assign.is', { who: nameOf(now, web.language, assignee) }),
        ],
        fields: [
          {
            kind: 'radios',
            name: 'to',
            label: say('assign.to'),
            hint: say('assign.hint'),
            items: peopleFor(now, visitor, web),
          },
        ],
      };
    },
    act: (now, { form, visitor }) => {
      if (!peopleFor(now, visitor, web).some(({ value }) => value === form.to))
        throw refuseField('to', 'assign.missing');
      return { name: 'assign', body: { to: form.to } };
    },
  });

/** Whom this visitor may give it to: themselves first; others only for a senior officer or a manager. */
function peopleFor({ people }: CaseNow, visitor: Visitor, { language }: WebServices) {
  const gives = visitor.roles.some((role) => role === 'senior' || role === 'manager');
  const works = people.filter(({ active, roles }) => active && roles.some((role) => WORKS.includes(role)));
  const others = works
    .filter(({ person }) => person !== visitor.person && gives)
    .map(({ person, name }) => ({ value: person, text: name }))
    .sort((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  const me = works.some(({ person }) => person === visitor.person);
  return [...(me ? [{ value: visitor.person ?? '', text: language.say('assign.me') }] : []), ...others];
}
