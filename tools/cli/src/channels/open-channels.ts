/** What the channel commands work with: configuration, bucket, key-value store, edge. */
import type { KeyValues } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { loadConfig, type PintagConfig } from '@pintag/release/config';
import { findRoot } from '../find-root.ts';
import { openTarget, type Target } from '../target.ts';
import type { Io } from '../terminal/io.ts';

export interface Channels {
  readonly config: PintagConfig;
  readonly target: Target;
  readonly keyValues: KeyValues;
}

/**
 * Closes what it opened when `work` is done.
 * @throws {PintagError} PT_CONFIG when no key-value store is configured: nothing of a channel is written then.
 */
export async function withChannels<T>(io: Io, work: (channels: Channels) => Promise<T>): Promise<T> {
  const root = await findRoot(io.cwd);
  const config = await loadConfig({ root, env: io.env });
  const target = await openTarget(config, root, io);
  try {
    const { keyValues } = target;
    if (!keyValues) {
      const problem = 'edge.keyValueStore (or PINTAG_EDGE_KEY_VALUE_STORE) is missing: the edge redirects channels by it';
      throw new PintagError('PT_CONFIG', { problems: [problem] });
    }
    return await work({ config, target, keyValues });
  } finally {
    await target.close();
  }
}
