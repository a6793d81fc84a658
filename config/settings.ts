import { existsSync } from 'node:fs';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { SettingsInvalid, type SettingsProblem } from './settingsInvalid.js';
import { Variables, type Values } from './settingVariables.js';

export { SettingsInvalid, type SettingsProblem } from './settingsInvalid.js';

/** Everything that is set from outside. Plain data; holds secrets, so it is shown only by `describeSettings`. */
export interface Settings {
  /** The folder that holds everything an embedded Rollcall keeps. */
  readonly dataFolder: string;
  /** Whether this is a demonstration; undefined leaves it to the data folder (a fresh embedded one becomes a demo). */
  readonly demo: boolean | undefined;
  /** The authority whose policy and people a demonstration starts with. */
  readonly authority: string;
  /** The languages of the pages by their codes; the first is spoken to whoever chose none. */
  readonly languages: readonly string[];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly http: {
    readonly host: string;
    /** 0 is any free port. */
    readonly port: number;
    /** How many proxies stand in front, each adding one address to X-Forwarded-For. */
    readonly trustProxy: number;
    /** Largest request body, in bytes. */
    readonly bodyLimitBytes: number;
    /** Requests a minute that one client may send; 0 is no limit. */
    readonly requestsPerMinute: number;
  };
  /** The clamd that looks at each file before it is kept; undefined where there is none. */
  readonly scanner: { readonly host: string; readonly port: number } | undefined;
  /** Where browsers reach the pages, `https://rollcall.council.example`; undefined for a demonstration's own address. */
  readonly publicUrl: string | undefined;
  /** How people sign in; undefined where nobody does, but for a demonstration's own provider. */
  readonly signIn: SignInSettings | undefined;
  readonly database: EmbeddedDatabase | { readonly kind: 'external'; readonly url: string };
  readonly temporal: EmbeddedTemporalSettings | ExternalTemporal;
  readonly mail: MailSink | SmtpServer;
  /** Text messages; undefined when no provider is set, and then none is sent outside. */
  readonly texts: { readonly accountSid: string; readonly authToken: string; readonly from: string } | undefined;
  /** Payload keys as `id:base64,…`, the active one first; undefined when the data folder's own key is used. */
  readonly payloadKeys: string | undefined;
  /** Set together: the worker then runs as a version of a worker deployment. */
  readonly deployment: { readonly name: string; readonly buildId: string } | undefined;
}

export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** The claim that names a person for good. */
  readonly subjectClaim: string;
  /** The claim with roles, and which roles its values give; undefined: roles are given in the register. */
  readonly roles: { readonly claim: string; readonly map: ReadonlyMap<string, readonly string[]> } | undefined;
}

export interface EmbeddedDatabase {
  readonly kind: 'embedded';
  /** Undefined is any free port. */
  readonly port: number | undefined;
}

export interface EmbeddedTemporalSettings {
  readonly kind: 'embedded';
  /** Undefined is any free port. */
  readonly port: number | undefined;
  /** Temporal's own pages; 0 is any free port, undefined is none. */
  readonly uiPort: number | undefined;
  readonly namespace: 'default';
}

export interface ExternalTemporal {
  readonly kind: 'external';
  readonly namespace: string;
  /** For `Connection.connect` and `NativeConnection.connect` alike. */
  readonly connection: ClientConnectConfig['connectionOptions'];
}

/** No message leaves the machine: a mail server of our own takes them and shows them. */
export interface MailSink {
  readonly kind: 'sink';
  readonly smtpPort: number;
  readonly webPort: number;
  readonly from: string;
}

export interface SmtpServer {
  readonly kind: 'smtp';
  readonly url: string;
  readonly from: string;
  /** `required`: refuse a server without TLS; `opportunistic`: use it where offered; `off`: never. */
  readonly tls: 'required' | 'opportunistic' | 'off';
}

const prefix = 'ROLLCALL_';
const demoSender = 'Rollcall <rollcall@rollcall.example>';
const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Read elsewhere: where binaries are found and kept, and how the command line reaches a running Rollcall. */
const readElsewhere = /^ROLLCALL_(CACHE|TEMPORAL_CLI(_SHA256)?|URL|TOKEN|TEST_.*)$/;

/**
 * Reads and checks all settings together.
 * @param env the environment; an empty value counts as unset
 * @throws SettingsInvalid with every problem: variable, what is wrong, remedy
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const own = Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
  const problems: SettingsProblem[] = unknownVariables(given);
  // Each variable is read by itself, so that a wrong one does not hide what is wrong with how the others fit together.
  const parsed = Variables.safeParse(own);
  const wrong = new Set<string>();
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (wrong.has(name)) continue;
    wrong.add(name);
    problems.push({ variable: `${prefix}${name}`, problem: issue.message });
  }
  const values = Variables.parse(Object.fromEntries(Object.entries(own).filter(([name]) => !wrong.has(name))));
  const temporal = readTemporal(given, values, problems);
  problems.push(...contradictions(values, temporal.kind === 'external', wrong));
  if (problems.length > 0) throw new SettingsInvalid(problems);
  return assemble(values, temporal);
}

/**
 * What keeps these settings from being used with demonstration data, whose people are invented: anything that would
 * reach a real person. To be asked again once the data folder has said that it holds a demo.
 */
