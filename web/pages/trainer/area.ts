import type { Area } from '../../pages.js';
import { only } from '../../security/policies.js';
import type { WebServices } from '../../services.js';
import { trainingPath } from './paths.js';
import { progressPage } from './progress/progress.js';
import { toldPage } from './told/told.js';
import { trainingPage } from './training/training.js';

/** Moving a demonstration in time. On real data none of it is there. */
export const trainerArea = (web: WebServices): Area =>
  web.api.demo
    ? {
        pages: [trainingPage(web), progressPage(web), toldPage(web)],
        navigation: [{ text: 'training.nav', path: trainingPath.pattern, may: only('trainer') }],
        start: { roles: ['trainer'], path: trainingPath.pattern },
      }
    : { pages: [], navigation: [] };
