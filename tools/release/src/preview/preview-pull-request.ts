/** What merging a pull request would release: read-only, without any right at the remote and without credentials of the CDN. */
import {
  type BundleFile,
  coveredVersions,
  entryUrl,
  integrityOf,
  PintagError,
  type PublicEdge,
  scriptTag,
  type VersionList,
} from '@pintag/cdn';
import type { SizeBudget } from '@pintag/runtime/size';
import type { Repository } from '../git/repository.ts';
import type { PlannedRelease } from '../plan/plan.ts';
import { buildFeatures } from '../publish/build-features.ts';
import type { Builder } from '../publish/builder.ts';
import { checkSize } from '../publish/check-bundle.ts';
import type { Link } from '../publish/link.ts';
import { linkBundle } from '../publish/link-bundle.ts';
import { measure, parseLoadOrder } from './measure.ts';
import { type Known, readSizes, readVersions } from './published-version.ts';
import type { PreviewedRelease, PullRequestPreview, Sizes } from './preview-schema.ts';

export interface PreviewOptions {
  /** Opened with `purpose: 'preview'` and `merge`. */
  readonly repository: Repository;
  /** Of the CDN that would be released to. */
  readonly edge: PublicEdge;
  /** Absent: nothing is built, so that sizes and integrity stay unknown. */
  readonly builder?: Builder;
  readonly link: Link;
  /** What a page may have to load before a feature shows anything. Default: no limit. */
  readonly sizeBudget?: SizeBudget;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/**
 * One feature's failure is in its entry, and holds up no other.
 * @throws {PintagError} what planning finds.
 * @example (await previewPullRequest({ repository, edge, builder, link: linkElement })).releases // [{ feature: 'calendar', to: '1.1.0', size: …, last: … }]
 */
export async function previewPullRequest({
  repository,
  edge,
  builder,
  link,
  sizeBudget,
  ...selection
}: PreviewOptions): Promise<PullRequestPreview> {
  const { merge } = repository;
  if (!merge) throw new Error('The repository was not opened for a merge.');
  const plan = await repository.plan(selection);
  const builds = builder
    ? await buildAll({ releases: plan.releases, root: repository.root, builder, link, sizeBudget })
    : new Map<string, Build>();

  const releases: PreviewedRelease[] = [];
  for (const planned of plan.releases) {
    const { urls: _urls, notes: _notes, ...release } = planned;
    const build = builds.get(planned.feature);
    const reasons = planned.reasons.map((reason) => ({ ...copy(reason), pullRequest: merge.commits.has(reason.commit) }));
    releases.push({
      ...release,
      reasons,
      // A promotion names the commit of its version, which the merge brought, or the branch had already.
      pullRequest: reasons.some(({ pullRequest }) => pullRequest),
      ...describeBuild(planned, build),
      ...(await describeLast(edge, planned)),
      script: await predictTag(edge, planned, build),
    });
  }
  return {
    schema: 1,
    head: merge.head,
    base: merge.base,
    merge: merge.squashTitle === undefined ? { kind: 'merge' } : { kind: 'squash', title: merge.squashTitle },
    commits: merge.commits.size,
    releases,
    others: [...plan.others],
    ignored: plan.ignored.filter(({ commit }) => merge.commits.has(commit)),
  };
}

const copy = ({ through, ...reason }: PlannedRelease['reasons'][number]) => ({ ...reason, ...(through && { through: [...through] }) });

type Build = { readonly size: Sizes; readonly integrity: string } | { readonly failure: unknown };

async function buildAll(options: {
  releases: readonly PlannedRelease[];
  root: string;
  builder: Builder;
  link: Link;
  sizeBudget: SizeBudget | undefined;
}): Promise<ReadonlyMap<string, Build>> {
  const { releases, root, builder, link, sizeBudget } = options;
  const wanted = releases.filter(({ promotes }) => promotes === undefined);
  const builds = new Map<string, Build>();
  if (wanted.length === 0) return builds;
  const outcomes = await buildFeatures(
    builder,
    wanted.map(({ feature }) => feature),
    root,
  );
  for (const [index, outcome] of outcomes.entries()) {
    const { feature, to: version } = wanted[index]!;
    try {
      if ('failure' in outcome) throw outcome.failure;
      if (sizeBudget !== undefined) checkSize(feature, outcome.files, sizeBudget);
      builds.set(feature, describeFiles(await linkBundle(link, outcome.files, { feature, version })));
    } catch (failure) {
      builds.set(feature, { failure });
    }
  }
  return builds;
}

function describeFiles(files: readonly BundleFile[]): Build {
  const bodyOf = (wanted: string) => files.find(({ path }) => path === wanted)?.body;
  const order = parseLoadOrder(bodyOf('manifest.json') ?? new Uint8Array());
  const entry = order && bodyOf(order.main);
  if (!entry) return { failure: new Error('The linked bundle has no manifest that names its entry.') };
  const sizes = files.map(({ path, body }) => ({ path, size: body.byteLength }));
  return { size: measure(order, sizes), integrity: integrityOf(entry) };
}

function describeBuild({ promotes }: PlannedRelease, build: Build | undefined): Pick<PreviewedRelease, 'build' | 'problem' | 'size'> {
  if (promotes !== undefined) return { build: 'not-needed' };
  if (!build) return { build: 'skipped' };
  if ('size' in build) return { build: 'built', size: build.size };
  const { failure } = build;
  const message = failure instanceof Error ? failure.message : String(failure);
  return { build: 'failed', problem: { ...(failure instanceof PintagError && { code: failure.code }), message } };
}

async function describeLast(edge: PublicEdge, { feature, from, to, promotes }: PlannedRelease): Promise<Pick<PreviewedRelease, 'last'>> {
  // The bytes of a promoted version are there already, and stay.
  const version = promotes === undefined ? from : to;
  if (version === undefined) return {};
  const sizes = await readSizes(edge, feature, version);
  return { last: { version, ...('known' in sizes ? { size: sizes.known } : { unknown: sizes.unknown }) } };
}

async function predictTag(edge: PublicEdge, release: PlannedRelease, build: Build | undefined): Promise<PreviewedRelease['script']> {
  const { feature, to: version, from, promotes } = release;
  const target = { origin: edge.origin, feature, version };
  const list: Known<VersionList> = from === undefined ? { known: emptyList(release) } : await readVersions(edge, feature);
  const versions = 'known' in list ? list.known : emptyList(release);
  const published = versions.versions.find((row) => row.version === version)?.integrity;
  const built = build && 'integrity' in build ? build.integrity : undefined;
  const own = published ?? built;
  if (own === undefined) {
    const unknown = promotes === undefined ? 'it depends on the build, and nothing was built' : `${feature} ${version} is not on the CDN`;
    return { tag: scriptTag(target), url: entryUrl(target), integrity: [], unknown };
  }
  const row = { version, commit: '', committedAt: '', entry: 'main.js', integrity: own, size: 0 };
  const rows = [row, ...versions.versions.filter((other) => other.version !== version)];
  const integrity = coveredVersions({ ...versions, versions: rows }, version).map((covered) => covered.integrity);
  const unknown = 'unknown' in list ? `the releases before it cannot be covered: ${list.unknown}` : undefined;
  return {
    tag: scriptTag({ ...target, integrities: integrity }),
    url: entryUrl(target),
    integrity,
    ...(unknown !== undefined && { unknown }),
  };
}

const emptyList = ({ feature, element }: PlannedRelease): VersionList => ({ schema: 1, feature, element, versions: [] });
