/** Runs `pintag` as a person would: as a command, in the demo's clone, with its deployment in environment variables. */
import { fileURLToPath } from 'node:url';
import type { Local } from '@pintag/local';
import { execa } from 'execa';
import type { Io } from '../terminal/io.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export type Pintag = (...args: readonly string[]) => Promise<PintagRun>;

export interface PintagRun {
  readonly exitCode: number;
  readonly stdout: string;
}

export function pintagIn(cwd: string, local: Pick<Local, 's3' | 'cloudfront' | 'edge'>, io: Io): Pintag {
  const env = {
    ...io.env,
    PINTAG_STORE_BUCKET: local.s3.bucket,
    PINTAG_STORE_REGION: local.s3.region,
    PINTAG_STORE_ENDPOINT: local.s3.endpoint,
    PINTAG_EDGE_ORIGIN: local.edge.origin,
    PINTAG_EDGE_DISTRIBUTION: local.cloudfront.distributionId,
    PINTAG_EDGE_ENDPOINT: local.cloudfront.endpoint,
    AWS_ACCESS_KEY_ID: local.s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: local.s3.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
  return async (...args) => {
    io.stderr(`   $ pintag ${args.join(' ')}\n`);
    const child = execa(process.execPath, [main, ...args], {
      cwd,
      env,
      extendEnv: false,
      reject: false,
      lines: false,
    });
    child.stderr.on('data', (chunk: Buffer) => io.stderr(indented(chunk.toString())));
    const { exitCode, stdout } = await child;
    return { exitCode: exitCode ?? 1, stdout };
  };
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '     ');
