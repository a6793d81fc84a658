import { z } from 'zod';
import { ROLES } from '../domain/inputs.js';

const keyEntry = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[A-Za-z0-9+/]{43}=$/;

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port. Give a number from 0 (any free port) to 65535')
    .transform(Number)
    .refine((value) => value <= 65_535, 'is not a port. Give a number from 0 (any free port) to 65535')
    .default(fallback);
const optionalPort = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port. Give a number from 1 to 65535, or unset it for any free port')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'is not a port. Give a number from 1 to 65535')
  .optional();
const yesNo = z
  .enum(['true', 'false'], { error: 'is neither true nor false. Write one of these' })
  .transform((value) => value === 'true')
  .optional();
const text = z.string().trim().min(1).optional();
const url = (schemes: readonly string[], example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.replace(':', '')),
      `is not an address of that kind. Write it like ${example}`,
    )
    .optional();

/** Browsers and identity providers are reached over HTTPS; over HTTP on this machine alone. */
const secureUrl = (example: string) =>
  z
    .string()
    .refine((value) => URL.canParse(value), `is not an address. Write it like ${example}`)
    .refine((value) => {
      const { protocol, hostname } = URL.canParse(value) ? new URL(value) : new URL('https://wrong.example');
      return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
    }, `has to be HTTPS. Write it like ${example}`)
    .optional();

const roleEntry = /^\s*([^=,\s]+)\s*=\s*([a-z]+)\s*$/;

const unitBytes: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_048_576 };

/** One entry for each variable, named as after the prefix. A message says what is wrong, then the remedy. */
export const Variables = z.object({
  DATA: z.string().default('.rollcall'),
  DEMO: yesNo,
  AUTHORITY: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'is not the id of an authority. Use small letters, digits and hyphens, like bradford')
    .default('bradford'),
  LANGUAGES: z
    .string()
    .regex(
      /^[a-z]{2,3}(,[a-z]{2,3})*$/,
      'is not a list of languages. Write their codes with commas between, like en,cy',
    )
    .transform((value) => [...new Set(value.split(','))])
    .default(['en']),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is not a level. Use one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(3000),
  TRUST_PROXY: z
    .string()
    .regex(
      /^\d{1,2}$/,
      'is not a number of proxies. Give the exact number that stand in front (0 for none); a blanket "true" would let anyone claim any address',
    )
    .transform(Number)
    .default(0),
  BODY_LIMIT: z
    .string()
    .regex(/^[1-9]\d{0,8}(b|kb|mb)?$/i, 'is not a size. Write it like 256kb or 1mb')
    .transform((value) => {
      const [, amount = '0', unit = 'b'] = /^(\d+)([a-z]*)$/i.exec(value) ?? [];
      return Number(amount) * (unitBytes[unit.toLowerCase()] ?? 1);
    })
    .default(100 * 1_024),
  RATE_LIMIT: z
    .string()
    .regex(/^\d{1,7}$/, 'is not a number of requests a minute. Give a whole number, or 0 for no limit')
    .transform(Number)
    .default(600),
  SCANNER: z
    .string()
    .regex(
      /^[^\s:/@]+:\d{1,5}$/,
      'is not the address of a scanner. Write host:port of a clamd, like clamd.example:3310',
    )
    .transform((value) => ({ host: value.split(':')[0] ?? '', port: Number(value.split(':')[1]) }))
    .refine(({ port: number }) => number >= 1 && number <= 65_535, 'has a port that does not exist. Use 1 to 65535')
    .optional(),
  DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/rollcall'),
  POSTGRES_PORT: optionalPort,
  TEMPORAL_PORT: optionalPort,
  TEMPORAL_UI_PORT: z.union([z.literal('off').transform(() => undefined), port(8233)], {
    error: 'is not a port. Give a number from 0 (any free port) to 65535, or off',
  }),
  MAIL_SINK_PORT: port(3025),
  MAIL_SINK_WEB_PORT: port(3080),
  SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@mail.example:587'),
  SMTP_FROM: z
    .string()
    .regex(
      /^[^\r\n]*[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$/,
      'is not a sender. Write it like CME team <cme@council.example>',
    )
    .optional(),
  SMTP_TLS: z
    .enum(['required', 'opportunistic', 'off'], { error: 'is not known. Use one of required, opportunistic, off' })
    .optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'is not an account SID. It begins with AC and has 34 characters')
    .optional(),
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: text,
  PAYLOAD_KEYS: z
    .string()
    .refine(
      (value) => value.split(',').every((entry) => keyEntry.test(entry.trim())),
      'is not a list of keys. Write id:key, several with commas between, the active one first; make a key with: openssl rand -base64 32',
    )
    .refine((value) => {
      const ids = value.split(',').map((entry) => entry.trim().split(':')[0]);
      return new Set(ids).size === ids.length;
    }, 'has an id twice. Give each key an id of its own')
    .optional(),
  PUBLIC_URL: secureUrl('https://rollcall.council.example')
    .refine(
      (value) => value === undefined || !URL.canParse(value) || new URL(value).pathname === '/',
      'has a path. Give the address alone, like https://rollcall.council.example',
    )
    .transform((value) => value?.replace(/\/$/, '')),
  OIDC_ISSUER: secureUrl('https://login.microsoftonline.com/TENANT-ID/v2.0').refine(
    (value) =>
      value === undefined || !/^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)\b/.test(value),
    'lets in people of any organisation. Name your own tenant, like https://login.microsoftonline.com/TENANT-ID/v2.0',
  ),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_SUBJECT_CLAIM: z
    .string()
    .regex(/^[a-z_]{1,40}$/, 'is not the name of a claim. Use oid for Entra, sub for others')
    .default('sub'),
  OIDC_ROLE_CLAIM: z
    .string()
    .regex(/^[A-Za-z0-9_:/.-]{1,100}$/, 'is not the name of a claim. Use roles for the app roles of Entra')
    .default('roles'),
  OIDC_ROLES: z
    .string()
    .refine(
      (value) => value.split(',').every((entry) => roleEntry.test(entry)),
      'is not a list of roles. Write value=role, several with commas between: CME.Officer=officer,CME.Manager=manager',
    )
    .refine(
      (value) => value.split(',').every((entry) => ROLES.some((role) => role === (roleEntry.exec(entry)?.[2] ?? role))),
      `names a role that is not known. The roles are ${ROLES.join(', ')}`,
    )
    .transform((value) => {
      const map = new Map<string, string[]>();
      for (const entry of value.split(',')) {
        const [, claimed = '', role = ''] = roleEntry.exec(entry) ?? [];
        map.set(claimed, [...(map.get(claimed) ?? []), role]);
      }
      return map;
    })
    .optional(),
  DEPLOYMENT_NAME: text,
  BUILD_ID: text,
});
/** The variables, read. */
export type Values = z.output<typeof Variables>;
