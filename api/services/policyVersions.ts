/** The versions of an authority's policy: what is loaded, what one says, and loading another. */
import { createHash } from 'node:crypto';
import { coverageOf } from '../../config/coverage/coverage.js';
import { ruleLists } from '../../config/coverage/ruleList.js';
import { findingsOn } from '../../config/pack/check/check.js';
import type { Finding } from '../../config/pack/check/finding.js';
import { diffLayers, type PackDiff } from '../../config/pack/diff/diff.js';
import { explainLoaded } from '../../config/pack/explain/explain.js';
import type { Explanation } from '../../config/pack/explain/explanation.js';
import type { Layer } from '../../config/pack/layers.js';
import {
  layersOfText,
  loadedOf,
  loadLayers,
  readLayers,
  shippedPacks,
  type LoadedPack,
} from '../../config/pack/load.js';
import { notesOn, type PackNote } from '../../config/pack/notes.js';
import { YamlProblems, type Problem } from '../../config/yamlProblems.js';
import { policyName } from '../../domain/policy.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import type { PolicyProposal, Register, StoredPack } from '../../register/index.js';
import { londonDay } from '../schemas/time.js';
import type { DatabaseGuard } from './databaseGuard.js';
import type { Worlds } from './worlds.js';

type Layers = [Layer, ...Layer[]];

/** A version as a list shows it. */
export interface PolicyVersion extends Pick<StoredPack, 'pack' | 'version' | 'sha256' | 'effectiveFrom'> {
  /** `bradford@2`. */
  name: string;
  /** Referrals of today are taken under it. */
  inForce: boolean;
  /** Who loaded it, and which manager adopted it; null for what came with the installation. */
  proposal: PolicyProposal | null;
}

export interface PolicyContact {
  id: string;
  title: string;
  source: string;
}

/** What is known of a text before it is stored. Without `loaded` it cannot be stored at all. */
export interface CheckedPack {
  /** The worst first, each with line and column. With an error among them it is not to be stored. */
  findings: Finding[];
  /** Null where it is no pack, or does not compile. */
  loaded: { name: string; title: string; effectiveFrom: IsoDate; authority: string | null } | null;
  /** What it changes against the version in force; null without one, or where it cannot be stored. */
  diff: PackDiff | null;
}

export interface PolicyVersions {
  list: (authority: string, at: Instant) => Promise<PolicyVersion[]>;
  /** What a version does, in words, as if everything happened on a day; null where there is no such version. */
  explain: (authority: string, name: string, from: IsoDate) => Promise<Explanation | null>;
  /** Whom the policy in force writes to, with the title it gives them: `safeguarding-contact`, `partner:health`. */
  contacts: (authority: string, at: Instant) => Promise<PolicyContact[]>;
  /** The rules of the closed list that a version that ships holds; null where there is no list for its pack. */
  coverage: (name: string) => { rules: number; missing: string[] } | null;
  /** What its author should know: readings, superseded law, open questions. */
  notes: (authority: string, name: string, day: IsoDate) => Promise<PackNote[]>;
  /** What changes from one version to another; null where one is not there. */
  diff: (authority: string, from: string, to: string) => Promise<PackDiff | null>;
  /** Everything there is to say about a text. Stores nothing. */
  check: (authority: string, text: string, at: Instant) => Promise<CheckedPack>;
  /**
   * Stores a text as a version that waits for a manager; the same again changes nothing. Answers its name.
   * @throws YamlProblems where it does not compile
   * @throws Conflict where the version is stored with other contents
   */
  propose: (authority: string, text: string, by: string, at: Instant) => Promise<string>;
}

/** The name under which problems of a text that was sent are told. */
const SENT = 'policy.yaml';

