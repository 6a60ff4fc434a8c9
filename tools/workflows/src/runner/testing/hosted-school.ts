/** The small school where its workflows run: git over HTTP that wants a token, GitHub's API, and a CDN under the deployed policies. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedPolicies, exampleSettings, roleNames, synthesise } from '@pintag/infra';
import { type Decided, type Local, startLocal } from '@pintag/local';
import { type GithubApi, startGithubApi } from '@pintag/local/github-api';
import { startGitServer } from '@pintag/release/testing/git-server';
import { runWorkflow, type GithubContext, type RanWorkflow } from '../run-workflow.ts';
import { createStandIns } from '../stand-ins.ts';
import { createSmallSchool, type SmallSchool } from './small-school.ts';

export interface HostedSchool {
  readonly school: SmallSchool;
  readonly github: GithubApi;
  readonly local: Local;
  /** Of the workflows so far: digests and paths. */
  readonly attested: readonly string[];
  /** Names of roles, in the order in which they were taken. */
  readonly assumed: readonly string[];
  /** What the policies denied. */
  readonly denied: readonly Decided[];
  readonly token: string;
  /** The artefacts of all runs: `<artefacts>/<run>/<name>/…`. */
  readonly artefacts: string;
  /** Another repository, in which the App is installed too. @returns `owner/name` */
  addRepository(name: string, files: Readonly<Record<string, string>>): Promise<string>;
  run(workflow: string, event: HostedEvent): Promise<RanWorkflow>;
  close(): Promise<void>;
}

export interface HostedEvent {
  readonly name: 'push' | 'pull_request' | 'workflow_run' | 'workflow_dispatch';
  readonly event: Readonly<Record<string, unknown>>;
  /** The branch that it runs for or wants to be merged into, and the commit that GITHUB_SHA is: of a pull request the one that merging made. */
  readonly branch: string;
  readonly sha: string;
  readonly ref?: string;
  readonly head?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** On top of what every run has. */
  readonly vars?: Readonly<Record<string, string>>;
}

const repository = 'acme/elements';
/** Of the App that may open pull requests elsewhere. */
const appKey = 'the-key-of-the-app';
const account = '123456789012';
const region = 'us-east-1';
const distributionId = 'E2QWRUHAPOMQZL';
const keyValueStoreArn = `arn:aws:cloudfront::${account}:key-value-store/c2b5a1f0-6a3d-4f53-9b0e-6c1d5f2a7e90`;
const root = new URL('../../../../../', import.meta.url).pathname;

export async function hostSmallSchool(): Promise<HostedSchool> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-machines-'));
  const school = await createSmallSchool();
  const github = await startGithubApi({ name: 'elements', messageOf: (commit) => school.messageOf(commit) });
  const gitServer = await startGitServer({ root: school.remotes, env: process.env, token: github.token });
  const settings = { ...exampleSettings, repository, bucketName: 'pintag' };
  const policies = deployedPolicies(synthesise(settings), { account, region, bucket: 'pintag', distributionId, keyValueStoreArn });
  const roles = roleNames.map((name) => ({
    name,
    arn: `arn:aws:iam::${account}:role/pintag-${name}`,
    accessKeyId: `AKIA${name.toUpperCase()}`,
    secretAccessKey: `the-secret-of-${name}`,
  }));
  const denied: Decided[] = [];
  const local = await startLocal({
    dataDir: join(folder, 'cdn'),
    port: 0,
    keyValueStoreArn,
    policies: {
      account,
      bucket: policies.bucket,
      distributionArn: `arn:aws:cloudfront::${account}:distribution/${distributionId}`,
      roles: Object.fromEntries(roles.map(({ name, ...keys }) => [name, { documents: policies.roles[name], ...keys }])),
      onDecision: (decided) => void (decided.decision === 'allowed' || denied.push(decided)),
    },
  });
  const [attested, assumed] = [[] as string[], [] as string[]];
  const machine = {
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH']}`,
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  await mkdir(machine.HOME);
  const artefacts = join(folder, 'artefacts');
  await mkdir(artefacts);
  const vars = {
    PINTAG_STORE_BUCKET: local.s3.bucket,
    PINTAG_STORE_REGION: region,
    PINTAG_EDGE_ORIGIN: local.edge.origin,
    PINTAG_EDGE_DISTRIBUTION: local.cloudfront.distributionId,
    PINTAG_EDGE_KEY_VALUE_STORE: keyValueStoreArn,
    PINTAG_ACCOUNT: account,
    PINTAG_SHARDS: '3',
    ...Object.fromEntries(roles.map(({ name, arn }) => [`PINTAG_ROLE_${name.toUpperCase()}`, arn])),
  };
  const others: string[] = [];
  let runs = 0;
  return {
    school,
    github,
    local,
    attested,
    assumed,
    denied,
    token: github.token,
    artefacts,
    async addRepository(name, files) {
      const added = await github.createRepository(name);
      others.push(added);
      await school.addRemote(added, files);
      return added;
    },
    async run(workflow, { name, event, branch, sha, ref = `refs/heads/${branch}`, head = '', inputs = {}, vars: more = {} }) {
      const run = String((runs += 1));
      const context: GithubContext = {
        event_name: name,
        event: { repository: { full_name: repository }, ...event },
        ref,
        ref_name: ref.replace(/^refs\/(heads|pull)\//, ''),
        base_ref: name === 'pull_request' ? branch : '',
        head_ref: head,
        sha,
        repository,
        repository_owner: repository.split('/')[0]!,
        server_url: gitServer.origin,
        api_url: github.url,
        token: github.token,
        run_id: run,
        workflow,
      };
      const standIns = createStandIns({
        gitOrigin: gitServer.origin,
        repository,
        token: github.token,
        app: { privateKey: appKey, repositories: [repository, ...others], token: github.token },
        branch,
        sha,
        nodeModules: join(root, 'node_modules'),
        roles: new Map(roles.map(({ arn, ...keys }) => [arn, keys])),
        artefacts,
        attested,
        assumed,
        aws: { PINTAG_STORE_ENDPOINT: local.s3.endpoint, PINTAG_EDGE_ENDPOINT: local.cloudfront.endpoint },
      });
      const text = await readFile(join(root, '.github', 'workflows', workflow), 'utf8');
      return runWorkflow({
        text,
        folder: join(folder, `run-${run}`),
        github: context,
        vars: { ...vars, ...more },
        secrets: { PINTAG_APP_PRIVATE_KEY: appKey },
        inputs,
        machine,
        standIns,
      });
    },
    async close() {
      await local.close();
      await gitServer.close();
      await github.close();
      await school.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that a run printed, for a test that fails. */
export const told = ({ jobs }: RanWorkflow): string =>
  jobs
    .map(({ id, result, steps }) =>
      [
        `== ${id}: ${result}`,
        ...steps.map((step) => `-- ${step.name}: ${step.result} (${step.seconds.toFixed(1)} s)\n${step.output}`),
      ].join('\n'),
    )
    .join('\n');
