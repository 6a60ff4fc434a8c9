/** What a deployment can choose, as a schema; defaults stand beside the fields they belong to. */
import { whyNoChannelName } from '@pintag/cdn/channel-names';
import * as v from 'valibot';
import { defaultIgnoredFiles } from '../plan/file-rules.ts';

const url = v.pipe(
  v.string(),
  v.url('is not an absolute URL'),
  v.transform((text) => text.replace(/\/+$/, '')),
);
const bump = v.picklist(['major', 'minor', 'patch', 'own'], 'is none of major, minor, patch, own');

const bytes = v.pipe(v.number('is no number of bytes'), v.integer('is no whole number of bytes'), v.minValue(1, 'is no size'));

const seconds = v.pipe(v.number('is no number of seconds'), v.minValue(1, 'is no time'));

/** semantic-release's own branch: a name, or an object with `name`, `range`, `channel`, `prerelease`. */
const branch = v.union([
  v.string(),
  v.object({
    name: v.string(),
    range: v.optional(v.string()),
    channel: v.optional(v.union([v.string(), v.literal(false)])),
    prerelease: v.optional(v.union([v.string(), v.boolean()])),
  }),
]);

const channelName = v.pipe(
  v.string(),
  v.check(
    (name) => whyNoChannelName(name) === undefined,
    ({ input }) => `"${String(input)}" cannot be a channel: ${whyNoChannelName(String(input))}`,
  ),
);

export { defaultIgnoredFiles };

export const configSchema = v.strictObject({
  /** Name of the git remote that owns the version numbers. */
  remote: v.optional(v.string(), 'origin'),
  branches: v.optional(v.pipe(v.array(branch), v.minLength(1, 'names no branch')), [
    '+([0-9])?(.{+([0-9]),x}).x',
    'main',
    { name: 'next', prerelease: true },
    { name: 'beta', prerelease: true },
  ]),
  /** The S3 bucket; left out, everything goes to the store on this machine (`pintag local`). Credentials come from the AWS SDK's own chain, never from here. */
  store: v.optional(
    v.strictObject({
      bucket: v.pipe(v.string(), v.minLength(3, 'is no bucket name')),
      region: v.string(),
      /** Only for S3-compatible servers. */
      endpoint: v.optional(url),
      /** `ceph`: the server lacks what tools/cdn declares for Ceph's RADOS Gateway. */
      quirks: v.optional(v.picklist(['none', 'ceph'], 'is none of none, ceph'), 'none'),
    }),
  ),
  /** The CloudFront distribution in front of it. */
  edge: v.optional(
    v.strictObject({
      /** Where hosts load from: `https://cdn.example.com`. */
      origin: url,
      distributionId: v.string(),
      /** Only for a stand-in of CloudFront's API. */
      endpoint: v.optional(url),
      /** ARN of the key-value store that the edge function redirects channels by; left out, there are no channels. */
      keyValueStore: v.optional(
        v.pipe(v.string(), v.regex(/^arn:aws[\w-]*:cloudfront::\d{12}:key-value-store\/[\w-]+$/, 'is no ARN of a key-value store')),
      ),
    }),
  ),
  /** What channels there may be beside `v1`, `v2` and so on. */
  channels: v.optional(v.array(channelName), ['stable', 'next']),
  /** Whom to tell about releases; left out, nobody on GitHub is told. The token comes from GITHUB_TOKEN or GH_TOKEN, never from here. */
  github: v.optional(
    v.strictObject({
      /** `owner/name`; left out, that of the git remote. */
      repository: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/, 'is not of the form owner/name'))),
      /** Of a GitHub server of one's own: `https://github.example.com/api/v3`. */
      apiUrl: v.optional(url),
    }),
  ),
  /** What `nx deploy infra` makes in AWS. The repository that it trusts is `github.repository`. */
  aws: v.optional(
    v.strictObject({
      bucket: v.pipe(v.string(), v.minLength(3, 'is no bucket name')),
      /** Owner and repository as GitHub counts them. */
      repositoryIds: v.optional(v.strictObject({ owner: v.number('is no number'), repository: v.number('is no number') })),
      /** Branches whose jobs may plan and stage, each guarded on GitHub; left out, `main` alone, whatever `branches` says. */
      releaseBranches: v.optional(v.array(v.string())),
      /** Of the distribution's own. */
      domainNames: v.optional(v.array(v.string())),
      /** ARN of a certificate for them, in us-east-1. */
      certificate: v.optional(v.string()),
      /** ARN of the account's provider for GitHub Actions, where it has one already. */
      oidcProvider: v.optional(v.string()),
      /** Who hears of alarms. */
      alarmEmail: v.optional(v.string()),
      /** The account has a trail of management events already. */
      accountHasTrail: v.optional(v.boolean('is neither true nor false')),
    }),
  ),
  /** What a commit that touches only a feature's dependencies asks for; `own`: the commit's own bump. */
  dependencyBump: v.optional(bump, 'patch'),
  /** Files outside every project that release all features when they change. Globs. */
  sharedFiles: v.optional(v.array(v.string()), []),
  /**
   * Brotli bytes that a page may have to load before an element shows anything: `nx build` and the release refuse what has more. Of a feature its
   * own entry and what that imports at once, of the runtime all layers.
   */
  sizeBudget: v.optional(
    v.strictObject(
      {
        /** Of every feature that is not named. One that brings its own Angular may weigh as much as the runtime on top. */
        feature: v.optional(bytes, 60_000),
        /** By name. */
        features: v.optional(v.record(v.string(), bytes), {}),
        runtime: v.optional(bytes, 120_000),
      },
      ({ expected }) => (expected === 'never' ? 'is no field of it' : 'is no object of feature, features and runtime'),
    ),
    {},
  ),
  /** How long a single call may take, in seconds; what takes longer is ended and has failed. */
  timeLimits: v.optional(
    v.strictObject({
      /** A git command, and a contact with the remote. */
      git: v.optional(seconds, 600),
      /** A try of a request to the store or to CloudFront's API. */
      request: v.optional(seconds, 120),
    }),
    {},
  ),
  /** Files that release nothing. Globs; they replace the defaults. */
  ignoredFiles: v.optional(v.array(v.string()), [...defaultIgnoredFiles]),
});

/** As written in `pintag.config.ts`. */
export type PintagConfigInput = v.InferInput<typeof configSchema>;
/** With every default filled in. */
export type PintagConfig = v.InferOutput<typeof configSchema>;

/**
 * Gives `pintag.config.ts` its types.
 * @example export default defineConfig({ store: { bucket: 'acme-elements', region: 'eu-central-1' } });
 */
export const defineConfig = (config: PintagConfigInput): PintagConfigInput => config;
