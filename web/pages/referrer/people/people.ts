import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { SAFE } from '../form/draftData.js';
import { listPage } from '../form/listPage.js';
import { peoplePath } from '../paths.js';

const MOST = 10;

/** Parents and carers, one at a time, with whether it is safe to contact them. */
export const peoplePage = (web: WebServices): Page =>
  listPage(web, {
    id: 'referPeople',
    path: peoplePath.pattern,
    step: 'people',
    template: 'referrer/people/people.njk',
    most: MOST,
    of: ({ people }) => people,
    put: (data, people) => ({ ...data, people }),
    field: 'name',
    read: (check) => {
      const name = check.line('name', 100);
      const relationship = check.line('relationship', 60);
      const phone = check.phone('phone');
      const email = check.email('email');
      const said = check.line('safe');
      const safe = SAFE.find((one) => one === said) ?? 'unknown';
      return `${name}${relationship}${phone}${email}` === '' ? null : { name, relationship, phone, email, safe };
    },
  });
