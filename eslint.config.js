import tseslint from 'typescript-eslint';

/** What each folder may import of ours. The lint fails on anything else, so the picture in docs/architecture.md stays true. */
const mayImport = {
  domain: [],
  codec: [],
  config: ['domain'],
  workflows: ['domain', 'activities:types'],
  register: ['domain'],
  activities: ['domain', 'register', 'config'],
  worker: ['workflows', 'activities', 'codec', 'register', 'config', 'domain'],
  api: ['domain', 'register', 'config', 'codec', 'workflows:messages'],
  web: ['api', 'domain', 'register', 'config'],
};
const rooms = [...Object.keys(mayImport), 'cli', 'tests', 'bench'];

const boundaries = Object.entries(mayImport).map(([room, allowed]) => {
  const forbidden = rooms.filter((other) => other !== room && !allowed.some((a) => a.split(':')[0] === other));
  const patterns = [
    {
      group: forbidden.flatMap((other) => [1, 2, 3, 4].map((up) => `${'../'.repeat(up)}${other}/**`)),
      message: `${room}/ may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
    },
  ];
  if (room === 'workflows')
    patterns.push({
      group: ['../activities/**'],
      allowTypeImports: true,
      message: 'workflows/ may import only the types of activities: their code must not enter the bundle.',
    });
  if (room === 'api')
    patterns.push({
      group: ['../workflows/*', '!../workflows/messages.js'],
      message: 'api/ knows the workflows only by workflows/messages.',
    });
  if (room === 'domain' || room === 'workflows')
    patterns.push({
      group: ['zod', 'node:*', 'express', 'pg', 'kysely', 'yaml'],
      message: 'domain/ and workflows/ are bundled for the workflow sandbox: no Node module, no zod.',
    });
  return {
    files: [`${room}/**/*.ts`],
    // Tests bring up the whole of it.
    ignores: ['**/*.test.ts', 'web/testing/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
});

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.rollcall/**', 'coverage/**'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Marked as deprecated so that it stands out; it is for an identity provider on this machine.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // These change with the version of Node and its locale data; a replay must not.
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Intl'],
      'no-restricted-properties': [
        'error',
        ...[
          'toLocaleString',
          'toLocaleDateString',
          'toLocaleTimeString',
          'localeCompare',
          'normalize',
          'toLocaleLowerCase',
          'toLocaleUpperCase',
        ].map((property) => ({ property, message: 'Locale data changes with Node; a replay must not.' })),
      ],
    },
  },
  ...boundaries,
  {
    files: ['**/*.js', 'bin/**'],
    ...tseslint.configs.disableTypeChecked,
  },
);