export function demoProblems(settings: Pick<Settings, 'mail' | 'texts'>): SettingsProblem[] {
  return [
    ...(settings.mail.kind === 'smtp' ? mailProblem(settings.mail.url) : []),
    ...(settings.texts === undefined ? [] : [textsProblem]),
  ];
}

function mailProblem(smtpUrl: string): SettingsProblem[] {
  if (loopback.has(new URL(smtpUrl).hostname)) return [];
  return [
    {
      variable: 'ROLLCALL_SMTP_URL',
      problem:
        'names a real mail server, and this is a demonstration. Unset it (messages then go to the mail sink), or set ROLLCALL_DEMO=false and a fresh ROLLCALL_DATA for real work',
    },
  ];
}

const textsProblem: SettingsProblem = {
  variable: 'ROLLCALL_TWILIO_ACCOUNT_SID',
  problem:
    'would send real texts, and this is a demonstration. Unset the ROLLCALL_TWILIO_ settings, or set ROLLCALL_DEMO=false and a fresh ROLLCALL_DATA for real work',
};

function unknownVariables(given: Readonly<Record<string, string | undefined>>): SettingsProblem[] {
  return Object.keys(given)
    .filter((name) => name.startsWith(prefix) && !readElsewhere.test(name))
    .filter((name) => !(name.slice(prefix.length) in Variables.shape))
    .map((variable) => ({ variable, problem: 'is not a setting of Rollcall. Correct its name, or unset it' }));
}

function readTemporal(
  given: Readonly<Record<string, string | undefined>>,
  values: Values,
  problems: SettingsProblem[],
): Settings['temporal'] {
  const embedded: EmbeddedTemporalSettings = {
    kind: 'embedded',
    port: values.TEMPORAL_PORT,
    uiPort: values.TEMPORAL_UI_PORT,
    namespace: 'default',
  };
  const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'].find(
    (name) => given[name] !== undefined,
  );
  if (named === undefined) {
    for (const variable of Object.keys(given).filter((name) => /^TEMPORAL_(API_KEY|NAMESPACE|TLS)/.test(name)))
      problems.push({ variable, problem: 'is set, but no server is. Set TEMPORAL_ADDRESS as well, or unset it' });
    return embedded;
  }
  const file = given['TEMPORAL_CONFIG_FILE'];
  if (file !== undefined && !existsSync(file)) {
    problems.push({
      variable: 'TEMPORAL_CONFIG_FILE',
      problem: `names ${file}, which does not exist. Correct the path`,
    });
    return embedded;
  }
  try {
    const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? '']));
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: texts });
    if (!/^[^\s:/]+:\d+$/.test(connectionOptions.address ?? ''))
      problems.push({
        variable: 'TEMPORAL_ADDRESS',
        problem: 'is not an address. Write it like temporal.example:7233',
      });
    return { kind: 'external', namespace: namespace ?? 'default', connection: connectionOptions };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push({
      variable: named,
      problem: `and the TEMPORAL_ settings beside it cannot be used: ${reason}. Correct them`,
    });
    return embedded;
  }
}