export function createPolicyVersions(register: Register, guard: DatabaseGuard, worlds: Worlds): PolicyVersions {
  /** The authored text of a version, over the layers that ship. */
  const layersNamed = async (authority: string, name: string): Promise<Layers | null> => {
    const [pack = '', version = ''] = name.split('@');
    const stored = await guard.within(() => register.packs.get(authority, pack, version));
    try {
      return stored === null ? loadLayers(name) : layersOfText(stored.source, `${name}.yaml`);
    } catch (error) {
      if (error instanceof YamlProblems) return null;
      throw error;
    }
  };
  const inForce = async (authority: string, at: Instant): Promise<string | null> => {
    const policy = await guard.within(() => worlds.inForce(authority, at));
    return policy === null ? null : policyName(policy.compiled);
  };
  /** What cannot be known from the text alone: whose policy it is, and whether its version is taken. */
  const misplacedIn = async (
    authority: string,
    top: Layer,
    { policy, pack }: LoadedPack,
    current: string | null,
  ): Promise<Finding[]> => {
    const [own = ''] = (current ?? authority).split('@');
    const stored = await guard.within(() => register.packs.get(authority, pack.pack, pack.version));
    const finding = (key: string, what: string, remedy: string): Finding => ({
      ...{ severity: 'error', kind: 'refused', rule: '' },
      ...placeOf(top.source.problemAt([key], what)),
      ...{ what, remedy },
    });
    return [
      ...(pack.pack === own
        ? []
        : [
            finding(
              'pack',
              `this is a version of ${pack.pack}, and the authority’s policy is ${own}`,
              `Write pack: ${own}, or load it where it belongs.`,
            ),
          ]),
      ...(stored === null || stored.sha256 === hashOf(JSON.stringify(policy))
        ? []
        : [
            finding(
              'version',
              `version ${pack.version} is stored with other contents`,
              'Give the changed pack a new version.',
            ),
          ]),
    ];
  };
  return {
    list: async (authority, at) => {
      const [packs, proposals] = await guard.within(() =>
        Promise.all([register.packs.list(authority), register.proposals.list(authority)]),
      );
      const current = await inForce(authority, at);
      return packs.map((pack) => {
        const name = policyName({ id: pack.pack, version: pack.version });
        return {
          ...pack,
          name,
          inForce: name === current,
          proposal: proposals.find((one) => one.pack === pack.pack && one.version === pack.version) ?? null,
        };
      });
    },

    explain: async (authority, name, from) => {
      const layers = await layersNamed(authority, name);
      if (layers === null) return null;
      const calendars = await guard.within(() => worlds.calendars(authority));
      return explainLoaded(loadedOf(layers), layers, from, calendars);
    },

    contacts: async (authority, at) => {
      const current = await inForce(authority, at);
      const layers = current === null ? null : await layersNamed(authority, current);
      const found = new Map<string, PolicyContact>();
      for (const { id, title, source } of (layers ?? []).flatMap(({ pack }) => pack.contacts))
        if (!found.has(id)) found.set(id, { id, title, source });
      return [...found.values()];
    },

    coverage: (name) => {
      const [pack = ''] = name.split('@');
      const list = ruleLists().find((one) => one.pack === pack);
      const shipped = shippedPacks().find((one) => policyName(one) === name);
      if (list === undefined || shipped === undefined) return null;
      const { places } = coverageOf(list, [[shipped.file, readLayers(shipped.file)]]);
      return { rules: list.rules.size, missing: [...list.rules.keys()].filter((id) => !places.has(id)) };
    },

    notes: async (authority, name, day) => {
      const layers = await layersNamed(authority, name);
      return layers === null ? [] : notesOn(layers, day);
    },

    diff: async (authority, from, to) => {
      const [before, after] = await Promise.all([layersNamed(authority, from), layersNamed(authority, to)]);
      return before === null || after === null ? null : diffLayers(before, after);
    },

    check: async (authority, text, at) => {
      const read = readText(text, londonDay(at));
      if ('problems' in read) return { findings: read.problems, loaded: null, diff: null };
      const { layers, loaded, findings } = read;
      const current = await inForce(authority, at);
      const before = current === null ? null : await layersNamed(authority, current);
      const misplaced = await misplacedIn(authority, layers[0], loaded, current);
      return {
        findings: [...misplaced, ...findings],
        loaded: {
          name: policyName(loaded.policy),
          title: loaded.pack.title,
          effectiveFrom: loaded.pack.effectiveFrom,
          authority: loaded.pack.authority ?? null,
        },
        diff: before === null ? null : diffLayers(before, layers),
      };
    },

    propose: async (authority, text, by, at) => {
      const { policy, details, pack } = loadedOf(layersOfText(text, SENT));
      const compiled = JSON.stringify(policy);
      const proposal = { pack: pack.pack, version: pack.version, proposedBy: by, proposedAt: at };
      const known = await guard.within(() => register.packs.get(authority, pack.pack, pack.version));
      await guard.within(() =>
        register.packs.store(authority, {
          pack: pack.pack,
          version: pack.version,
          sha256: hashOf(compiled),
          effectiveFrom: pack.effectiveFrom,
          compiled: policy,
          details: { ...details },
          source: text,
        }),
      );
      // What came with the installation is in force already, and does not begin to wait.
      if (known === null) await guard.within(() => register.proposals.put(authority, proposal));
      return policyName(policy);
    },
  };
}

const hashOf = (compiled: string): string => createHash('sha256').update(compiled).digest('hex');

const placeOf = ({ file, line, column, path }: Problem) => ({ file, line, column, path });

type ReadText = { problems: Finding[] } | { layers: Layers; loaded: LoadedPack; findings: Finding[] };

function readText(text: string, day: IsoDate): ReadText {
  try {
    const layers = layersOfText(text, SENT);
    return { layers, loaded: loadedOf(layers), findings: findingsOn(layers, day) };
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return {
      problems: error.problems.map(({ message, ...place }) => ({
        ...place,
        ...{ severity: 'error', kind: 'refused', rule: '', what: message, remedy: '' },
      })),
    };
  }
}
