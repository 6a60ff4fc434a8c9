/** A CDN that changes a byte where a test says so, and sends cache headers or does not: whoever tampers decides about both. */
import { randomUUID } from 'node:crypto';
import { type BundleFile, integrityOf } from '@pintag/cdn';
import { linkElement } from '../link/link-element.ts';
import { integrityMapTexts } from '../link/loader-table.ts';
import { parseManifest } from '../link/parse-manifest.ts';
import { type Site, startSite } from '../testing/site.ts';
import { changes, type ChangedFile } from './changes.ts';
import { bundleOf, type FeatureName, featureNames, runtime, runtimeName } from './features.ts';

export const sendings = {
  immutable: { 'cache-control': 'public, max-age=31536000, immutable' },
  'without cache headers': {},
  'no-store': { 'cache-control': 'no-store' },
} as const;
export type Sent = keyof typeof sendings;

export interface Tag {
  readonly src: string;
  readonly integrity?: string;
}

export interface TamperingEdge extends AsyncDisposable {
  readonly origin: string;
  /** The script tags of the three features. */
  readonly tags: Readonly<Record<FeatureName, Required<Tag>>>;
  /** The same through a channel, whose integrity nobody can know. */
  readonly channelTags: Readonly<Record<FeatureName, Tag>>;
  /** The import maps that the loaders of the three write, as a host's policy names them. */
  readonly maps: readonly string[];
  /** Script files, below `/elements/`, in the order they were asked for. */
  scriptsAsked(): readonly string[];
}

const script = { 'content-type': 'text/javascript; charset=utf-8' };

export interface Tampering {
  readonly sent: Sent;
  /** Sent with a line at its end that tells the page that it ran. */
  readonly changed?: ChangedFile;
}

/** By feature, the files of its version 1.0.0. */
export type LinkedFeatures = Readonly<Record<FeatureName, readonly BundleFile[]>>;

/** Once for many edges: the files do not know where they will lie. */
export async function linkFeatures(): Promise<LinkedFeatures> {
  const link = async (feature: FeatureName) =>
    [feature, await linkElement(bundleOf(feature), { feature, version: '1.0.0', compress: false })] as const;
  return byFeature(await Promise.all(featureNames.map(link)));
}

export async function startTamperingEdge(features: LinkedFeatures, { sent, changed }: Tampering): Promise<TamperingEdge> {
  const site = await startSite();
  // Ports come again, and an engine may have kept what another edge sent under this one's.
  const prefix = `/${randomUUID()}/elements/`;
  const headers = { ...script, ...sendings[sent] };
  const put = (path: string, body: Uint8Array) => site.files.set(prefix + path, { body, headers });

  for (const { path, body } of runtime) put(`runtime/${runtimeName}/${path}`, body);
  for (const feature of featureNames) {
    for (const { path, body } of features[feature]) put(`v1.0.0/${feature}/${path}`, body);
    addChannel(site, prefix, feature);
  }
  if (changed) {
    const { path } = changes[changed];
    const { body } = site.files.get(prefix + path)!;
    put(path, Buffer.from(`${Buffer.from(body).toString()}\n;globalThis.seen?.ran.push(${JSON.stringify(changed)});`));
  }

  const folderOf = (feature: FeatureName) => `${site.origin}${prefix}v1.0.0/${feature}/`;
  const bodyOf = (feature: FeatureName, name: string) => features[feature].find(({ path }) => path === name)!.body;
  const tagOf = (feature: FeatureName) => ({ src: `${folderOf(feature)}main.js`, integrity: integrityOf(bodyOf(feature, 'main.js')) });
  const channelTagOf = (feature: FeatureName) => ({ src: `${site.origin}${prefix}stable/${feature}/main.js` });
  const mapsOf = (feature: FeatureName) => integrityMapTexts(parseManifest(bodyOf(feature, 'manifest.json'), feature), folderOf(feature));
  return {
    origin: site.origin,
    tags: byFeature(featureNames.map((feature) => [feature, tagOf(feature)])),
    channelTags: byFeature(featureNames.map((feature) => [feature, channelTagOf(feature)])),
    maps: [...new Set(featureNames.flatMap(mapsOf))],
    scriptsAsked: () => site.requests.filter((path) => path.endsWith('.js')).map((path) => path.slice(prefix.length)),
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

const byFeature = <T>(entries: readonly (readonly [FeatureName, T])[]) => Object.fromEntries(entries) as Record<FeatureName, T>;

/** `stable` names this version, as the edge's function answers. */
const addChannel = (site: Site, prefix: string, feature: FeatureName) =>
  site.files.set(`${prefix}stable/${feature}/main.js`, {
    status: 307,
    body: '',
    headers: { location: `${prefix}v1.0.0/${feature}/main.js`, 'cache-control': 'public, max-age=60' },
  });
