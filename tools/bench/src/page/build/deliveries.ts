/** From builds to what lies on the CDN for one page in one variant, and the lines that its HTML needs. */
import {
  artefactKey,
  type BundleFile,
  contentEncodingOf,
  integrityOf,
  type NeededFiles,
  preloadLine,
  preloadsOf,
  runtimeKey,
  scriptTag,
} from '@pintag/cdn';
import { linkFeature } from '@pintag/nx-plugin/build';
import { elementDescriptionFile, linkElement } from '@pintag/runtime';
import { type BuiltRuntime, collectNames, mergeNames, type Names } from '@pintag/runtime/build';
import { parseManifest } from '@pintag/runtime/manifest';
import { type Page, type PageFeature, pageLabel } from '../page-features.ts';
import { isShared, type Variant } from '../variants.ts';
import type { AngularBuilds } from './angular-builds.ts';

/** Scripts by the path that they have on the CDN, and the lines for the head of a page. */
export interface Delivery {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** @param cdn Origin of the CDN. */
  head(cdn: string): readonly string[];
}

export interface DeliveryOptions {
  readonly builds: AngularBuilds;
  /** Names of the shipped surface. */
  readonly seeded: Names;
}

export const firstVersion = '1.0.0';

/** @param versions By feature, where it is not the first one. */
export async function deliver(
  { features, ...page }: Page,
  variant: Variant,
  { builds, seeded }: DeliveryOptions,
  versions: Readonly<Record<string, string>> = {},
): Promise<Delivery> {
  const label = pageLabel({ features, ...page })
    .replace(/\W+/g, '-')
    .replace(/-$/, '');
  if (variant.name === 'self-contained') {
    const bundles = await inTurn(features, (feature) => deliverModules('/self-contained', [feature], builds));
    return { files: new Map(bundles.flatMap(({ files }) => [...files])), head: (cdn) => bundles.flatMap(({ head }) => head(cdn)) };
  }
  if (!isShared(variant)) return deliverModules(`/multi-entry-${label}`, features, builds);

  const compiled = await inTurn(features, (feature) => builds.compiled(feature));
  const used = mergeNames(...(await Promise.all(compiled.map(({ files }) => collectNames(files)))));
  const runtime = await builds.runtime(variant.surface === 'seeded' ? mergeNames(seeded, used) : used);
  const prefix = `/${variant.surface}-${label}`;
  const versionOf = ({ name }: PageFeature): string => versions[name] ?? firstVersion;
  const linked = await Promise.all(
    features.map(async (feature, index) => publishable(await linkFeature(compiled[index]!, runtime), feature, versionOf(feature))),
  );
  const scripts = [...linked.flatMap(({ scripts }) => scripts), ...runtimeScripts(runtime)];
  return {
    files: new Map(scripts.map(({ path, body }) => [`${prefix}/${path}`, body])),
    head: (cdn) => {
      const origin = `${cdn}${prefix}`;
      const preloads = preloadsOf(linked.map(({ needed }) => needed(origin)));
      return [
        ...(variant.name === 'pintag-preload' ? preloads.map(preloadLine) : []),
        ...linked.map(({ feature, version, integrity }) => scriptTag({ origin, feature, version, integrities: [integrity] })),
      ];
    },
  };
}

/** A build takes all cores and much memory. */
async function inTurn<T, R>(list: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of list) results.push(await run(one));
  return results;
}

async function deliverModules(prefix: string, features: readonly PageFeature[], builds: AngularBuilds): Promise<Delivery> {
  const { files, entries } = await builds.modules(features);
  const folder = `${prefix}/elements/v${firstVersion}/${features.length === 1 ? features[0]!.name : 'page'}`;
  return {
    files: new Map(files.map(({ path, body }) => [`${folder}/${path}`, body])),
    head: (cdn) =>
      features.map(({ name }) => `<script type="module" src="${cdn}${folder}/${entries[name]!}" crossorigin="anonymous"></script>`),
  };
}

interface LinkedFeature {
  readonly feature: string;
  readonly version: string;
  /** Of its loader. */
  readonly integrity: string;
  /** With their keys as paths. */
  readonly scripts: readonly BundleFile[];
  needed(origin: string): NeededFiles;
}

async function publishable(
  { description, files }: Awaited<ReturnType<typeof linkFeature>>,
  { name: feature }: PageFeature,
  version: string,
): Promise<LinkedFeature> {
  const bundle = [...files, { path: elementDescriptionFile, body: Buffer.from(JSON.stringify(description)) }];
  const published = await linkElement(bundle, { feature, version, compress: false });
  const bodyOf = (path: string): Uint8Array => published.find((file) => file.path === path)!.body;
  const manifest = parseManifest(bodyOf('manifest.json'), `${feature} ${version}`);
  const scripts = published.filter(({ path }) => path.endsWith('.js') && contentEncodingOf(path) === undefined);
  return {
    feature,
    version,
    integrity: integrityOf(bodyOf(manifest.main)),
    scripts: scripts.map(({ path, body }) => ({ path: artefactKey(feature, version, path), body })),
    needed: (origin) => ({
      folder: new URL('.', `${origin}/${artefactKey(feature, version, manifest.main)}`).href,
      static: manifest.static,
      files: manifest.files,
    }),
  };
}

const runtimeScripts = ({ name, files }: BuiltRuntime): BundleFile[] =>
  files.filter(({ path }) => path.endsWith('.js')).map(({ path, body }) => ({ path: runtimeKey(name, path), body }));
