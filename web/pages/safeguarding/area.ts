import type { Area } from '../../pages.js';
import { readers } from '../../security/policies.js';
import type { WebServices } from '../../services.js';
import { concernsPage, unacknowledged } from './concerns/concerns.js';
import { concernsPath } from './paths.js';

/** Safeguarding: the concerns that wait. What is done about one is done on its case. */
export const safeguardingArea = (web: WebServices): Area => ({
  pages: [concernsPage(web)],
  navigation: [{ text: 'concerns.nav', path: concernsPath.pattern, may: readers, count: unacknowledged(web) }],
  start: { roles: ['dsl'], path: concernsPath.pattern },
});
