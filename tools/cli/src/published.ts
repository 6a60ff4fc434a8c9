/** What the CDN says about versions, read from its public index: host-page developers have no credentials and need none. */
import {
  artefactKey,
  createPublicEdge,
  findVersion,
  type FeatureIndex,
  indexKey,
  parseFeatureIndex,
  parseVersionList,
  PintagError,
  type PublicEdge,
  type VersionList,
  type VersionRow,
  versionsKey,
} from '@pintag/cdn';
import { loadConfig } from '@pintag/release';
import type { Manifest } from '@pintag/runtime';
import { parseManifest } from '@pintag/runtime/manifest';
import { findRoot } from './find-root.ts';
import { openTarget } from './target.ts';
import type { Io } from './terminal/io.ts';

export interface Published {
  readonly origin: string;
  readonly edge: PublicEdge;
  /** The CDN was named, by option or configuration; else it is the edge on this machine, which nobody's page should point to unasked. */
  readonly named: boolean;
  /** The edge on this machine runs only for as long as this command. */
  readonly passing: boolean;
  /** @throws {PintagError} PT_FEATURE_UNKNOWN with the features there are. */
  versions(feature: string): Promise<VersionList>;
  /** What a published version consists of. @throws {PintagError} PT_EDGE_ANSWER, PT_STORED_INVALID */
  manifest(feature: string, version: string): Promise<Manifest>;
  close(): Promise<void>;
}

/** @param origin overrides the configured edge. */
export async function openPublished(io: Io, origin?: string): Promise<Published> {
  if (origin) return readFrom(createPublicEdge({ origin: checkedOrigin(origin) }), { named: true, passing: false, close: async () => {} });

  const root = await findRoot(io.cwd);
  const config = await loadConfig({ root, env: io.env });
  if (config.edge)
    return readFrom(createPublicEdge({ origin: config.edge.origin }), { named: true, passing: false, close: async () => {} });
  const local = await openTarget(config, root, io);
  return readFrom(local.edge, { named: false, passing: local.passing, close: () => local.close() });
}

/**
 * The row of `version`; without one the highest that is no prerelease.
 * @throws {PintagError} PT_VERSION_UNKNOWN with the nearest ones.
 */
export function rowOf(list: VersionList, version: string | undefined): VersionRow {
  const latest = list.versions.find((row) => !row.version.includes('-')) ?? list.versions[0];
  return findVersion(list, version ?? latest?.version ?? 'latest');
}

function readFrom(edge: PublicEdge, from: Pick<Published, 'named' | 'passing' | 'close'>): Published {
  return {
    ...from,
    origin: edge.origin,
    edge,
    async versions(feature) {
      const answer = await edge.fetch(`/${versionsKey(feature)}`);
      if (answer.status === 200) return parseVersionList(answer.body, versionsKey(feature));
      if (answer.status === 404) throw new PintagError('PT_FEATURE_UNKNOWN', { feature, known: await knownFeatures(edge) });
      throw new PintagError('PT_EDGE_ANSWER', { url: `${edge.origin}/${versionsKey(feature)}`, status: answer.status });
    },
    async manifest(feature, version) {
      const key = artefactKey(feature, version, 'manifest.json');
      const { status, body } = await edge.fetch(`/${key}`);
      if (status !== 200) throw new PintagError('PT_EDGE_ANSWER', { url: `${edge.origin}/${key}`, status });
      return parseManifest(body, key);
    },
  };
}

async function knownFeatures(edge: PublicEdge): Promise<string[]> {
  const answer = await edge.fetch(`/${indexKey}`);
  if (answer.status !== 200) return [];
  const index: FeatureIndex = parseFeatureIndex(answer.body, indexKey);
  return index.features.map(({ feature }) => feature);
}

function checkedOrigin(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new PintagError('PT_USAGE', { problem: `"${text}" is not an origin such as https://cdn.example.com.` });
  }
  return new URL(text).origin;
}
