// The one script of the pages. Every page works without it.
import { initAll as initGovuk } from 'govuk-frontend';
import { initAll as initMoj } from '@ministryofjustice/frontend';
import { offerCopy } from './copy.js';
import { warnBeforeTheEnd } from './timeout.js';

initGovuk();
initMoj();
for (const banner of document.querySelectorAll('[data-app-timeout]')) warnBeforeTheEnd(banner);
for (const button of document.querySelectorAll('[data-app-copy]')) offerCopy(button);
