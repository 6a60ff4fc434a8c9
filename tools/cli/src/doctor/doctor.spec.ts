import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelsKey, createCloudFrontClient, createCloudFrontEdge, createS3Client, createS3Store, jsonObject } from '@pintag/cdn';
import { deployedPolicies, synthesise } from '@pintag/infra';
import { type DistributionDescription, type Local, startLocal, usualDistribution } from '@pintag/local';
import { release } from '@pintag/release';
import { createTestRelease } from '@pintag/release/testing/test-release';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ioIn, runCommand } from '../testing/run-command.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/workspace.ts';
import type { Diagnosis, Outcome } from './check.ts';
import { diagnose } from './diagnose.ts';

const account = '123456789012';
const keyValueStoreArn = `arn:aws:cloudfront::${account}:key-value-store/channels`;
const distributionId = 'E2QWRUHAPOMQZL';
const keysOf = (role: string) => ({ accessKeyId: `AK${role.toUpperCase()}`, secretAccessKey: `secret-of-${role}` });

type Policies = NonNullable<Parameters<typeof startLocal>[0]['policies']>;
let policies: Policies;
beforeAll(() => {
  const template = synthesise({
    bucketName: 'pintag',
    repository: 'acme/school',
    releaseBranches: ['main'],
  });
  const { bucket, roles } = deployedPolicies(template, {
    account,
    region: 'us-east-1',
    bucket: 'pintag',
    distributionId,
    keyValueStoreArn,
  });
  const withKeys = Object.entries(roles).map(([name, documents]) => [name, { documents, ...keysOf(name) }]);
  const distributionArn = `arn:aws:cloudfront::${account}:distribution/${distributionId}`;
  policies = { account, distributionArn, bucket, roles: Object.fromEntries(withKeys) as Policies['roles'] };
}, 60_000);

/** Whatever answers, changed on its way. */
type Tamper = (request: IncomingMessage, headers: Record<string, string | string[] | undefined>) => number | undefined;

interface Stage {
  readonly policies?: Policies | undefined;
  readonly distribution?: DistributionDescription;
  /** Whose credentials are used. */
  readonly role?: string;
  readonly tamper?: Tamper;
  /** Milliseconds that this machine's clock is ahead. */
  readonly ahead?: number;
  readonly github?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly prepare?: (world: World) => Promise<void>;
  readonly env?: Readonly<Record<string, string>>;
}

interface World {
  readonly workspace: TestWorkspace;
  readonly local: Local;
}

let closing: (() => Promise<unknown> | void)[] = [];
async function close(): Promise<void> {
  for (const each of closing.reverse()) await each();
  closing = [];
  vi.unstubAllEnvs();
}
afterEach(close);

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A repository, a store and an edge that one version of two features was released to, and the configuration that names them. */
async function open(
  stage: Stage = {},
): Promise<World & { readonly diagnose: () => Promise<Diagnosis>; readonly keys: () => Promise<string[]> }> {
  const { distribution = usualDistribution, role = 'developer', tamper, ahead = 0, github } = stage;
  const dataDir = await mkdtemp(join(tmpdir(), 'pintag-doctor-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }));
  const inForce = 'policies' in stage ? stage.policies : policies;
  const local = await startLocal({ dataDir, port: 0, distribution, keyValueStoreArn, ...(inForce && { policies: inForce }) });
  closing.push(local.close);
  const { accessKeyId, secretAccessKey, ...s3 } = local.s3;
  const developer = { accessKeyId, secretAccessKey };
  const client = createS3Client({ ...s3, forcePathStyle: true, credentials: developer });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials: developer });
  closing.push(() => (client.destroy(), cloudfront.destroy()));
  const store = createS3Store({ client, bucket: s3.bucket });
  const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin });
  const released = await release(createTestRelease().tools({ store, edge, verifyPauses: [] }));
  expect(released.features.map(({ status, reason }) => reason ?? status)).toEqual(['released', 'released']);

  const workspace = await makeWorkspace();
  closing.push(() => workspace.remove());
  const origin = tamper ? await serve((request, response) => void passOn(local.edge.origin, tamper, request, response)) : local.edge.origin;
  const api = github && (await serve(github));
  const config = {
    store: { bucket: s3.bucket, region: s3.region, endpoint: s3.endpoint },
    edge: { origin, distributionId: local.cloudfront.distributionId, endpoint: local.cloudfront.endpoint, keyValueStore: keyValueStoreArn },
    ...(api && { github: { repository: 'acme/school', apiUrl: api } }),
  };
  await workspace.write({
    'pintag.config.ts': `export default ${JSON.stringify(config)};\n`,
    'package-lock.json': lockOf(process.versions.node),
  });
  const keys = role === 'developer' ? developer : keysOf(role);
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  const world = { workspace, local };
  await stage.prepare?.(world);
  const { io } = ioIn({ cwd: workspace.root, env: stage.env ?? {} });
  return {
    ...world,
    keys: () => Array.fromAsync(store.list('')),
    diagnose: () => diagnose({ root: workspace.root, io: { ...io, now: () => Date.now() + ahead } }),
  };
}

