/** The ports of the last time, so that an address that somebody has pasted into a page is the same the next time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn';
import * as v from 'valibot';
import { listen, type Listening } from '../http/listen.ts';
import type { HttpHandler } from '../http/message.ts';
import type { Log } from '../log.ts';

const schema = v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)));
const pathOf = (dataDir: string): string => join(dataDir, 'ports.json');

/** @returns `undefined` when there are none, or none that can be read: then any will do. */
export async function readPorts(dataDir: string): Promise<readonly number[] | undefined> {
  const text = await readFile(pathOf(dataDir), 'utf8').catch(() => 'null');
  try {
    return v.parse(v.nullable(schema), JSON.parse(text)) ?? undefined;
  } catch {
    return undefined;
  }
}

export const writePorts = (dataDir: string, ports: readonly number[]): Promise<void> =>
  writeFile(pathOf(dataDir), `${JSON.stringify(ports)}\n`);

/** On `port` if nobody has it by now, else on a free one. */
export async function listenAgain(
  handler: HttpHandler,
  { port, log }: { readonly port: number | undefined; readonly log: Log },
): Promise<Listening> {
  try {
    return await listen(handler, { port: port ?? 0, log });
  } catch (error) {
    if (!(error instanceof PintagError && error.code === 'PT_PORT_IN_USE')) throw error;
    return listen(handler, { port: 0, log });
  }
}
