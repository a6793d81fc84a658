import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';

/** The pages of this area; see web/README.md for how one is added. */
export const managerArea = (_web: WebServices): Area => ({ pages: [], navigation: [] });
