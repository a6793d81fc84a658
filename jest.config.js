/** Two projects: `unit` needs no server; `system` runs on a real PostgreSQL and Temporal that its set-up brings up once. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: true },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

export default {
  testTimeout: 240_000,
  // Much of a system test is waiting for servers: three share two processors well.
  maxWorkers: 3,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: [
        '<rootDir>/domain',
        '<rootDir>/config',
        '<rootDir>/codec',
        '<rootDir>/cli/policy',
        '<rootDir>/cli/calendar',
        '<rootDir>/bench',
        '<rootDir>/tests/fuzz',
      ],
    },
    {
      ...shared,
      displayName: 'system',
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/cli/policy/',
        '<rootDir>/cli/calendar/',
        '<rootDir>/tests/fuzz/',
      ],
      roots: [
        '<rootDir>/register',
        '<rootDir>/activities',
        '<rootDir>/workflows',
        '<rootDir>/worker',
        '<rootDir>/api',
        '<rootDir>/web',
        '<rootDir>/cli',
        '<rootDir>/tests',
      ],
      globalSetup: '<rootDir>/tests/support/globalSetup.js',
      globalTeardown: '<rootDir>/tests/support/globalTeardown.js',
    },
  ],
};
