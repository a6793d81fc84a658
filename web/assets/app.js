// The one script of the pages. Every page works without it.
import { initAll as initGovuk } from 'govuk-frontend';
import { initAll as initMoj } from '@ministryofjustice/frontend';
import accessibleAutocomplete from 'accessible-autocomplete';
import { warnBeforeTheEnd } from './timeout.js';

initGovuk();
initMoj();
for (const banner of document.querySelectorAll('[data-app-timeout]')) warnBeforeTheEnd(banner);
for (const selectElement of document.querySelectorAll('select[data-app-autocomplete]'))
  accessibleAutocomplete.enhanceSelectElement({ selectElement, defaultValue: '', showAllValues: true });
