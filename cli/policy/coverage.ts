/** `rollcall policy coverage`: which part of which pack holds each rule, as a page. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverage, coveragePage, type Coverage } from '../../config/coverage/coverage.js';
import { printProblem as problemText, YamlProblems } from '../../config/yamlProblems.js';
import { packageRoot } from '../packageRoot.js';

/** The page that ships, from the folder of the package. */
export const COVERAGE_PAGE = 'docs/policy-coverage.md';

export const shippedPage = (): string => join(packageRoot, COVERAGE_PAGE);

export interface CoverageReport {
  /** The page, where it was not written to a file. */
  page?: string;
  /** A rule without a home, a rule that is not listed, a pack that cannot be read, a file that cannot be written. */
  problems: string[];
}

/** The coverage of the packs that ship; written to a file where one is named. */
export function reportCoverage(file: string | undefined): CoverageReport {
  let all: Coverage[];
  try {
    all = coverage();
  } catch (error) {
    if (!(error instanceof YamlProblems)) throw error;
    return { problems: error.problems.map(problemText) };
  }
  const problems = all.flatMap(gapsOf);
  const page = coveragePage(all);
  if (file === undefined) return { page, problems };
  try {
    writeFileSync(file, page);
  } catch (error) {
    problems.push(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { problems };
}

const gapsOf = ({ homeless, unlisted }: Coverage): string[] => [
  ...homeless.map(({ file, id }) => `${file}: ${id} has no home: no item of the pack has this id`),
  ...unlisted.map(({ file, id }) => `${file}: ${id} is not in config/coverage/rules.yaml: add it, or correct it`),
];