/** What is wrong with how the values fit together. Variables that are wrong in themselves have been reported already. */
function contradictions(values: Values, externalTemporal: boolean, wrong: ReadonlySet<string>): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const add = (name: keyof Values, problem: string) => {
    if (!wrong.has(name)) problems.push({ variable: `${prefix}${name}`, problem });
  };
  const external = externalTemporal || values.DATABASE_URL !== undefined || wrong.has('DATABASE_URL');
  const texts = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;

  if (external && values.PAYLOAD_KEYS === undefined)
    add(
      'PAYLOAD_KEYS',
      'is missing; with servers of your own it has to be set. Write id:key; make a key with: openssl rand -base64 32',
    );
  const real = values.DEMO === false || (external && values.DEMO === undefined);
  if (real && values.SMTP_URL === undefined)
    add(
      'SMTP_URL',
      'is missing; without a mail server no message would reach anyone. Set it, or ROLLCALL_DEMO=true for a demonstration',
    );
  if (values.SMTP_URL !== undefined && values.SMTP_FROM === undefined)
    add('SMTP_FROM', 'is missing; messages need a sender. Write it like CME team <cme@council.example>');
  if (values.SMTP_URL === undefined && !real && !wrong.has('SMTP_URL')) {
    if (values.SMTP_TLS !== undefined)
      add('SMTP_TLS', 'is set, but no mail server is. Set ROLLCALL_SMTP_URL as well, or unset it');
  }
  if (texts.some((name) => values[name] !== undefined))
    for (const name of texts.filter((each) => values[each] === undefined))
      add(name, 'is missing; texts need all three ROLLCALL_TWILIO_ settings. Set it, or unset the others');
  if (values.OIDC_ISSUER === undefined) {
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'] as const)
      if (values[name] !== undefined && !wrong.has('OIDC_ISSUER'))
        add(name, 'is set, but no provider is. Set ROLLCALL_OIDC_ISSUER as well, or unset it');
  } else {
    if (values.OIDC_CLIENT_ID === undefined)
      add('OIDC_CLIENT_ID', 'is missing; the provider knows Rollcall by it. Set it to the id it was registered under');
    if (values.PUBLIC_URL === undefined)
      add(
        'PUBLIC_URL',
        'is missing; the provider sends people back to it. Write it like https://rollcall.council.example',
      );
  }
  if (real && values.PUBLIC_URL?.startsWith('http:') === true)
    add('PUBLIC_URL', 'has to be HTTPS where real children are. Write it like https://rollcall.council.example');
  if ((values.DEPLOYMENT_NAME === undefined) !== (values.BUILD_ID === undefined))
    add(
      values.BUILD_ID === undefined ? 'BUILD_ID' : 'DEPLOYMENT_NAME',
      'is missing; a deployment needs its name and its build id. Set both or neither',
    );
  if (values.DEMO === true) {
    if (values.SMTP_URL !== undefined) problems.push(...mailProblem(values.SMTP_URL));
    if (values.TWILIO_ACCOUNT_SID !== undefined) problems.push(textsProblem);
  }

  const ports = [
    'PORT',
    'MAIL_SINK_PORT',
    'MAIL_SINK_WEB_PORT',
    'TEMPORAL_UI_PORT',
    'TEMPORAL_PORT',
    'POSTGRES_PORT',
  ] as const;
  const taken = new Map<number, string>();
  for (const name of ports) {
    const value = values[name];
    if (value === undefined || value === 0) continue;
    const other = taken.get(value);
    if (other !== undefined) add(name, `is ${value}, as is ${other}. Give each a port of its own`);
    taken.set(value, `${prefix}${name}`);
  }
  return problems;
}

function assemble(values: Values, temporal: Settings['temporal']): Settings {
  const external = temporal.kind === 'external' || values.DATABASE_URL !== undefined;
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: textsFrom } = values;
  const { DEPLOYMENT_NAME: name, BUILD_ID: buildId } = values;
  return {
    dataFolder: values.DATA,
    demo: values.DEMO ?? (external ? false : undefined),
    authority: values.AUTHORITY,
    languages: values.LANGUAGES,
    logLevel: values.LOG_LEVEL,
    http: {
      host: values.HOST,
      port: values.PORT,
      trustProxy: values.TRUST_PROXY,
      bodyLimitBytes: values.BODY_LIMIT,
      requestsPerMinute: values.RATE_LIMIT,
    },
    scanner: values.SCANNER,
    publicUrl: values.PUBLIC_URL,
    signIn:
      values.OIDC_ISSUER === undefined || values.OIDC_CLIENT_ID === undefined
        ? undefined
        : {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID,
            clientSecret: values.OIDC_CLIENT_SECRET,
            subjectClaim: values.OIDC_SUBJECT_CLAIM,
            roles:
              values.OIDC_ROLES === undefined ? undefined : { claim: values.OIDC_ROLE_CLAIM, map: values.OIDC_ROLES },
          },
    database:
      values.DATABASE_URL === undefined
        ? { kind: 'embedded', port: values.POSTGRES_PORT }
        : { kind: 'external', url: values.DATABASE_URL },
    temporal,
    mail:
      values.SMTP_URL === undefined
        ? {
            kind: 'sink',
            smtpPort: values.MAIL_SINK_PORT,
            webPort: values.MAIL_SINK_WEB_PORT,
            from: values.SMTP_FROM ?? demoSender,
          }
        : {
            kind: 'smtp',
            url: values.SMTP_URL,
            from: values.SMTP_FROM ?? demoSender,
            tls: values.SMTP_TLS ?? (loopback.has(new URL(values.SMTP_URL).hostname) ? 'opportunistic' : 'required'),
          },
    texts:
      accountSid === undefined || authToken === undefined || textsFrom === undefined
        ? undefined
        : { accountSid, authToken, from: textsFrom },
    payloadKeys: values.PAYLOAD_KEYS,
    deployment: name === undefined || buildId === undefined ? undefined : { name, buildId },
  };
}
