import type { Settings } from './settings.js';

/** The settings as they may be logged: addresses without their passwords, secrets only as present or absent. */
export function describeSettings(settings: Settings): Readonly<Record<string, unknown>> {
  const { database, temporal, mail, texts, payloadKeys, signIn, ...open } = settings;
  return {
    ...open,
    signIn:
      signIn === undefined
        ? undefined
        : {
            ...signIn,
            clientSecret: signIn.clientSecret === undefined ? undefined : '(set)',
            roles: signIn.roles === undefined ? undefined : Object.fromEntries(signIn.roles.map),
          },
    database: database.kind === 'external' ? { ...database, url: withoutPassword(database.url) } : database,
    temporal: temporal.kind === 'external' ? describeTemporal(temporal) : temporal,
    mail: mail.kind === 'smtp' ? { ...mail, url: withoutPassword(mail.url) } : mail,
    texts: texts === undefined ? undefined : { accountSid: texts.accountSid, authToken: '(set)', from: texts.from },
    // The ids tell which key is active; they are no secret.
    payloadKeys: payloadKeys?.split(',').map((entry) => entry.trim().split(':')[0]),
  };
}

function describeTemporal({ connection, namespace }: Extract<Settings['temporal'], { kind: 'external' }>): unknown {
  const { address, tls, apiKey, metadata } = connection;
  return {
    kind: 'external',
    address,
    namespace,
    tls: tls !== undefined && tls !== null && tls !== false,
    apiKey: apiKey === undefined ? undefined : '(set)',
    metadata: metadata === undefined ? undefined : Object.keys(metadata),
  };
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  // A password can also stand among the parameters.
  for (const name of [...url.searchParams.keys()])
    if (/pass|key|token|secret/i.test(name)) url.searchParams.set(name, '***');
  return url.href;
}
