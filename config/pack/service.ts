/** What a pack and the layers under it say of the service itself: its duties, and the return to the Department. */
import type { DutyRule } from '../../domain/duties.js';
import type { RuleId } from '../../domain/policy.js';
import { clean } from './clean.js';
import { replacesOf } from './layers.js';
import type { Pack } from './schema.js';

/** A duty of the service, with what people read about it. */
export interface ServiceDuty extends DutyRule {
  title: string;
  source: string;
  kind: Pack['duties'][number]['kind'];
  modality?: string;
  text?: string;
  /** Who does it and is reminded of it. */
  for: string;
  /** Whom it is for. */
  audience: readonly string[];
}

/** The national return: what is counted, and under which headings. */
export interface NationalReturn {
  rule: RuleId;
  title: string;
  source: string;
  censusDates: readonly string[];
  bands: readonly { id: RuleId; title: string }[];
  reasons: readonly { id: RuleId; title: string }[];
}

export interface ServiceRules {
  duties: readonly ServiceDuty[];
  returns: NationalReturn | null;
}

/** Reads them from the authority's pack down; what a layer replaces, or is not yet in force, is left out. */
export function serviceOf(packs: readonly Pick<Pack, 'duties' | 'returns'>[]): ServiceRules {
  const returns = packs.find((pack) => pack.returns !== undefined)?.returns;
  const replaced = new Set<RuleId>();
  const duties = new Map<RuleId, ServiceDuty>();
  for (const pack of packs) {
    for (const duty of pack.duties) {
      if (duty.commenced === false || replaced.has(duty.id) || duties.has(duty.id)) continue;
      const { id, title, source, kind, modality, text, frequency, for: who, audience } = duty;
      const census = returns?.id === id ? { dates: returns.censusDates, dueAfter: returns.due } : {};
      duties.set(
        id,
        clean({
          ...{ id, title, source, kind, modality, text, frequency, ...census },
          for: who ?? 'manager',
          audience: audience ?? [],
        }),
      );
    }
    for (const id of replacesOf(pack)) replaced.add(id);
  }
  return {
    duties: [...duties.values()],
    returns:
      returns === undefined
        ? null
        : {
            rule: returns.id,
            title: returns.title,
            source: returns.source,
            censusDates: returns.censusDates,
            bands: returns.bands.map(({ id, title }) => ({ id, title })),
            reasons: returns.reasons.map(({ id, title }) => ({ id, title })),
          },
  };
}
