import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROLES } from '../../domain/inputs.js';
import { packageRoot } from '../packageRoot.js';

const Person = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  may: z.string(),
});

const Demo = z.strictObject({
  authority: z.string(),
  name: z.string(),
  email: z.email(),
  phone: z.string(),
  pack: z.string(),
  schoolCalendar: z.string(),
  team: z.strictObject({ id: z.string(), name: z.string(), email: z.email() }),
  people: z.array(Person.extend({ email: z.email(), teams: z.array(z.string()).optional() })),
  systems: z.array(Person),
  schools: z.array(z.strictObject({ id: z.string(), name: z.string(), email: z.email(), phone: z.string() })),
  tokenDays: z.number().int().positive(),
});

/** The invented authority, people and schools of a demonstration. */
export type Demo = z.infer<typeof Demo>;

/** Reads the shipped demonstration of an authority. */
export function readDemo(authority: string): Demo {
  const file = join(packageRoot, 'cli/demo', `${authority}.yaml`);
  const text: unknown = parse(readFileSync(file, 'utf8'));
  return Demo.parse(text);
}
