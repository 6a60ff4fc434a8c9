/** `pintag local`: the store, CloudFront's API and the edge on this machine, until it is ended. */
import { resolve } from 'node:path';
import { startLocal } from '@pintag/local';
import { Command } from 'commander';
import { findRoot } from '../find-root.ts';
import { localDataDir, localOptions } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { jsonOption, parsePort } from './options.ts';

interface LocalOptions {
  readonly port?: number;
  readonly data?: string;
  readonly json?: true;
}

export function localCommand(io: Io): Command {
  return new Command('local')
    .description("Serve an S3 store, CloudFront's API and an edge on this machine until it is ended (Ctrl-C).")
    .option('--port <number>', 'port of the edge; S3 and CloudFront take the two after it (default: free ones)', parsePort)
    .option('--data <dir>', 'where its state lives (default: .pintag/local)')
    .addOption(jsonOption())
    .action(async ({ port, data, json }: LocalOptions) => {
      const dataDir = data ? resolve(io.cwd, data) : localDataDir(await findRoot(io.cwd));
      const ending = io.takeOverEnding();
      const local = await startLocal({ dataDir, port, ...localOptions(io) });
      const { s3, cloudfront, edge } = local;
      if (json) io.stdout(`${JSON.stringify({ s3, cloudfront, edge })}\n`);
      else {
        io.stdout(
          `edge        ${edge.origin}\ns3          ${s3.endpoint}  bucket ${s3.bucket}, region ${s3.region}\ncloudfront  ${cloudfront.endpoint}  distribution ${cloudfront.distributionId}\n`,
        );
        io.stderr(`State and keys are in ${dataDir}. Ctrl-C ends it.\n`);
      }
      await new Promise<void>((ended) => (ending.aborted ? ended() : ending.addEventListener('abort', () => ended(), { once: true })));
      await local.close();
    });
}
