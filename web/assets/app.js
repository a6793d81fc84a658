// The one script of the pages. Every page works without it.
import { createAll, initAll as initGovuk } from 'govuk-frontend';
import { FilterToggleButton, initAll as initMoj } from '@ministryofjustice/frontend';
import accessibleAutocomplete from 'accessible-autocomplete';
import { offerCopy, offerCopyOfTyped } from './copy.js';
import { keepDrafts } from './drafts.js';
import { warnBeforeTheEnd } from './timeout.js';

initGovuk();
initMoj();
// Folded away beside a table that needs the room; without script it is there.
createAll(FilterToggleButton, { bigModeMediaQuery: '(min-width: 110em)' });
for (const banner of document.querySelectorAll('[data-app-timeout]')) warnBeforeTheEnd(banner);
for (const selectElement of document.querySelectorAll('select[data-app-autocomplete]'))
  accessibleAutocomplete.enhanceSelectElement({ selectElement, defaultValue: '', showAllValues: true });
for (const button of document.querySelectorAll('[data-app-copy]')) offerCopy(button);
for (const button of document.querySelectorAll('[data-app-copy-typed]')) offerCopyOfTyped(button);
for (const form of document.querySelectorAll('form[data-app-draft]')) keepDrafts(form);
for (const offer of document.querySelectorAll('[data-app-print]')) {
  offer.hidden = false;
  offer.querySelector('button').addEventListener('click', () => window.print());
}
// After the skip link the address ends in #main-content. Sent along with a form it would take the focus from the error
// summary of the page that answers.
document.addEventListener('submit', () => {
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
});
