/** What starts nothing on a case: what people are shown, forms, the service's own duties, readings, law, defaults, words. */
import { FACT_TITLES } from '../../factTitles.js';
import { notesOn } from '../notes.js';
import type { Pack } from '../schema.js';
import { amountInWords, capital, conditionInWords, factName, listInWords } from '../words.js';
import { counted } from './counted.js';
import { explained, type ExplainedRule, type ExplainedSection, type Explaining } from './explanation.js';

export function shownSections(explaining: Explaining): ExplainedSection[] {
  return [
    guidanceSection(explaining),
    waysSection(explaining),
    formSection(explaining),
    serviceSection(explaining),
    defaultSection(explaining),
    readingSection(explaining),
    citationSection(explaining),
  ];
}

/** `check:BRA-C1` as people read it. */
function stepInWords(step: string): string {
  const [kind = '', id] = step.split(/:(.*)/s);
  return id === undefined ? kind.replaceAll('_', ' ') : `${kind} ${id}`;
}

function guidanceSection(explaining: Explaining): ExplainedSection {
  const { details, layers } = explaining;
  const shown = layers.flatMap(({ pack }) => [...pack.definitions, ...pack.guidance, ...pack.disclosure]);
  const items = shown.filter(({ id }) => !id.startsWith('SYS-'));
  const rules = items.map(({ id, title, source, shownAt, commenced }) => {
    const when = details[id]?.when;
    return explained(
      explaining,
      id,
      [
        `Shown at: ${listInWords(shownAt.map(stepInWords))}${when === undefined ? '' : `, while ${conditionInWords(when)} is true or not known`}.`,
        commenced === false ? 'Made and not in force: it does nothing.' : undefined,
      ],
      { title, source },
    );
  });
  return { id: 'shown', title: 'What people are shown, and where', rules };
}

function waysSection(explaining: Explaining): ExplainedSection {
  const { details, pack } = explaining;
  const whenOf = (id: string): string => {
    const when = details[id]?.when;
    return when === undefined ? '' : `Where ${conditionInWords(when)}. `;
  };
  return {
    id: 'ways',
    title: 'Situations, other ways, children at risk',
    rules: [
      ...pack.situations.map(({ id, route, form }) =>
        explained(explaining, id, [`${whenOf(id)}${route ?? ''}${form === undefined ? '' : ` (form ${form})`}`]),
      ),
      ...pack.routes.map(({ id, to, signpost }) =>
        explained(explaining, id, [
          `${whenOf(id)}To: ${to.replaceAll('_', ' ')}${signpost === undefined ? '' : `, ${signpost}`}.`,
        ]),
      ),
      ...pack.atRisk.map(({ id, fact }) =>
        explained(explaining, id, [
          `For awareness and reports; it sets no level of risk.${fact === undefined ? '' : ` From the fact ${factName(fact)}.`}`,
        ]),
      ),
    ],
  };
}

function formSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'forms',
    title: 'Forms',
    rules: explaining.pack.forms.map(({ id, who, purpose, fields }) =>
      explained(explaining, id, [
        `A form for ${purpose}${who.length === 0 ? '' : `, used by: ${listInWords(who)}`}.`,
        `It asks: ${fields.map(({ title }) => title).join('; ')}.`,
      ]),
    ),
  };
}

function serviceSection(explaining: Explaining): ExplainedSection {
  const { layers, pack } = explaining;
  const duties = layers.flatMap((layer) => layer.pack.duties);
  return {
    id: 'service',
    title: 'What the service does beside cases',
    rules: [
      ...duties.map(({ id, kind, frequency, audience }) =>
        explained(
          explaining,
          id,
          [
            `A ${kind === 'system' ? 'duty of the system' : kind}${often(frequency)}${audience === undefined ? '' : `, for ${listInWords(audience)}`}.`,
          ],
          {
            dates:
              typeof frequency === 'object' && frequency !== null
                ? [counted(explaining, 'next', 'the last time', { ...frequency, mode: 'after' })]
                : [],
          },
        ),
      ),
      ...pack.retention.map(({ id, clock, cohorts, adopted }) =>
        explained(explaining, id, [
          `${adopted === true ? 'The rule by which records are disposed of. ' : ''}${cohorts.map(({ title, years }) => `${title}: ${years} years`).join('; ')}${clock === undefined ? '' : `, from ${clock.replaceAll('_', ' ')}`}.`,
        ]),
      ),
    ],
  };
}

function often(frequency: Pack['duties'][number]['frequency']): string {
  if (frequency === undefined) return '';
  if (frequency === null) return ': the text does not say how often';
  return typeof frequency === 'string' ? `, ${frequency.replaceAll('_', ' ')}` : `, every ${amountInWords(frequency)}`;
}

