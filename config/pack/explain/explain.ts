/** Says what a pack will do: `rollcall policy explain`. */
import { loadCalendars } from '../../calendars.js';
import { policyName } from '../../../domain/policy.js';
import type { Calendars } from '../../../domain/calendar/types.js';
import type { IsoDate } from '../../../domain/time.js';
import type { Layers } from '../layers.js';
import { loadLayers, loadPack, type LoadedPack } from '../load.js';
import type { ExplainedSection, Explaining, Explanation } from './explanation.js';
import { concernSection, contactSection, messageSection } from './people.js';
import { referralSection } from './referral.js';
import { factSection, shownSections } from './shown.js';
import { deadlineSections, noticeSection, waitingSection } from './times.js';
import { checkSection, gateSections, outcomeSection, taskSection } from './work.js';

/**
 * What a pack will do, rule by rule, in plain words, with the dates of an imagined referral.
 * @param name as `loadPack` takes it.
 * @param from the day on which every event is imagined to happen; without a version the one in force then is explained.
 * @throws YamlProblems as `loadPack` does.
 */
export function explainPack(
  name: string,
  from: IsoDate,
  calendars: Calendars = loadCalendars({ school: 'r26' }),
): Explanation {
  return explainLoaded(loadPack(name, from), loadLayers(name, from), from, calendars);
}

/** The same of a pack that was read from elsewhere than a file. */
export function explainLoaded(
  { policy, details, pack }: LoadedPack,
  layers: Layers,
  from: IsoDate,
  calendars: Calendars = loadCalendars({ school: 'r26' }),
): Explanation {
  const explaining: Explaining = { policy, details, pack, layers, from, calendars };
  const sections = sectionsOf(explaining);
  const { authority, document } = pack;
  return {
    policy: policyName(policy),
    title: pack.title,
    ...(authority === undefined ? {} : { authority }),
    ...(document === undefined
      ? {}
      : {
          document: [
            document.title,
            document.version === undefined ? undefined : `version ${document.version}`,
            document.dated,
          ]
            .filter((part) => part !== undefined)
            .join(', '),
        }),
    effectiveFrom: pack.effectiveFrom,
    from,
    sections: [...sections, factSection(explaining, sections)].filter(
      ({ rules, intro }) => rules.length > 0 || intro !== undefined,
    ),
  };
}

const sectionsOf = (explaining: Explaining): ExplainedSection[] => [
  referralSection(explaining),
  ...deadlineSections(explaining),
  checkSection(explaining),
  waitingSection(explaining),
  ...gateSections(explaining),
  messageSection(explaining),
  concernSection(explaining),
  taskSection(explaining),
  outcomeSection(explaining),
  noticeSection(explaining),
  contactSection(explaining),
  ...shownSections(explaining),
];
