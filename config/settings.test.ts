import { describe, expect, test } from '@jest/globals';
import { describeSettings } from './describeSettings.js';
import { demoProblems, readSettings, SettingsInvalid } from './settings.js';

const key = Buffer.alloc(32, 7).toString('base64');

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  test('nothing set: everything embedded, on loopback, the folder decides whether it is a demo', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      dataFolder: '.rollcall',
      demo: undefined,
      authority: 'bradford',
      languages: ['en'],
      http: { host: '127.0.0.1', port: 3000, trustProxy: 0, bodyLimitBytes: 102_400 },
      database: { kind: 'embedded' },
      temporal: { kind: 'embedded', uiPort: 8233, namespace: 'default' },
      mail: { kind: 'sink', smtpPort: 3025, webPort: 3080 },
    });
    expect(settings.texts).toBeUndefined();
    expect(settings.payloadKeys).toBeUndefined();
  });

  test('an empty value counts as unset', () => {
    expect(readSettings({ ROLLCALL_PORT: '', ROLLCALL_SMTP_URL: '', TEMPORAL_ADDRESS: '' })).toEqual(readSettings({}));
  });

  test('every wrong setting is listed at once, by name, with its remedy', () => {
    const env = {
      ROLLCALL_PORT: '99999',
      ROLLCALL_DEMO: 'maybe',
      ROLLCALL_TRUST_PROXY: 'true',
      ROLLCALL_BODY_LIMIT: 'plenty',
      ROLLCALL_DATABASE_URL: 'mysql://somewhere',
      ROLLCALL_SMTP_TLS: 'perhaps',
      ROLLCALL_TWILIO_FROM: '+441632960000',
      ROLLCALL_SMPT_URL: 'smtp://mail.example',
      ROLLCALL_BUILD_ID: '42',
    };
    expect(problemsOf(env).sort()).toEqual([
      'ROLLCALL_BODY_LIMIT',
      'ROLLCALL_DATABASE_URL',
      'ROLLCALL_DEMO',
      'ROLLCALL_DEPLOYMENT_NAME',
      'ROLLCALL_PAYLOAD_KEYS',
      'ROLLCALL_PORT',
      'ROLLCALL_SMPT_URL',
      'ROLLCALL_SMTP_TLS',
      'ROLLCALL_SMTP_URL',
      'ROLLCALL_TRUST_PROXY',
      'ROLLCALL_TWILIO_ACCOUNT_SID',
      'ROLLCALL_TWILIO_AUTH_TOKEN',
    ]);
    expect(() => readSettings(env)).toThrow(/ROLLCALL_TRUST_PROXY is not a number of proxies\. Give the exact number/);
  });

  test.each([
    ['12', 12],
    ['100KB', 102_400],
    ['2mb', 2_097_152],
  ])('a body limit of %s is %d bytes', (ROLLCALL_BODY_LIMIT, bytes) => {
    expect(readSettings({ ROLLCALL_BODY_LIMIT }).http.bodyLimitBytes).toBe(bytes);
  });

  test('a scanner is a host and a port; none is set by itself', () => {
    expect(readSettings({}).scanner).toBeUndefined();
    expect(readSettings({ ROLLCALL_SCANNER: 'clamd.example:3310' }).scanner).toEqual({
      host: 'clamd.example',
      port: 3310,
    });
    for (const ROLLCALL_SCANNER of ['clamd.example', 'tcp://clamd.example:3310', 'clamd.example:0', ':3310'])
      expect(problemsOf({ ROLLCALL_SCANNER })).toEqual(['ROLLCALL_SCANNER']);
  });

  test.each(['-1', '1.5', '3000x', '0x10', ' 80'])('%j is not a port', (ROLLCALL_PORT) => {
    expect(problemsOf({ ROLLCALL_PORT })).toEqual(['ROLLCALL_PORT']);
  });

  test('two servers on one port are refused, any free port is not', () => {
    expect(problemsOf({ ROLLCALL_PORT: '3080' })).toEqual(['ROLLCALL_MAIL_SINK_WEB_PORT']);
    expect(problemsOf({ ROLLCALL_PORT: '0', ROLLCALL_MAIL_SINK_PORT: '0', ROLLCALL_MAIL_SINK_WEB_PORT: '0' })).toEqual(
      [],
    );
    expect(readSettings({ ROLLCALL_TEMPORAL_UI_PORT: 'off' }).temporal).toMatchObject({ uiPort: undefined });
  });

  test('servers of our own: keys and a mail server become necessary, and it is not a demo', () => {
    const servers = {
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      ROLLCALL_DATABASE_URL: 'postgres://u:p@db.example/rollcall',
    };
    expect(problemsOf(servers)).toEqual(['ROLLCALL_PAYLOAD_KEYS', 'ROLLCALL_SMTP_URL']);
    const settings = readSettings({
      ...servers,
      TEMPORAL_NAMESPACE: 'cme',
      TEMPORAL_API_KEY: 'secret-api-key',
      ROLLCALL_PAYLOAD_KEYS: `2026:${key},2025:${key}`,
      ROLLCALL_SMTP_URL: 'smtp://user:secret-mail@mail.example:587',
      ROLLCALL_SMTP_FROM: 'CME team <cme@council.example>',
    });
    expect(settings.demo).toBe(false);
    expect(settings.mail).toMatchObject({ kind: 'smtp', tls: 'required' });
    expect(settings.temporal).toMatchObject({
      kind: 'external',
      namespace: 'cme',
      connection: { address: 'temporal.example:7233', apiKey: 'secret-api-key', tls: true },
    });
  });

  test('Temporal settings without an address, or with a file that is not there, are said', () => {
    expect(problemsOf({ TEMPORAL_API_KEY: 'k' })).toEqual(['TEMPORAL_API_KEY']);
    expect(problemsOf({ TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' })).toContain('TEMPORAL_CONFIG_FILE');
    expect(
      problemsOf({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere/cert.pem' }),
    ).toContain('TEMPORAL_ADDRESS');
    expect(problemsOf({ TEMPORAL_ADDRESS: 'http://temporal.example' })).toContain('TEMPORAL_ADDRESS');
  });

  test.each([`a:${key},a:${key}`, `a:${key.slice(4)}`, key, `a:${key},`])(
    'keys that cannot be used are refused',
    (keys) => {
      expect(problemsOf({ ROLLCALL_PAYLOAD_KEYS: keys })).toEqual(['ROLLCALL_PAYLOAD_KEYS']);
    },
  );

  test('a demonstration takes no real mail server and no text provider', () => {
    const real = {
      ROLLCALL_SMTP_URL: 'smtp://mail.council.example',
      ROLLCALL_SMTP_FROM: 'cme@council.example',
      ROLLCALL_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      ROLLCALL_TWILIO_AUTH_TOKEN: 'secret-token',
      ROLLCALL_TWILIO_FROM: '+441632960000',
    };
    expect(problemsOf({ ...real, ROLLCALL_DEMO: 'true' })).toEqual([
      'ROLLCALL_SMTP_URL',
      'ROLLCALL_TWILIO_ACCOUNT_SID',
    ]);
    // The folder may say later that it holds a demo.
    expect(demoProblems(readSettings(real))).toHaveLength(2);
    const onThisMachine = {
      ROLLCALL_DEMO: 'true',
      ROLLCALL_SMTP_URL: 'smtp://localhost:1025',
      ROLLCALL_SMTP_FROM: 'a@b.example',
    };
    expect(demoProblems(readSettings(onThisMachine))).toEqual([]);
  });

  test('real work needs a mail server', () => {
    expect(problemsOf({ ROLLCALL_DEMO: 'false' })).toEqual(['ROLLCALL_SMTP_URL']);
  });

  test('a wrong setting is named without repeating a secret', () => {
    const env = { ROLLCALL_PAYLOAD_KEYS: 'a:tooshortsecret', ROLLCALL_DATABASE_URL: 'mysql://u:hidden@db' };
    expect(() => readSettings(env)).toThrow(expect.not.stringMatching(/tooshortsecret|hidden/));
  });
});

test('describeSettings shows no secret', () => {
  const settings = readSettings({
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    TEMPORAL_API_KEY: 'secret-api-key',
    ROLLCALL_DATABASE_URL: 'postgres://u:secret-database@db.example/rollcall?sslpassword=secret-parameter',
    ROLLCALL_PAYLOAD_KEYS: `2026:${key}`,
    ROLLCALL_SMTP_URL: 'smtp://user:secret-mail@mail.example:587',
    ROLLCALL_SMTP_FROM: 'cme@council.example',
    ROLLCALL_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    ROLLCALL_TWILIO_AUTH_TOKEN: 'secret-token',
    ROLLCALL_TWILIO_FROM: '+441632960000',
  });
  const shown = JSON.stringify(describeSettings(settings));
  expect(shown).not.toMatch(/secret/);
  expect(shown).not.toContain(key);
  expect(shown).toContain('db.example');
  expect(shown).toContain('2026');
});

describe('the settings of the pages', () => {
  const real = {
    ROLLCALL_DEMO: 'false',
    ROLLCALL_SMTP_URL: 'smtps://mail.example',
    ROLLCALL_SMTP_FROM: 'cme@council.example',
  };
  const signIn = {
    ROLLCALL_PUBLIC_URL: 'https://rollcall.council.example/',
    ROLLCALL_OIDC_ISSUER: 'https://login.microsoftonline.com/7f3c/v2.0',
    ROLLCALL_OIDC_CLIENT_ID: 'abc',
    ROLLCALL_OIDC_CLIENT_SECRET: 'hidden',
    ROLLCALL_OIDC_SUBJECT_CLAIM: 'oid',
    ROLLCALL_OIDC_ROLES: 'CME.Officer=officer, CME.Lead=manager,CME.Lead=dsl',
  };

  test('are read: claims, and roles by the values of their claim', () => {
    const settings = readSettings({ ...real, ...signIn });
    expect(settings.publicUrl).toBe('https://rollcall.council.example');
    expect(settings.signIn).toEqual({
      issuer: signIn.ROLLCALL_OIDC_ISSUER,
      clientId: 'abc',
      clientSecret: 'hidden',
      subjectClaim: 'oid',
      roles: {
        claim: 'roles',
        map: new Map([
          ['CME.Officer', ['officer']],
          ['CME.Lead', ['manager', 'dsl']],
        ]),
      },
    });
    expect(JSON.stringify(describeSettings(settings))).not.toContain('hidden');
  });

  test.each([
    [{ ROLLCALL_PUBLIC_URL: 'http://rollcall.council.example' }, ['ROLLCALL_PUBLIC_URL']],
    [{ ROLLCALL_PUBLIC_URL: 'http://127.0.0.1:3000' }, ['ROLLCALL_PUBLIC_URL']],
    [{ ROLLCALL_PUBLIC_URL: 'https://council.example/rollcall' }, ['ROLLCALL_PUBLIC_URL']],
    [{ ...signIn, ROLLCALL_PUBLIC_URL: '' }, ['ROLLCALL_PUBLIC_URL']],
    [{ ...signIn, ROLLCALL_OIDC_CLIENT_ID: '' }, ['ROLLCALL_OIDC_CLIENT_ID']],
    [{ ...signIn, ROLLCALL_OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0' }, ['ROLLCALL_OIDC_ISSUER']],
    [{ ...signIn, ROLLCALL_OIDC_ROLES: 'CME.Officer=king' }, ['ROLLCALL_OIDC_ROLES']],
    [{ ROLLCALL_OIDC_CLIENT_SECRET: 'x' }, ['ROLLCALL_OIDC_CLIENT_SECRET']],
  ])('%j is refused', (env, variables) => {
    expect(problemsOf({ ...real, ...env })).toEqual(variables);
  });

  test('a demonstration may be at plain HTTP on this machine', () => {
    expect(readSettings({ ROLLCALL_PUBLIC_URL: 'http://127.0.0.1:4000' }).publicUrl).toBe('http://127.0.0.1:4000');
  });
});