/** The numbers of the system, and which of them the pack sets itself. */
function defaultSection(explaining: Explaining): ExplainedSection {
  const { policy, pack, layers } = explaining;
  const own = pack.defaults ?? {};
  const numbers = Object.entries(policy.defaults).map(([name, value]: [string, unknown]): ExplainedRule => {
    const set = name in own;
    return {
      rule: name,
      title: NUMBERS[name] ?? name,
      source: set ? pack.title : 'system default, not from policy',
      basis: set ? 'policy' : 'system default',
      says: [
        `${Array.isArray(value) ? listInWords(value.map(String)) : String(value)}${set ? ' (set by this pack)' : ''}.`,
      ],
      dates: [],
      guidance: [],
      readings: [],
    };
  });
  const rules = layers
    .flatMap((layer) => layer.pack.guidance)
    .filter(({ id }) => id.startsWith('SYS-'))
    .map(({ id }) => explained(explaining, id, []));
  return {
    id: 'defaults',
    title: 'What the system does where the policy is silent',
    intro: 'These are defaults of the system and no part of the policy. A pack may set the numbers otherwise.',
    rules: [...rules, ...numbers],
  };
}

const NUMBERS: Readonly<Record<string, string>> = {
  digestTime: 'Hour of the daily mail, of reminders and of the manager’s message',
  reminderWorkingDays: 'Working days before a deadline at which the officer is reminded',
  chaseWorkingDays: 'Working days after which a silent partner is chased',
  chaseManagerWorkingDays: 'Working days of a partner’s silence after which the manager is told',
  reviewWeeks: 'Weeks between the reviews of a case that cannot end',
  concernTaskMinutes: 'Minutes in which a concern is to be acknowledged',
  concernDeputyMinutes: 'Minutes after which the deputy is told of an unacknowledged concern',
  concernManagerMinutes: 'Minutes after which the manager is told of it',
  ageNoticeDays: 'Days before the end of compulsory school age at which the officer is told',
};

function readingSection(explaining: Explaining): ExplainedSection {
  return {
    id: 'readings',
    title: 'Readings: what was chosen where the text is silent',
    rules: explaining.pack.interpretations.map(({ rule, field, text, chosen, why }) =>
      // The reading itself is what is said here; it is not said again beside it.
      ({
        ...explained(explaining, rule, [
          `${field}: ${text === undefined ? '' : `the text says "${text}"; `}read as ${String(chosen)}. ${why}.`,
        ]),
        readings: [],
      }),
    ),
  };
}

function citationSection(explaining: Explaining): ExplainedSection {
  const { pack, from, layers } = explaining;
  const superseded = new Map(
    notesOn(layers, from).flatMap(({ about, kind, note }) => (kind === 'superseded' ? [[about, note] as const] : [])),
  );
  return {
    id: 'law',
    title: 'Law and guidance that the policy cites',
    intro: `As things stand on ${from}.`,
    rules: pack.citations.map(({ id, title, edition }) => ({
      rule: id,
      title: edition === undefined ? title : `${title}, ${edition}`,
      source: pack.title,
      basis: 'policy',
      says: [superseded.has(id) ? `SUPERSEDED: ${superseded.get(id) ?? ''}.` : 'In force, as far as is known here.'],
      dates: [],
      guidance: [],
      readings: [],
    })),
  };
}

/** Every fact that the sections speak of, with its meaning. */
export function factSection(explaining: Explaining, sections: readonly ExplainedSection[]): ExplainedSection {
  const said = sections
    .flatMap(({ rules }) => rules.flatMap(({ says, dates }) => [...says, ...dates.map(({ event }) => event)]))
    .join('\n');
  const declared = explaining.layers.flatMap((layer) => layer.pack.facts).map(({ id, title }) => [id, title] as const);
  const known = [...Object.entries(FACT_TITLES), ...declared].filter(([id]) =>
    new RegExp(`\\b${factName(id)}\\b`).test(said),
  );
  const own = new Set(declared.map(([id]) => id));
  return {
    id: 'words',
    title: 'The facts that the rules speak of',
    intro:
      'A fact that nobody stated is not known: it opens no check, starts no deadline, and keeps a gate shut that depends on it.',
    rules: known.map(([id, title]) => ({
      rule: factName(id),
      title: capital(title),
      source: own.has(id) ? `${explaining.pack.title} (a fact of its own)` : '',
      basis: 'policy',
      says: [],
      dates: [],
      guidance: [],
      readings: [],
    })),
  };
}
