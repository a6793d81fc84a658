import type { Status } from '../../../../domain/state.js';

/** The colour of a case's status; its text is always there. */
export const STATUS_TAGS: Readonly<Record<Status, string>> = {
  received: 'govuk-tag--light-blue',
  open: 'govuk-tag--blue',
  inactive: 'govuk-tag--grey',
  closed: 'govuk-tag--grey',
  rejected: 'govuk-tag--grey',
};
