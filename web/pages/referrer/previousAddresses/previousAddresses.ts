import type { Page } from '../../../page.js';
import type { WebServices } from '../../../services.js';
import { listPage } from '../form/listPage.js';
import { previousAddressesPath } from '../paths.js';

const MOST = 10;

/** Where the child has lived before, one address at a time. A postcode is never asked for twice. */
export const previousAddressesPage = (web: WebServices): Page =>
  listPage(web, {
    id: 'referAddresses',
    path: previousAddressesPath.pattern,
    step: 'previous-addresses',
    template: 'referrer/previousAddresses/previousAddresses.njk',
    most: MOST,
    of: ({ previous }) => previous,
    put: (data, previous) => ({ ...data, previous }),
    field: 'lines',
    read: (check) => {
      const lines = check.prose('lines', 500);
      const postcode = check.line('postcode', 10);
      return `${lines}${postcode}` === '' ? null : { lines: lines === '' ? postcode : lines, postcode };
    },
  });
