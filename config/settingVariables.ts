import { z } from 'zod';

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

const unitBytes: Readonly<Record<string, number>> = { b: 1, kb: 1_024, mb: 1_048_576 };

/** One entry for each variable, named as after the prefix. A message says what is wrong, then the remedy. */
export const Variables = z.object({
  DATA: z.string().default('.rollcall'),
  DEMO: yesNo,
  AUTHORITY: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'is not the id of an authority. Use small letters, digits and hyphens, like bradford')
    .default('bradford'),
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
  DEPLOYMENT_NAME: text,
  BUILD_ID: text,
});
/** The variables, read. */
export type Values = z.output<typeof Variables>;
