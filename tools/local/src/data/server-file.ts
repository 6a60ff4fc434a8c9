/** `server.json` in the data folder: where the process that serves it can be reached. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const addresses = v.object({
  s3: v.object({ endpoint: v.string(), region: v.string(), accessKeyId: v.string(), secretAccessKey: v.string(), bucket: v.string() }),
  cloudfront: v.object({ endpoint: v.string(), distributionId: v.string() }),
  /** The account's number goes before the endpoint's host, as the SDK puts it there. */
  keyValueStore: v.object({ endpoint: v.string(), arn: v.string() }),
  edge: v.object({ origin: v.string() }),
});

/** What a client needs to know; also the line that `pintag local --json` prints. */
export type LocalAddresses = Readonly<v.InferOutput<typeof addresses>>;

const serverFile = v.object({
  pid: v.optional(v.number()),
  /** Told by the health check too, so that another program on a reused port is not taken for ours. */
  instance: v.string(),
  addresses,
});

export type ServerFile = Readonly<v.InferOutput<typeof serverFile>>;

const pathOf = (dataDir: string) => join(dataDir, 'server.json');

export async function writeServerFile(dataDir: string, content: ServerFile): Promise<void> {
  const path = pathOf(dataDir);
  await writeFile(`${path}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** @returns `undefined` when there is none, or none that can be read. */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  try {
    return v.parse(serverFile, JSON.parse(await readFile(pathOf(dataDir), 'utf8')));
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      error instanceof v.ValiError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    )
      return undefined;
    throw error;
  }
}

export const removeServerFile = (dataDir: string): Promise<void> => rm(pathOf(dataDir), { force: true });
