/** Can the store be read, and does it keep what it must never give up? */
import {
  type ArtefactStore,
  indexKey,
  parseFeatureIndex,
  type PolicyProbe,
  probePolicy,
  type ProbeOptions,
  type Trespass,
} from '@pintag/cdn';
import type { Check, Verdict } from './check.ts';

interface Reachable {
  readonly store: ArtefactStore;
  /** Which one, for people: `bucket acme-elements`. */
  readonly described: string;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkStore = ({ store, described, limit }: Reachable): Check => ({
  name: 'store',
  limit,
  look: async () => {
    const stored = await store.read(indexKey);
    if (!stored) return { outcome: 'ok', found: `The ${described} can be read; nothing is released to it yet.` };
    const { features } = parseFeatureIndex(stored.body, indexKey);
    const versions = features.reduce((sum, row) => sum + row.versions, 0);
    return { outcome: 'ok', found: `The ${described} can be read; its index has ${features.length} features and ${versions} versions.` };
  },
});

export const checkStorePolicy = ({ limit, ...options }: ProbeOptions & { readonly limit: number }): Check => ({
  name: 'store-policy',
  limit,
  look: async () => judgeProbe(await probePolicy(options)),
});

const words = {
  overwrite: 'a PUT without If-None-Match',
  multipart: 'an upload in parts',
  delete: 'a DELETE',
  'delete-version': 'a DELETE of a version',
  outside: 'a PUT',
} as const;

const apply = 'Deploy the stack of tools/infra again (docs/aws.md): its bucket policy denies this for everyone.';

/** The worst of what was found. */
export function judgeProbe({ allowed, refused, left }: PolicyProbe): Verdict {
  const remains = left.length === 0 ? '' : ` These could not be taken away again: ${left.join(', ')}; remove them as the bucket's owner.`;
  const guarded = allowed.filter(({ attempt }) => attempt !== 'outside');
  if (guarded.length > 0) return { outcome: 'failed', found: `S3 allowed ${listed(guarded)}.${remains}`, remedy: apply };
  if (allowed.length > 0) {
    const remedy = 'Give the role no more than the stack of tools/infra does (docs/who-may-do-what.md), or use credentials of that role.';
    return { outcome: 'failed', found: `These credentials may also write where no release writes: ${listed(allowed)}.${remains}`, remedy };
  }
  const inside = refused.filter(({ attempt }) => attempt !== 'outside');
  const byRightAlone = inside.filter(({ by }) => by === 'lack-of-right');
  if (byRightAlone.length > 0) {
    const found = `Only because these credentials lack the right, and not by the bucket's policy, S3 refused ${listed(byRightAlone)}.`;
    return { outcome: 'failed', found, remedy: apply };
  }
  if (inside.every(({ by }) => by === 'policy')) {
    return {
      outcome: 'ok',
      found: `The bucket's policy refused all ${inside.length} attempts to replace or delete, and one to write elsewhere was refused.`,
    };
  }
  return {
    outcome: 'warning',
    found: `S3 refused all ${inside.length} attempts to replace or delete, and does not say whether by the bucket's policy or because these credentials lack the right.`,
    remedy: "Run it once with an administrator's credentials: then only the policy can refuse.",
  };
}

/** Grouped by what was tried, so that a store that is open everywhere is said in a few words. */
const listed = (trespasses: readonly Trespass[]): string =>
  [...Map.groupBy(trespasses, ({ attempt }) => attempt)]
    .map(
      ([attempt, of]) =>
        `${words[attempt]} on ${of.length > 2 ? `${of[0]!.key} and ${of.length - 1} others` : of.map(({ key }) => key).join(' and ')}`,
    )
    .join('; ');