const lockOf = (node: string): string => JSON.stringify({ packages: { 'node_modules/node': { version: node } } });

async function passOn(target: string, tamper: Tamper, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host: _host, connection: _connection, ...headers } = request.headers;
  const answer = await fetch(`${target}${request.url}`, { headers: headers as Record<string, string>, redirect: 'manual' });
  const passed: Record<string, string | undefined> = Object.fromEntries(answer.headers);
  const body = Buffer.from(await answer.arrayBuffer());
  // It was decoded on its way.
  delete passed['content-length'];
  const encoding = passed['content-encoding'];
  delete passed['content-encoding'];
  delete passed['transfer-encoding'];
  const status = tamper(request, passed) ?? answer.status;
  const kept = Object.fromEntries(Object.entries(passed).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const { brotliCompressSync, gzipSync } = await import('node:zlib');
  const encoded = encoding === 'br' ? brotliCompressSync(body) : encoding === 'gzip' ? gzipSync(body) : body;
  response.writeHead(status, { ...kept, ...(encoding && { 'content-encoding': encoding }) }).end(encoded);
}

const findingOf = (diagnosis: Diagnosis, name: string) => diagnosis.checks.find((check) => check.name === name)!;
const textOf = (finding: Diagnosis['checks'][number]): string => (finding.outcome === 'skipped' ? finding.why : finding.found);

test('where everything is as it should be, nothing fails, and nothing is left in the store', async () => {
  const world = await open({
    github: (_, response) => void response.end('{"permissions":{"push":true}}'),
    env: { GITHUB_TOKEN: 'ghp_0123456789' },
  });
  // An administrator may write anywhere the policy does not forbid, so the release's own role is asked for that.
  const keys = keysOf('release');
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
  const before = await world.keys();
  const diagnosis = await world.diagnose();

  const outcomes = Object.fromEntries(diagnosis.checks.map(({ name, outcome }) => [name, outcome]));
  expect(outcomes).toEqual({
    configuration: 'ok',
    'git-remote': 'ok',
    'github-token': 'ok',
    store: 'ok',
    'store-policy': 'ok',
    clock: 'ok',
    // That role may neither read the distribution's settings nor the key-value store.
    distribution: 'skipped',
    'edge-headers': 'ok',
    channels: 'skipped',
    versions: 'ok',
  });
  expect(textOf(findingOf(diagnosis, 'store-policy'))).toContain("The bucket's policy refused all 28 attempts");
  expect(await world.keys()).toEqual(before);
});

interface Says {
  readonly check: string;
  readonly what: string;
  readonly outcome: Outcome;
  readonly says: string | RegExp;
  readonly remedy?: string;
}

const [pages, elements] = usualDistribution.behaviours as readonly [
  DistributionDescription['behaviours'][number],
  DistributionDescription['behaviours'][number],
];
const withElements = (changed: Partial<DistributionDescription['behaviours'][number]>): DistributionDescription => ({
  ...usualDistribution,
  behaviours: [pages, { ...elements, ...changed }],
});
const withoutStatement = (part: RegExp): Policies => ({
  ...policies,
  bucket: {
    ...policies.bucket,
    Statement: [policies.bucket.Statement].flat().filter((statement) => !part.test(JSON.stringify(statement))),
  },
});
const answering =
  (status: number, body: object, headers: Record<string, string> = {}): NonNullable<Stage['github']> =>
  (_, response) =>
    void response.writeHead(status, headers).end(JSON.stringify(body));
