/** Every page, by area: the whole surface on one screen. */
import type { NavigationItem } from './layout/navigation.js';
import type { Page } from './page.js';
import { administratorArea } from './pages/administrator/area.js';
import { auditorArea } from './pages/auditor/area.js';
import { caseActionsArea } from './pages/caseActions/area.js';
import { dutiesArea } from './pages/duties/area.js';
import { helpArea } from './pages/help/area.js';
import { homeArea } from './pages/home/area.js';
import { managerArea } from './pages/manager/area.js';
import { officerArea } from './pages/officer/area.js';
import { referrerArea } from './pages/referrer/area.js';
import { reportsArea } from './pages/reports/area.js';
import { safeguardingArea } from './pages/safeguarding/area.js';
import { sessionArea } from './pages/session/area.js';
import { trainerArea } from './pages/trainer/area.js';
import type { Role } from '../domain/inputs.js';
import type { WebServices } from './services.js';

export interface Area {
  pages: readonly Page[];
  navigation: readonly NavigationItem[];
  /** Where people of a role begin, if it is in this area. */
  start?: { roles: readonly Role[]; path: string };
}

/** The areas that people work in, in the order of the navigation. */
const workAreas = (web: WebServices): Area[] => [
  safeguardingArea(web),
  managerArea(web),
  officerArea(web),
  caseActionsArea(web),
  reportsArea(web),
  dutiesArea(web),
  referrerArea(web),
  administratorArea(web),
  auditorArea(web),
  trainerArea(web),
];

export function createAreas(web: WebServices): Area[] {
  const work = workAreas(web);
  return [homeArea(web, work), sessionArea(web), helpArea(web), ...work];
}
