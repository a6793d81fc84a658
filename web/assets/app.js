// The one script of the pages. Every page works without it.
import { initAll as initGovuk } from 'govuk-frontend';
import { initAll as initMoj } from '@ministryofjustice/frontend';
import { keepDrafts } from './drafts.js';
import { warnBeforeTheEnd } from './timeout.js';

initGovuk();
initMoj();
for (const banner of document.querySelectorAll('[data-app-timeout]')) warnBeforeTheEnd(banner);
for (const form of document.querySelectorAll('form[data-app-draft]')) keepDrafts(form);
