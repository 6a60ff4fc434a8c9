/** One server for a data folder, whoever asks first. */
import { setTimeout as delay } from 'node:timers/promises';
import { PintagError } from '@pintag/cdn';
import { type LocalAddresses, readServerFile } from './data/server-file.ts';
import { answersAs } from './health.ts';
import { type Local, startLocal, type StartLocalOptions } from './start-local.ts';

export interface Attached extends Local {
  /** Whether this process serves it. */
  readonly started: boolean;
}

/** Milliseconds: how long another process may take to come up, and how often we look. */
const patience = { total: 10_000, pause: 50, health: 1_000 };

/**
 * Uses what already serves the data folder, or starts it; `close` ends it only when this call started it. `port` counts only when it starts.
 * @throws {PintagError} PT_PORT_IN_USE; PT_DATA_IN_USE when another process holds the folder and does not answer.
 */
export async function attachOrStartLocal(options: StartLocalOptions): Promise<Attached> {
  const giveUpAt = Date.now() + patience.total;
  for (;;) {
    const running = await findRunning(options.dataDir);
    if (running) return { ...running, started: false, close: () => Promise.resolve() };
    try {
      return { ...(await startLocal(options)), started: true };
    } catch (error) {
      // Whoever has the lock is about to answer, or about to go; both take a moment.
      const busy = error instanceof PintagError && error.code === 'PT_DATA_IN_USE';
      if (!busy || Date.now() > giveUpAt) throw error;
    }
    await delay(patience.pause);
  }
}

/** @returns the addresses of the process that serves `dataDir`, if it answers. What a killed process left behind does not. */
export async function findRunning(dataDir: string): Promise<LocalAddresses | undefined> {
  const file = await readServerFile(dataDir);
  if (!file) return undefined;
  return (await answersAs(file.instance, file.addresses.cloudfront.endpoint, patience.health)) ? file.addresses : undefined;
}
