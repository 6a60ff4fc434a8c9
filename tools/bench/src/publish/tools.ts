/** How each tool is told to publish a folder; all write below the same prefix of the same bucket. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PublishJob } from './job.ts';

export const publishTools = ['pintag', 'aws-s3-sync', 'rclone'] as const;
export type PublishTool = (typeof publishTools)[number];

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly node: string;
  /** A folder without anybody's configuration. */
  readonly home: string;
  readonly path: string;
}

/** Nothing of this process' environment: proxies, certificates and settings of one tool would be measured with it. */
export function callOf(tool: PublishTool, job: PublishJob, { node, home, path }: Surroundings): ToolCall {
  const { folder, feature, version, s3 } = job;
  const { endpoint, bucket, accessKeyId, secretAccessKey } = s3;
  const to = `${bucket}/elements/v${version}/${feature}/`;
  // The system's own first: a version manager's shim starts a shell before the tool.
  const env = { HOME: home, PATH: `/usr/local/bin:/usr/bin:/bin:${path}`, LANG: 'C.UTF-8' };
  if (tool === 'pintag') {
    const script = join(dirname(fileURLToPath(import.meta.url)), 'publish-with-pintag.mjs');
    return { program: node, args: [script, JSON.stringify(job)], env };
  }
  if (tool === 'rclone') {
    return {
      program: 'rclone',
      args: ['--config', '/dev/null', 'copy', '--transfers', '32', folder, `:s3:${to}`],
      env: {
        ...env,
        RCLONE_S3_PROVIDER: 'Ceph',
        RCLONE_S3_ENDPOINT: endpoint,
        RCLONE_S3_ACCESS_KEY_ID: accessKeyId,
        RCLONE_S3_SECRET_ACCESS_KEY: secretAccessKey,
      },
    };
  }
  return {
    program: 'aws',
    args: ['s3', 'sync', '--only-show-errors', '--no-progress', '--endpoint-url', endpoint, folder, `s3://${to}`],
    env: {
      ...env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  };
}
