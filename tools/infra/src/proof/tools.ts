/** The programs that people move files to S3 with, as they are on this machine, run with a principal's key and nothing else of their settings. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '@pintag/setup/commands';
import type { Local } from '@pintag/local';
import type { Credentials } from './proving-ground.ts';
import type { ToolName } from './tool-attempts.ts';

export interface Tool {
  readonly name: ToolName;
  /** `aws-cli/2.9.19`; of several with one name, what tells them apart. */
  readonly version: string;
  readonly path: string;
}

export type FoundTools =
  { readonly kind: 'installed'; readonly tools: readonly Tool[] } | { readonly kind: 'missing'; readonly reason: string };

/** Every one on PATH: versions differ in what they can ask for, and in what they send. */
export async function findTools(name: ToolName, env: NodeJS.ProcessEnv): Promise<FoundTools> {
  const found = findCommand(name, { env });
  if (found.kind === 'missing') return found;
  const tools: Tool[] = [];
  for (const path of found.paths) {
    const { output } = await run(path, [name === 'aws' ? '--version' : 'version'], env);
    const version = /^(?:aws-cli\/|rclone v)\d\S*/m.exec(output)?.[0];
    if (version !== undefined) tools.push({ name, path, version });
  }
  return tools.length > 0 ? { kind: 'installed', tools } : { kind: 'missing', reason: `${found.paths.join(', ')} did not say its version` };
}

export interface Ran {
  /** `-1`: killed. */
  readonly code: number;
  /** Of both streams. */
  readonly output: string;
}

export interface ToolRunner {
  run(tool: Tool, args: readonly string[], credentials: Credentials | undefined): Promise<Ran>;
  close(): Promise<void>;
}

/** @param env only what a program needs to start is taken from it: no key, no profile, no proxy of whoever runs the tests. */
export async function openToolRunner({ s3 }: Pick<Local, 's3'>, { PATH, LANG }: NodeJS.ProcessEnv): Promise<ToolRunner> {
  const home = await mkdtemp(join(tmpdir(), 'pintag-tools-'));
  const config = join(home, 'config');
  // Parts of the smallest size that S3 takes, so that a small file already comes in some.
  const parts = 's3 =\n  addressing_style = path\n  multipart_threshold = 5MB\n  multipart_chunksize = 5MB\n';
  await writeFile(config, `[default]\nregion = ${s3.region}\nretry_mode = standard\nmax_attempts = 1\n${parts}`);
  await writeFile(join(home, 'rclone.conf'), '');
  const common = { PATH, LANG, HOME: home, NO_PROXY: '*', no_proxy: '*' };
  const aws = {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const rclone = {
    RCLONE_CONFIG: join(home, 'rclone.conf'),
    RCLONE_CONFIG_S3_TYPE: 's3',
    RCLONE_CONFIG_S3_PROVIDER: 'Other',
    RCLONE_CONFIG_S3_ENDPOINT: s3.endpoint,
    RCLONE_CONFIG_S3_REGION: s3.region,
    RCLONE_CONFIG_S3_FORCE_PATH_STYLE: 'true',
    RCLONE_CONFIG_S3_LIST_VERSION: '2',
    RCLONE_CONFIG_S3_NO_CHECK_BUCKET: 'true',
    RCLONE_RETRIES: '1',
    RCLONE_LOW_LEVEL_RETRIES: '1',
  };
  return {
    run({ name, path }, args, credentials) {
      if (name === 'rclone') {
        const key = credentials && {
          RCLONE_CONFIG_S3_ACCESS_KEY_ID: credentials.accessKeyId,
          RCLONE_CONFIG_S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        };
        return run(path, args, { ...common, ...rclone, ...key });
      }
      const key = credentials && { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
      const signing = credentials ? [] : ['--no-sign-request'];
      return run(path, ['--endpoint-url', s3.endpoint, ...signing, ...args], { ...common, ...aws, ...key });
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}

/** Milliseconds. */
const limit = 60_000;

const run = (path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((resolve, reject) => {
    execFile(path, args, { env, timeout: limit, maxBuffer: 32_000_000 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (error === null) resolve({ code: 0, output });
      else if (typeof error.code === 'string') reject(error);
      else resolve({ code: error.code ?? -1, output });
    });
  });