const token = { GITHUB_TOKEN: 'ghp_0123456789' };

/** Of each world, what is wrong with it, and what the doctor says. Policies are made before any test runs, but after this table. */
const worlds: readonly { readonly name: string; readonly stage: () => Stage; readonly said: readonly Says[] }[] = [
  {
    name: 'an administrator, and nothing wrong',
    stage: () => ({}),
    said: [
      { check: 'distribution', what: 'all is well', outcome: 'ok', says: 'is set as the stack of tools/infra sets it' },
      { check: 'channels', what: 'they agree', outcome: 'ok', says: 'its 0 channels are those of the channel files' },
      { check: 'store', what: 'all is well', outcome: 'ok', says: 'its index has 2 features and 2 versions' },
      { check: 'github-token', what: 'GitHub is not configured', outcome: 'skipped', says: 'is not configured' },
      {
        check: 'store-policy',
        what: 'whoever asks may write anywhere',
        outcome: 'failed',
        says: 'These credentials may also write where no release writes: a PUT on _doctor/',
        remedy: 'who-may-do-what',
      },
    ],
  },
  {
    name: 'a configuration that cannot be read',
    stage: () => ({ prepare: ({ workspace }) => workspace.write({ 'pintag.config.ts': 'export default { colour: 1 };\n' }) }),
    said: [
      { check: 'configuration', what: 'an unknown field', outcome: 'failed', says: 'colour', remedy: 'docs/configuration.md' },
      { check: 'store', what: 'nobody knows which', outcome: 'skipped', says: 'The configuration cannot be read.' },
      { check: 'versions', what: 'are looked at all the same', outcome: 'ok', says: /^node / },
    ],
  },
  {
    name: 'a bucket without a policy',
    stage: () => ({
      policies: undefined,
      ahead: 60_000,
      distribution: { ...usualDistribution, enabled: false },
      tamper: ({ headers }, sent) => void (headers.origin ?? delete sent['access-control-allow-origin']),
      github: answering(200, {}),
      prepare: async ({ workspace }) => {
        await workspace.git('remote', 'set-url', 'origin', '/nowhere/remote.git');
        await workspace.write({ 'package-lock.json': lockOf('18.0.0') });
      },
    }),
    said: [
      {
        check: 'store-policy',
        what: 'everything is allowed',
        outcome: 'failed',
        says: 'S3 allowed a PUT without If-None-Match on elements/v0.0.0/_doctor/',
        remedy: 'Deploy the stack',
      },
      {
        check: 'clock',
        what: 'a little ahead',
        outcome: 'warning',
        says: /This clock is (59|60) s ahead of that of 127/,
        remedy: 'time server',
      },
      { check: 'distribution', what: 'it is disabled', outcome: 'failed', says: 'it is disabled' },
      {
        check: 'edge-headers',
        what: 'no CORS where there is no Origin',
        outcome: 'failed',
        says: /main\.js has access-control-allow-origin missing instead of \* for a request without Origin/,
      },
      {
        check: 'git-remote',
        what: 'it is gone',
        outcome: 'failed',
        says: '/nowhere/remote.git cannot be reached',
        remedy: 'git ls-remote',
      },
      { check: 'github-token', what: 'there is none', outcome: 'failed', says: 'announced in acme/school, and there is no token' },
      {
        check: 'versions',
        what: 'another Node',
        outcome: 'failed',
        says: /node is \d+\.\d+\.\d+, and 18\.0\.0 is pinned/,
        remedy: 'npm ci',
      },
    ],
  },
  {
    name: 'a policy that forgets deleting',
    stage: () => ({
      policies: withoutStatement(/DeleteObject/),
      ahead: -900_000,
      distribution: { ...usualDistribution, hosts: ['d1.cloudfront.net'] },
      tamper: ({ url = '' }, sent) => void (/_doctor/.test(url) && delete sent['access-control-allow-origin']),
      github: answering(401, {}),
      env: { ...token, PINTAG_BRANCHES: 'trunk' },
      prepare: ({ workspace }) => workspace.write({ 'package-lock.json': '{"packages":{"node_modules/nx":{"version":"23.2.1"}}}' }),
    }),
    said: [
      { check: 'store-policy', what: 'a DELETE is allowed', outcome: 'failed', says: 'S3 allowed a DELETE on elements/v0.0.0/_doctor/' },
      { check: 'clock', what: 'far behind', outcome: 'failed', says: /s behind that of/ },
      {
        check: 'distribution',
        what: 'another host name',
        outcome: 'failed',
        says: 'does not answer to 127.0.0.1, only to d1.cloudfront.net',
      },
      {
        check: 'edge-headers',
        what: 'no CORS on what is missing',
        outcome: 'failed',
        says: /elements\/v0\.0\.0\/_doctor\/\S+ has access-control-allow-origin missing/,
      },
      { check: 'git-remote', what: 'no release branch', outcome: 'failed', says: 'is no release branch' },
      { check: 'github-token', what: 'nobody knows it', outcome: 'failed', says: 'does not know the token' },
      { check: 'versions', what: 'no Nx', outcome: 'failed', says: 'nx is not installed, and 23.2.1 is pinned' },
    ],
  },
  {
    name: 'a role that lacks the right, and a bucket that denies nothing',
    stage: () => ({
      policies: { ...policies, bucket: { ...policies.bucket, Statement: [allowEdge] } },
      role: 'plan',
      tamper: ({ url = '' }, sent) => void (url.endsWith('index.json') && (sent['cache-control'] = 'max-age=86400')),
      github: answering(404, {}),
      env: token,
      prepare: ({ local }) => moveChannel(local),
    }),
    said: [
      {
        check: 'store-policy',
        what: 'only the role refuses',
        outcome: 'failed',
        says: "and not by the bucket's policy",
        remedy: 'Deploy the stack',
      },
      { check: 'distribution', what: 'no right to read it', outcome: 'skipped', says: 'cloudfront:GetDistribution' },
      {
        check: 'channels',
        what: 'one is not at the edge',
        outcome: 'failed',
        says: 'stable/calendar is missing instead of 1.0.0',
        remedy: 'pintag channel repair',
      },
      {
        check: 'edge-headers',
        what: 'the index is kept for a day',
        outcome: 'failed',
        says: /index\.json has cache-control max-age=86400 instead of public, max-age=60/,
      },
      { check: 'github-token', what: 'of another repository', outcome: 'failed', says: 'does not show the token acme/school (404)' },
    ],
  },
  {
    name: 'a bucket that is not there',
    stage: () => ({
      distribution: withElements({ headers: elements.headers.filter(({ name }) => name !== 'timing-allow-origin'), queryStrings: 'all' }),
      tamper: ({ url = '' }) => (/_receipts/.test(url) ? 403 : undefined),
      github: (request, response) =>
        answering(request.url?.startsWith('/installation') ? 403 : 200, { permissions: { push: false } })(request, response),
      env: { ...token, PINTAG_STORE_BUCKET: 'another' },
    }),
    said: [
      { check: 'store', what: 'no such bucket', outcome: 'failed', says: /NoSuchBucket/, remedy: 'credentials' },
      { check: 'store-policy', what: 'nothing to try', outcome: 'failed', says: /NoSuchBucket/ },
      {
        check: 'distribution',
        what: 'a headers policy edited by hand',
        outcome: 'failed',
        says: /for elements\/\* its headers policy has timing-allow-origin missing instead of \*; for elements\/\* query strings \(all\)/,
      },
      {
        check: 'edge-headers',
        what: '403 for what is not served',
        outcome: 'failed',
        says: /_receipts\/_doctor\/\S+ has status 403 instead of 404/,
      },
      {
        check: 'github-token',
        what: 'it may only read',
        outcome: 'failed',
        says: 'may read acme/school, and not write',
        remedy: 'contents: write',
      },
    ],
  },
  {
    name: 'a store that does not answer',
    stage: () => ({
      distribution: withElements({ functions: ['viewer-request'] }),
      tamper: ({ url = '' }, sent) => void (url.endsWith('main.js') && (sent['cache-control'] = 'public, max-age=0')),
      github: answering(200, { private: true }, { 'x-oauth-scopes': 'gist, public_repo' }),
      env: { ...token, PINTAG_STORE_ENDPOINT: 'http://127.0.0.1:9' },
    }),
    said: [
      { check: 'store', what: 'nobody listens', outcome: 'failed', says: /failed at reading elements\/index\.json/, remedy: 'endpoint' },
      { check: 'clock', what: 'nobody to ask', outcome: 'failed', says: /fetch failed/ },
      { check: 'distribution', what: 'a function was taken off', outcome: 'failed', says: 'no function runs at the viewer-response' },
      {
        check: 'edge-headers',
        what: 'an artefact is asked for again',
        outcome: 'failed',
        says: /main\.js has cache-control public, max-age=0 instead of public, max-age=31536000, immutable/,
      },
      { check: 'github-token', what: 'other scopes', outcome: 'failed', says: 'has the scopes gist, public_repo, and none of repo' },
    ],
  },
  {
    name: 'an edge that does not answer',
    stage: () => ({
      distribution: { ...usualDistribution, errors: [{ from: 404, to: 404, seconds: 300 }] },
      github: answering(200, {}, { 'github-authentication-token-expiration': `${inThreeDays()} 08:00:00 UTC` }),
      env: { ...token, PINTAG_EDGE_ORIGIN: 'http://127.0.0.1:9' },
    }),
    said: [
      { check: 'edge-headers', what: 'nobody listens', outcome: 'failed', says: 'cannot be reached' },
      {
        check: 'distribution',
        what: 'errors reach the viewer',
        outcome: 'failed',
        says: /403 reaches the viewer as 403, not as 404; a 404 is kept for 300 s/,
      },
      { check: 'github-token', what: 'it expires', outcome: 'warning', says: 'expires on', remedy: 'before that day' },
    ],
  },
  {
    name: 'another distribution',
    stage: () => ({ env: { PINTAG_EDGE_DISTRIBUTION: 'E000' } }),
    said: [{ check: 'distribution', what: 'there is none of that id', outcome: 'failed', says: /does not exist: E000/ }],
  },
];

