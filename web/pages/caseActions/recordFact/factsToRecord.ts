import { FACTS } from '../../../../domain/facts.js';
import type { CompiledPolicy, FactType } from '../../../../domain/policy.js';
import type { Language } from '../../../language/language.js';
import type { CaseNow } from '../shared/caseNow.js';
import { factWords } from '../shared/words.js';

/** It has a page of its own, since it shuts others out. */
const ELSEWHERE = 'restricted';

interface Recordable {
  fact: string;
  type: FactType;
  /** The policy of this case asks about it. */
  asked: boolean;
}

export interface FactToRecord extends Recordable {
  words: string;
}

/** What a person may record: facts of the closed list that are not the system's alone, and those of the pack. */
export const factsToRecord = (now: Pick<CaseNow, 'world'>, language: Language): FactToRecord[] =>
  recordable(now).map((one) => ({ ...one, words: factWords(one.fact, language) }));

export const factType = (now: Pick<CaseNow, 'world'>, fact: string): FactType | undefined =>
  recordable(now).find((one) => one.fact === fact)?.type;

function recordable({ world }: Pick<CaseNow, 'world'>): Recordable[] {
  const { policy } = world;
  const closed = Object.entries(FACTS)
    .filter(([fact, { setBy }]) => fact !== ELSEWHERE && setBy.some((setter) => setter !== 'system'))
    .map(([fact, { type }]) => ({ fact, type, asked: asks(policy, fact) }));
  const own = Object.entries(policy.facts).map(([fact, { type }]) => ({ fact, type, asked: true }));
  return [...closed, ...own.filter(({ fact }) => FACTS[fact] === undefined)];
}

/** Whether any rule names it: conditions, clocks, evidence, what an outcome shows. */
const asks = (policy: CompiledPolicy, fact: string): boolean => textOf(policy).includes(`"${fact}"`);

const texts = new WeakMap<CompiledPolicy, string>();
function textOf(policy: CompiledPolicy): string {
  const known = texts.get(policy) ?? JSON.stringify(policy);
  texts.set(policy, known);
  return known;
}
