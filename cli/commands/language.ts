import type { Command } from 'commander';
import { faultsIn } from '../../config/language/faults.js';
import { FIRST, readPageTexts } from '../../web/language/language.js';
import { webFolder } from '../../web/packageFolder.js';
import { EXIT, printProblem, printResult } from '../output.js';

export function registerLanguage(program: Command): void {
  program
    .command('language')
    .summary('check a language of the pages against English')
    .argument('<code>', 'the code of the language, cy for Welsh')
    .description(
      'Names every text that is missing or unknown, and every field of a text that is. Ends with status 2 where there is one. What to translate, and how, is in docs/language.md.',
    )
    .action(async (code: string) => {
      process.exitCode = await check(code);
    });
}

async function check(code: string): Promise<number> {
  if (!/^[a-z]{2,3}$/.test(code)) {
    await printProblem('rollcall: a language is named by its code, in small letters: cy for Welsh');
    return EXIT.malformed;
  }
  const english = readPageTexts(webFolder, FIRST);
  const texts = readPageTexts(webFolder, code);
  const faults = faultsIn(texts, english);
  if (faults.length > 0) {
    await printProblem(`${faults.join('\n')}\n${code}: ${faults.length} to be mended; ${texts.size} texts are there`);
    return EXIT.malformed;
  }
  await printResult(`${code}: ${texts.size} texts, nothing missing`);
  return EXIT.done;
}
