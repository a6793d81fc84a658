/** What an author should know about a pack that is not wrong: superseded law, readings, questions that stay open. */
import type { IsoDate } from '../../domain/time.js';
import type { Layers } from './layers.js';
import type { Pack } from './schema.js';

export interface PackNote {
  /** The rule or the citation that it is about. */
  about: string;
  kind: 'superseded' | 'reading' | 'question';
  note: string;
}

/** Notes on the uppermost layer, as things stand on a day. */
export function notesOn(layers: Layers, at: IsoDate): PackNote[] {
  const [top] = layers;
  if (top === undefined) return [];
  const known = new Map<string, Pack['citations'][number]>();
  for (const { pack } of [...layers].reverse())
    for (const citation of pack.citations) known.set(citation.id, { ...known.get(citation.id), ...citation });
  const law = top.pack.citations.flatMap(({ id, title, edition }): PackNote[] => {
    const { supersededOn, supersededBy } = known.get(id) ?? {};
    if (supersededOn === undefined || supersededOn > at) return [];
    let instead = known.get(supersededBy ?? '');
    while (instead?.supersededOn !== undefined && instead.supersededOn <= at && known.has(instead.supersededBy ?? ''))
      instead = known.get(instead.supersededBy ?? '');
    const cited = edition === undefined ? title : `${title}, ${edition}`;
    const now = instead === undefined ? '' : `; now ${[instead.title, instead.edition].filter(Boolean).join(', ')}`;
    return [{ about: id, kind: 'superseded', note: `${cited} no longer stands since ${supersededOn}${now}` }];
  });
  const readings = top.pack.interpretations.map(({ rule, field, text, chosen, why }): PackNote => ({
    about: rule,
    kind: 'reading',
    note: `${field}: ${text === undefined ? '' : `the text says "${text}"; `}read as ${String(chosen)}. ${why}`,
  }));
  const questions = top.pack.duties
    .filter((duty) => duty.frequency === null)
    .map(({ id, title }): PackNote => ({
      about: id,
      kind: 'question',
      note: `${title}: the text does not say how often`,
    }));
  return [...law, ...readings, ...questions];
}
