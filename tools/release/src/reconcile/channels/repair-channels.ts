/** `pintag channel repair`: what reconcile does for channels and nothing else, for whoever may move channels and not read releases or git. */
import type { ArtefactStore, KeyValues } from '@pintag/cdn';
import type { Log } from '../../events/log.ts';
import { type Discrepancy, sameDiscrepancy } from '../discrepancy.ts';
import { healChannels } from './heal-channels.ts';
import { inspectChannels, type IsPublished } from './inspect-channels.ts';

export interface RepairChannelsOptions {
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues;
  readonly log: Log;
  readonly isPublished: IsPublished;
}

export interface ChannelRepair {
  readonly schema: 1;
  /** Nothing is left. */
  readonly ok: boolean;
  readonly healed: readonly Discrepancy[];
  readonly left: readonly Discrepancy[];
}

export async function repairChannels(options: RepairChannelsOptions): Promise<ChannelRepair> {
  const before = await inspectChannels(options);
  await healChannels(options, before);
  const left = before.length === 0 ? before : await inspectChannels(options);
  const healed = before.filter((one) => !left.some((other) => sameDiscrepancy(one, other)));
  return { schema: 1, ok: left.length === 0, healed, left };
}
