/** The closed list of the rules that Rollcall has to hold: `rules.yaml`. */
import { join } from 'node:path';
import { z } from 'zod';
import type { RuleId } from '../../domain/policy.js';
import { ruleId } from '../pack/fields.js';
import { shippedFolder } from '../shippedFiles.js';
import { checkYaml, readYaml, YamlProblems } from '../yamlProblems.js';

/** The rules of one authority, of the law, or of the system's defaults. */
export interface RuleList {
  /** The pack that holds them. */
  pack: string;
  title: string;
  /** What their ids begin with: `BRA`. */
  prefix: string;
  rules: ReadonlyMap<RuleId, string>;
}

const schema = z.array(
  z.strictObject({
    pack: z.string(),
    title: z.string(),
    prefix: z.string().regex(/^[A-Z]{3}$/, 'expected the three letters with which the ids begin'),
    rules: z.record(ruleId, z.string().min(1)),
  }),
);

/** @throws YamlProblems where the list cannot be read. */
export function ruleLists(): RuleList[] {
  const checked = checkYaml(readYaml(join(shippedFolder('coverage'), 'rules.yaml')), schema);
  if (!checked.ok) throw new YamlProblems(checked.problems);
  return checked.value.map(({ rules, ...list }) => ({ ...list, rules: new Map(Object.entries(rules)) }));
}
