/** What the CDN has of a feature's earlier versions, read through the edge as anybody may: no credentials. */
import {
  artefactKey,
  parseRecord,
  parseVersionList,
  PintagError,
  type PublicEdge,
  recordKey,
  type VersionList,
  versionsKey,
} from '@pintag/cdn';
import { measure, parseLoadOrder } from './measure.ts';
import type { Sizes } from './preview-schema.ts';

/** Something, or a sentence on why it is not known. */
export type Known<T> = { readonly known: T } | { readonly unknown: string };

export async function readSizes(edge: PublicEdge, feature: string, version: string): Promise<Known<Sizes>> {
  const record = await read(edge, recordKey(feature, version), parseRecord);
  if ('unknown' in record) return record;
  if (record.known.status === 'abandoned') return { unknown: `${feature} ${version} was abandoned, nothing can be loaded from it` };
  const order = await read(edge, artefactKey(feature, version, 'manifest.json'), parseLoadOrder);
  if ('unknown' in order) return order;
  if (!order.known) return { unknown: `the manifest of ${feature} ${version} cannot be read` };
  return { known: measure(order.known, record.known.files) };
}

export const readVersions = (edge: PublicEdge, feature: string): Promise<Known<VersionList>> =>
  read(edge, versionsKey(feature), parseVersionList);

async function read<T>(edge: PublicEdge, key: string, parse: (body: Uint8Array, key: string) => T): Promise<Known<T>> {
  try {
    const { status, body } = await edge.fetch(`/${key}`);
    if (status !== 200) return { unknown: `${edge.origin} answers ${status} for /${key}` };
    return { known: parse(body, key) };
  } catch (error) {
    // A preview without the past is worth more than none.
    if (error instanceof PintagError) return { unknown: error.message.replace(/\.$/, '') };
    throw error;
  }
}
