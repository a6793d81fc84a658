import type { Area } from '../../pages.js';
import { only } from '../../security/policies.js';
import type { WebServices } from '../../services.js';
import { auditingPage } from './auditing/auditing.js';
import { auditingPath } from './paths.js';

/** Where auditors begin. What they read are the pages of everybody else. */
export const auditorArea = (_web: WebServices): Area => ({
  pages: [auditingPage()],
  navigation: [{ text: 'auditing.nav', path: auditingPath.pattern, may: only('auditor') }],
  start: { roles: ['auditor'], path: auditingPath.pattern },
});
