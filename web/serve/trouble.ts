import { Problem } from '../../api/problem.js';
import { DatabaseAway } from '../../api/services/databaseGuard.js';
import { FieldRefused, Overtaken, type FormErrors, type Theirs } from '../forms/errors.js';
import type { Language } from '../language/language.js';

/** What stands in the way of a form that was filled in well: told above it, with everything typed still in it. */
export interface Trouble {
  title: string;
  text: string;
  /** The rules that hold a gate shut, in the policy's words. */
  items: readonly string[];
  /** Nothing could be saved now, so that what was typed is offered to be copied. */
  mayBeLost?: boolean;
  /** What somebody else did meanwhile. */
  theirs?: readonly Theirs[];
}

/** Null for what a form cannot be shown again for: then an error page answers. */
export function troubleOf(
  error: unknown,
  { say }: Language,
): { errors: FormErrors; trouble: Trouble | null; status: number } | null {
  if (error instanceof FieldRefused) return { errors: error.errors, trouble: null, status: 422 };
  const told = (key: string, text: string, status: number, items: readonly string[] = []) => ({
    errors: [],
    trouble: { title: say(`troubles.${key}.title`), text, items },
    status,
  });
  if (error instanceof Overtaken) {
    const { theirs } = error;
    const trouble = { title: say('troubles.conflict.title'), text: say('troubles.conflict.text'), items: [], theirs };
    return { errors: [], trouble, status: 409 };
  }
  const away = (key: 'notSaved' | 'notConfirmed') => ({
    errors: [],
    trouble: { title: say(`troubles.${key}.title`), text: say(`troubles.${key}.text`), items: [], mayBeLost: true },
    status: 503,
  });
  if (error instanceof DatabaseAway) return away('notSaved');
  if (!(error instanceof Problem)) return null;
  switch (error.code) {
    case 'not_saved':
    case 'unavailable':
      return away('notSaved');
    case 'not_confirmed':
      return away('notConfirmed');
    case 'gate_closed':
      return told(
        'gateClosed',
        error.detail,
        409,
        (error.more.blockedBy ?? []).map(({ rule, why }) => `${why} (${rule})`),
      );
    case 'conflict':
      return told('conflict', error.detail, 409);
    case 'invalid':
    case 'out_of_scope':
    case 'no_such_outcome':
      return told('refused', error.detail, 422);
    case 'idempotency_key_reused':
      return told('sentBefore', say('troubles.sentBefore.text'), 422);
    case 'invalid_request': {
      const errors = (error.more.errors ?? []).map(({ field, message }) => ({ field, target: field, message }));
      return errors.length === 0 ? null : { errors, trouble: null, status: 422 };
    }
    default:
      return null;
  }
}
