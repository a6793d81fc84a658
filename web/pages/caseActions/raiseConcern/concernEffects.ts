import { CONCERN_KINDS, type Person } from '../../../../domain/inputs.js';
import type { ConcernKind } from '../../../../domain/policy.js';
import { epochSeconds } from '../../../../domain/time.js';
import type { Language } from '../../../language/language.js';
import { ahead } from '../shared/ahead.js';
import type { CaseNow } from '../shared/caseNow.js';
import { recipientWords } from '../shared/words.js';

export interface ConcernEffects {
  /** Written to at once, whatever the kind. */
  told: string[];
  /** Written to as well for some kinds, or where harm is imminent. */
  alsoTold: { who: string; kinds: string[]; immediate: boolean }[];
  /** Minutes after which somebody has to have acted, and after which others are told. */
  minutes: { task: number; deputy: number; manager: number } | null;
}

/** What raising a concern would do on this case: each kind is tried on the core, which knows the policy. */
export function concernEffects(now: CaseNow, language: Language, by: Person): ConcernEffects {
  const events = (kind: ConcernKind, immediate: boolean) => {
    const tried = ahead(now, { do: 'raiseConcern', kind, immediate, note: 'given', by });
    return tried.ok ? tried.events : [];
  };
  const recipients = (kind: ConcernKind, immediate: boolean): string[] =>
    events(kind, immediate).flatMap((event) =>
      event.type === 'messageDue' && event.purpose === 'concern' ? [event.to] : [],
    );
  const calm = new Map(CONCERN_KINDS.map((kind) => [kind, recipients(kind, false)]));
  const acute = recipients('welfare', true);
  const lists = [...calm.values()];
  const always = (lists[0] ?? []).filter((to) => lists.every((list) => list.includes(to)));
  const some = [...new Set([...lists.flat(), ...acute])].filter((to) => !always.includes(to));
  const words = (to: string): string => recipientWords(now, language, to);
  const raised = events('welfare', false).find((event) => event.type === 'concernRaised');
  const after = (at: string): number => Math.round((epochSeconds(at) - epochSeconds(now.now)) / 60);
  return {
    told: [...new Set(always.map(words))],
    alsoTold: some.map((to) => ({
      who: words(to),
      kinds: CONCERN_KINDS.filter((kind) => calm.get(kind)?.includes(to) === true).map((kind) =>
        language.say(`concernKind.${kind}`),
      ),
      immediate: acute.includes(to),
    })),
    minutes:
      raised?.type === 'concernRaised'
        ? { task: after(raised.taskDueAt), deputy: after(raised.deputyAt), manager: after(raised.managerAt) }
        : null,
  };
}