const allowEdge = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::pintag/*',
} as const;
const inThreeDays = (): string => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

/** Only in the bucket, and not at the edge. */
async function moveChannel({ s3 }: Local): Promise<void> {
  const { accessKeyId, secretAccessKey, bucket, ...at } = s3;
  const client = createS3Client({ ...at, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  const history = [{ version: '1.0.0', at: '2026-11-22T08:00:00.000Z', by: 'dora' }];
  const key = channelsKey('calendar');
  await createS3Store({ client, bucket }).create(
    key,
    jsonObject(key, { schema: 1, feature: 'calendar', channels: { stable: { version: '1.0.0', history } } }),
  );
  client.destroy();
}

describe.each(worlds)('$name', ({ stage, said }) => {
  let diagnosis: Diagnosis;
  let kept: { readonly before: readonly string[]; readonly after: readonly string[] };
  beforeAll(async () => {
    const world = await open(stage());
    const before = await world.keys();
    diagnosis = await world.diagnose();
    kept = { before, after: await world.keys() };
    await close();
  }, 60_000);

  test.each(said)('$check, $what: $outcome', ({ check, outcome, says, remedy }) => {
    const finding = findingOf(diagnosis, check);
    const text = typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says);
    expect({ outcome: finding.outcome, text: textOf(finding) }).toEqual({ outcome, text });
    expect('remedy' in finding).toBe(outcome === 'failed' || outcome === 'warning');
    if (remedy && 'remedy' in finding) expect(finding.remedy).toContain(remedy);
  });

  test('whatever it was let write is gone, and what was there is untouched', () => {
    expect(kept.after).toEqual(kept.before);
    expect(diagnosis.ok).toBe(diagnosis.checks.every((one) => one.outcome !== 'failed'));
  });
});

test('the command says it in JSON, exits with 1 when something failed, and prints no secret', async () => {
  const secret = 'ghp_verysecret0123456789';
  const { workspace } = await open({ github: answering(401, {}), env: { GITHUB_TOKEN: secret } });
  await workspace.git('remote', 'set-url', 'origin', 'http://user:hunter22@127.0.0.1:9/remote.git');
  const { exitCode, stdout, stderr } = await runCommand(['doctor', '--json'], { cwd: workspace.root, env: { GITHUB_TOKEN: secret } });

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    ok: false,
    checks: expect.arrayContaining([expect.objectContaining({ name: 'git-remote', outcome: 'failed' })]),
  });
  expect(stdout + stderr).not.toMatch(/verysecret|hunter22|secret-of|secretAccessKey/);
});
