import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { jsonSchemas, schemaText } from '../../config/jsonSchemas.js';
import { EXIT, printResult } from '../output.js';

export function registerSchemas(program: Command): void {
  program
    .command('schemas')
    .summary('write the JSON Schemas of packs, scenarios, calendars and templates')
    .description('The schemas with which an editor completes and checks what people write; they ship in docs/schemas.')
    .option('--write <folder>', 'the folder to write them to; else they are printed, one object a line')
    .action(async ({ write }: { write?: string }) => {
      if (write !== undefined) mkdirSync(write, { recursive: true });
      for (const [name, schema] of jsonSchemas()) {
        if (write === undefined) await printResult(JSON.stringify(schema));
        else writeFileSync(join(write, name), schemaText(schema));
      }
      process.exitCode = EXIT.done;
    });
}
