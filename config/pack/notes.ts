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
  const words = [...oldNumbers(layers, at), ...oldWords(layers, at)];
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
  return [...law, ...words, ...readings, ...questions];
}

/** Grounds that the text numbers as the regulations of 2006 did. */
function oldNumbers([top, ...below]: Layers, at: IsoDate): PackNote[] {
  const successor = below.flatMap(({ pack }) => pack.citations).find(({ id }) => id === 'registration-2006');
  if (top === undefined || successor?.supersededOn === undefined || successor.supersededOn > at) return [];
  const grounds = below.flatMap(({ pack }) => pack.grounds);
  return unique(
    textsOf(top.pack, top.pack.pack).flatMap(({ about, text }) =>
      [...text.matchAll(/\b8\(1\)\(([a-o])\)/g)].map(([old]): PackNote => {
        const now = grounds.filter(({ oldId }) => oldId === old).map(({ id, source }) => `${source} (${id})`);
        const instead = now.length === 0 ? 'no ground takes its place' : `now ${now.join(' and ')}`;
        return { about, kind: 'superseded', note: `regulation ${old} is of the regulations of 2006; ${instead}` };
      }),
    ),
  );
}

/** Words of guidance that no longer stands. */
function oldWords([top, ...below]: Layers, at: IsoDate): PackNote[] {
  if (top === undefined) return [];
  const given = below.flatMap(({ pack }) => pack.supersededWording).filter(({ since }) => since <= at);
  return unique(
    textsOf(top.pack, top.pack.pack).flatMap(({ about, text }) =>
      given.flatMap(({ id, phrases, since, instead }) =>
        phrases
          .filter((phrase) => text.toLowerCase().includes(phrase.toLowerCase()))
          .map((phrase): PackNote => ({
            about,
            kind: 'superseded',
            note: `"${phrase}" was given up on ${since} (${id}); ${instead}`,
          })),
      ),
    ),
  );
}

const unique = (notes: PackNote[]): PackNote[] => [
  ...new Map(notes.map((note) => [`${note.about}|${note.note}`, note])).values(),
];

/** Every text of a pack with the rule that it belongs to. */
function textsOf(value: unknown, about: string): { about: string; text: string }[] {
  if (typeof value === 'string') return [{ about, text: value }];
  if (Array.isArray(value)) return value.flatMap((each) => textsOf(each, about));
  if (typeof value !== 'object' || value === null) return [];
  const item: Readonly<Record<string, unknown>> = { ...value };
  const rule = [item['id'], item['rule']].find((id) => typeof id === 'string' && /^[A-Z]/.test(id));
  return Object.values(item).flatMap((inner) => textsOf(inner, typeof rule === 'string' ? rule : about));
}
