/** Every deployment value can come from the environment instead of the file: one table, which `--help` and docs/configuration.md show. */

export interface Variable {
  readonly name: string;
  /** Where it goes in the config. */
  readonly path: readonly [string, ...string[]];
  readonly what: string;
  readonly read: (text: string) => unknown;
}

const text = (value: string): string => value;
const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

export const variables: readonly Variable[] = [
  { name: 'PINTAG_REMOTE', path: ['remote'], what: 'name of the git remote', read: text },
  {
    name: 'PINTAG_BRANCHES',
    path: ['branches'],
    what: 'release branches: names with commas between them, or JSON',
    read: (value) => (value.trim().startsWith('[') ? JSON.parse(value) : list(value)),
  },
  { name: 'PINTAG_STORE_BUCKET', path: ['store', 'bucket'], what: 'name of the S3 bucket', read: text },
  { name: 'PINTAG_STORE_REGION', path: ['store', 'region'], what: "the bucket's AWS region", read: text },
  { name: 'PINTAG_STORE_ENDPOINT', path: ['store', 'endpoint'], what: 'URL of an S3-compatible server', read: text },
  { name: 'PINTAG_STORE_QUIRKS', path: ['store', 'quirks'], what: 'what that server lacks: none, ceph', read: text },
  { name: 'PINTAG_EDGE_ORIGIN', path: ['edge', 'origin'], what: 'where hosts load from, https://cdn.example.com', read: text },
  { name: 'PINTAG_EDGE_DISTRIBUTION', path: ['edge', 'distributionId'], what: 'id of the CloudFront distribution', read: text },
  { name: 'PINTAG_EDGE_ENDPOINT', path: ['edge', 'endpoint'], what: "URL of a stand-in for CloudFront's API", read: text },
  {
    name: 'PINTAG_EDGE_KEY_VALUE_STORE',
    path: ['edge', 'keyValueStore'],
    what: 'ARN of the key-value store that channels are redirected by',
    read: text,
  },
  { name: 'PINTAG_CHANNELS', path: ['channels'], what: 'channels beside v1, v2 and so on: names with commas between them', read: list },
  { name: 'PINTAG_GITHUB_REPOSITORY', path: ['github', 'repository'], what: 'owner/name of the repository that is told', read: text },
  { name: 'PINTAG_GITHUB_API_URL', path: ['github', 'apiUrl'], what: "URL of a GitHub server's API", read: text },
  {
    name: 'PINTAG_DEPENDENCY_BUMP',
    path: ['dependencyBump'],
    what: 'what a change in a dependency releases: major, minor, patch, own',
    read: text,
  },
  { name: 'PINTAG_TIME_LIMIT_GIT', path: ['timeLimits', 'git'], what: 'seconds that a git command may take', read: Number },
  { name: 'PINTAG_TIME_LIMIT_REQUEST', path: ['timeLimits', 'request'], what: 'seconds that a try of a request may take', read: Number },
];

/** `config` with what `env` sets laid over it; a value that is not readable stays text, so that the schema can name it. */
export function withEnvironment(
  config: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...config };
  for (const { name, path, read } of variables) {
    const value = env[name];
    if (value === undefined || value === '') continue;
    const [first, second] = path;
    if (second === undefined) merged[first] = readable(read, value);
    else merged[first] = { ...(isRecord(merged[first]) ? merged[first] : {}), [second]: readable(read, value) };
  }
  return merged;
}

function readable(read: Variable['read'], value: string): unknown {
  try {
    return read(value);
  } catch {
    return value;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
