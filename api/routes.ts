/** Every route that needs a token, with who may use it and what the audit says: the whole surface on one page. */
import type { Route } from './route.js';
import { changeRoutes } from './routes/changes.js';
import { documentRoutes } from './routes/documents.js';
import { dutyRoutes } from './routes/duties.js';
import { enquiryRoutes } from './routes/enquiries.js';
import { householdRoutes } from './routes/households.js';
import { inputRoutes } from './routes/inputs.js';
import { listRoutes } from './routes/lists.js';
import { messageRoutes } from './routes/messages.js';
import { previewRoutes } from './routes/previews.js';
import { referralRoutes } from './routes/referrals.js';
import { rehearsalRoutes } from './routes/rehearsal.js';
import { reportRoutes } from './routes/reports.js';
import type { Services } from './services.js';

export const createRoutes = (services: Services): Route[] => [
  ...referralRoutes(services),
  ...enquiryRoutes(services),
  ...inputRoutes(services),
  ...rehearsalRoutes(services),
  ...messageRoutes(services),
  ...listRoutes(services),
  ...changeRoutes(services),
  ...dutyRoutes(services),
  ...reportRoutes(services),
  ...previewRoutes(services),
  ...householdRoutes(services),
  ...documentRoutes(services),
];
