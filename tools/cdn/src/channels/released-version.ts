/** Whether a version can be loaded, asked of the edge as a host page would: who may move channels need not be able to read the bucket's records. */
import { PintagError } from '../errors.ts';
import type { PublicEdge } from '../edge/edge.ts';
import { integrityOf } from '../integrity.ts';
import { artefactKey, indexKey, recordKey, versionsKey } from '../layout.ts';
import { parseFeatureIndex, parseRecord, parseVersionList } from '../records/parse.ts';
import type { ReleaseRecord } from '../records/release-record.ts';
import { nearestVersions } from '../tag/covered-versions.ts';

/**
 * The record of a released version whose loader the edge serves as recorded.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_VERSION_UNKNOWN, PT_VERSION_ABANDONED, PT_EDGE_WRONG, PT_EDGE_ANSWER, PT_STORED_INVALID
 */
export async function releasedVersion(edge: PublicEdge, feature: string, version: string): Promise<ReleaseRecord> {
  const key = recordKey(feature, version);
  const body = await bodyOf(edge, key);
  if (!body) throw await unknownVersion(edge, feature, version);
  const record = parseRecord(body, key);
  if (record.status === 'abandoned') throw new PintagError('PT_VERSION_ABANDONED', { feature, version, why: 'its release was given up' });
  const loader = await bodyOf(edge, artefactKey(feature, version, record.entry));
  const recorded = record.files.find(({ path }) => path === record.entry)?.integrity;
  if (!loader || integrityOf(loader) !== recorded) {
    const finding = `${record.entry} ${loader ? 'has other bytes' : 'is missing'}`;
    throw new PintagError('PT_EDGE_WRONG', { feature, version, findings: [finding] });
  }
  return record;
}

/** Whether a released version has this number, as its record says; its files are not asked for. */
export async function isReleased(edge: PublicEdge, feature: string, version: string): Promise<boolean> {
  const key = recordKey(feature, version);
  const body = await bodyOf(edge, key);
  return body !== undefined && parseRecord(body, key).status === 'released';
}

/** Names of all features that have a version; none before the first release. */
export async function releasedFeatures(edge: PublicEdge): Promise<readonly string[]> {
  const body = await bodyOf(edge, indexKey);
  return body ? parseFeatureIndex(body, indexKey).features.map(({ feature }) => feature) : [];
}

async function unknownVersion(edge: PublicEdge, feature: string, version: string): Promise<PintagError> {
  const body = await bodyOf(edge, versionsKey(feature));
  if (!body) return new PintagError('PT_FEATURE_UNKNOWN', { feature, known: await releasedFeatures(edge) });
  const nearest = nearestVersions(parseVersionList(body, versionsKey(feature)), version);
  return new PintagError('PT_VERSION_UNKNOWN', { feature, version, nearest });
}

async function bodyOf(edge: PublicEdge, key: string): Promise<Uint8Array | undefined> {
  const { status, body } = await edge.fetch(`/${key}`);
  if (status === 200) return body;
  if (status === 404) return undefined;
  throw new PintagError('PT_EDGE_ANSWER', { url: `${edge.origin}/${key}`, status });
}
