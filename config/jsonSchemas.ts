/** The formats that people write, as JSON Schemas for their editors; `docs/schemas` holds what this makes. */
import { z } from 'zod';
import { londonSchema, schoolSchema, workingSchema } from './calendarFiles.js';
import { loadLondon } from './calendars.js';
import { closingsSchema, messageFileSchema } from './messageTemplates.js';
import { packSchema } from './pack/schema.js';
import { FIELD_WORDS, SECTION_WORDS } from './packWords.js';
import { createScenarioSchema } from './scenario/scenarioSchema.js';

/** Each schema by the name of its file. */
export function jsonSchemas(): ReadonlyMap<string, unknown> {
  const schemas: [string, z.ZodType][] = [
    ['pack', packSchema],
    ['scenario', createScenarioSchema(loadLondon())],
    ['school-calendar', schoolSchema],
    ['bank-holidays', workingSchema],
    ['london', londonSchema],
    ['message-templates', messageFileSchema],
    ['message-closings', closingsSchema],
  ];
  return new Map(
    schemas.map(([name, schema]) => {
      const made: unknown = z.toJSONSchema(schema, {
        target: 'draft-2020-12',
        io: 'input', // what a person writes, not what becomes of it
        unrepresentable: 'any',
      });
      return [`${name}.schema.json`, name === 'pack' ? described(made, SECTION_WORDS) : made];
    }),
  );
}

/** As the file holds it. */
export const schemaText = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;

/** The same schema, with words on each field that has none of its own: the sections first, what is in them below. */
function described(schema: unknown, words: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => described(inner, words));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => {
      if (key !== 'properties' || !isObject(inner))
        return [key, described(inner, key === '$defs' ? FIELD_WORDS : words)];
      const fields = Object.entries(inner).map(([name, field]) => {
        const below = described(field, FIELD_WORDS);
        const said = Object.hasOwn(words, name) ? words[name] : undefined;
        return [name, isObject(below) && said !== undefined ? { description: said, ...below } : below];
      });
      return [key, Object.fromEntries(fields)];
    }),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
