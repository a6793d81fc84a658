import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { homePage } from './home/home.js';

/** The start page, which sends people on to where their work is. */
export const homeArea = (web: WebServices, work: readonly Area[]): Area => ({
  pages: [homePage(web, work)],
  navigation: [],
});
