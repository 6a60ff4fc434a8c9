/** A deployment: the stack by the aws-cdk command, then the page for what is missing, then what GitHub has to know. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArtefactStore, notFound } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { errorPageKey } from './key-space.ts';
import { stackName } from './stack/elements-stack.ts';
import { variableOfOutput } from './stack/outputs.ts';

export interface DeployOptions {
  /** The cloud assembly; outputs and variables go there too. */
  readonly folder: string;
  /** What the user gave the command beside; goes to aws-cdk as it is. */
  readonly args: readonly string[];
  /** Runs `cdk`, with the terminal it was started from: it may ask before it widens somebody's rights. */
  readonly cdk: (args: readonly string[]) => Promise<number>;
  readonly openStore: (at: { readonly bucket: string; readonly region: string }) => ArtefactStore;
  readonly say: (line: string) => void;
}

/**
 * Running it again is the repair of whatever broke off.
 * @returns the variables by name, as written to `github.env`
 * @throws {PintagError} PT_DEPLOY, PT_STORE_FAILED
 */
export async function deployStack({ folder, args, cdk, openStore, say }: DeployOptions): Promise<Readonly<Record<string, string>>> {
  const outputs = join(folder, 'outputs.json');
  const status = await cdk(['deploy', stackName, '--app', folder, '--outputs-file', outputs, '--no-notices', ...args]);
  if (status !== 0) throw new PintagError('PT_DEPLOY', { status });

  const variables = variablesOf(await readFile(outputs, 'utf8'));
  const { PINTAG_STORE_BUCKET: bucket = '', PINTAG_STORE_REGION: region = '' } = variables;
  await putErrorPage(openStore({ bucket, region }));
  say(`${errorPageKey} is in ${bucket}: what is missing is answered with it.`);

  const file = join(folder, 'github.env');
  await writeFile(
    file,
    `${Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n')}\n`,
  );
  say(`What the workflows have to know is in ${file}. Give it to GitHub: gh variable set -f ${file}`);
  return variables;
}

function variablesOf(text: string): Readonly<Record<string, string>> {
  const parsed: unknown = JSON.parse(text);
  const ofStack = (parsed as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>)[stackName] ?? {};
  const missing = Object.keys(variableOfOutput).filter((name) => typeof ofStack[name] !== 'string');
  if (missing.length > 0) throw new Error(`The stack gave no ${missing.join(', ')}.`);
  return Object.fromEntries(Object.entries(variableOfOutput).map(([output, variable]) => [variable, ofStack[output]!]));
}

/** CloudFront fetches it from the bucket like anything else, so it has to lie there; without it a missing file would be a 403. */
async function putErrorPage(store: ArtefactStore): Promise<void> {
  const body = new TextEncoder().encode(notFound.body);
  const content = { body, contentType: notFound.contentType, cacheControl: notFound.cacheControl };
  for (;;) {
    const found = await store.read(errorPageKey);
    if (found && Buffer.from(found.body).equals(body) && found.cacheControl === content.cacheControl) return;
    if (await store.compareAndSet(errorPageKey, content, found?.etag)) return;
  }
}
