import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';

/** What can be done to one case. */
export const caseActionsArea = (_web: WebServices): Area => ({ pages: [], navigation: [] });
