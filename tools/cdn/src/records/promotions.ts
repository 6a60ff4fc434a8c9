/** A version that is released already and comes to another channel: begun before its note is pushed, finished once people were told. */
import { type PromotionState, promotionKey } from '../layout.ts';
import { type ArtefactStore, KeyTaken } from '../store/artefact-store.ts';
import { jsonObject } from './serialise.ts';

export interface Promotion {
  readonly feature: string;
  readonly version: string;
  /** Git tag: `questionnaire-v1.1.0`. */
  readonly tag: string;
  /** Full hash of the tagged commit. */
  readonly commit: string;
  /** semantic-release's channel; `null` is the default one. */
  readonly channel: string | null;
}

/** By version, the keys of promotions that were begun and are not finished, as `promotionKey` has them for `begun`. */
export type OpenPromotions = ReadonlyMap<string, ReadonlySet<string>>;

/** What another run wrote is as good as ours. @param at ISO 8601 in UTC */
export async function writePromotion(
  store: ArtefactStore,
  promotion: Promotion,
  { state, run, at }: { readonly state: PromotionState; readonly run: string; readonly at: string },
): Promise<void> {
  const { feature, version, tag, commit, channel } = promotion;
  const key = promotionKey(feature, version, channel, state);
  try {
    await store.create(key, jsonObject(key, { schema: 1, feature, version, tag, commit, channel, run, [`${state}At`]: at }));
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
  }
}

/** @param keys of one feature's receipts and promotions: what is stored below `receiptPrefix` */
export function openPromotions(keys: Iterable<string>): OpenPromotions {
  const stored = new Set(keys);
  const open = [...stored].flatMap((key) => {
    const { begun, version } = begunKey.exec(key)?.groups ?? {};
    return begun !== undefined && version !== undefined && !stored.has(`${begun}.finished.json`) ? [{ key, version }] : [];
  });
  const ofVersion = Map.groupBy(open, ({ version }) => version);
  return new Map([...ofVersion].map(([version, promotions]) => [version, new Set(promotions.map(({ key }) => key))]));
}

const begunKey = /^(?<begun>.+\/promotions\/(?<version>[^/]+)\/[^/]+)\.begun\.json$/;

/** @param channels those that the note of the version's tag names @returns the ones of them that nobody was told of */
export const channelsToTell = (
  { feature, version }: Pick<Promotion, 'feature' | 'version'>,
  open: OpenPromotions,
  channels: readonly (string | null)[],
): readonly (string | null)[] => channels.filter((channel) => open.get(version)?.has(promotionKey(feature, version, channel, 'begun')));
