/** The most that a page may have to load before an element shows anything: checked by the build, and again before a release. */
import type { BundleFile } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';
import { elementDescriptionFile } from '../link/element-description.ts';
import { addUp, contributionsOf, type Contributions, growthOf } from './contributions.ts';
import { brotliSize } from './weight.ts';

/** Brotli bytes, as `sizeBudget` of pintag.config.ts has them. */
export interface SizeBudget {
  /** Of every feature that is not named. */
  readonly feature: number;
  /** By name. */
  readonly features: Readonly<Record<string, number>>;
  /** Of all layers of the runtime together. */
  readonly runtime: number;
}

/** A build without a description of its own is counted whole, as one that brings everything. */
const described = v.object({ static: v.array(v.string()), runtime: v.optional(v.object({})) });

/**
 * @param bundle of a feature, version-less. What counts are its entry and what this imports at once; neither the loader nor the runtime, which
 * have limits of their own. One that brings its own Angular may weigh as much as a feature and a runtime together.
 * @param before What the build was before, to say what grew since.
 * @returns brotli bytes.
 * @throws {PintagError} PT_BUDGET
 */
export function checkFeatureSize(
  feature: string,
  bundle: readonly BundleFile[],
  budget: SizeBudget,
  before?: readonly BundleFile[],
): number {
  const { scripts, isShared } = describe(bundle);
  const own = budget.features[feature] ?? budget.feature;
  return check({
    what: feature,
    scripts,
    bundle,
    most: isShared ? own : own + budget.runtime,
    before: before?.length ? { scripts: describe(before).scripts, bundle: before } : undefined,
  });
}

/**
 * @param files of the runtime.
 * @throws {PintagError} PT_BUDGET
 */
export const checkRuntimeSize = (files: readonly BundleFile[], { runtime: most }: SizeBudget): number =>
  check({ what: 'runtime', scripts: files.filter(isScript), bundle: files, most });

function describe(bundle: readonly BundleFile[]): { readonly scripts: readonly BundleFile[]; readonly isShared: boolean } {
  const file = bundle.find(({ path }) => path === elementDescriptionFile);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), described), new TextDecoder().decode(file?.body));
  if (!parsed.success) return { scripts: bundle.filter(isScript), isShared: false };
  const { static: needed, runtime } = parsed.output;
  return { scripts: bundle.filter(({ path }) => needed.includes(path)), isShared: runtime !== undefined };
}

const isScript = ({ path }: BundleFile): boolean => path.endsWith('.js');

interface Scripts {
  readonly scripts: readonly BundleFile[];
  /** Where their source maps are. */
  readonly bundle: readonly BundleFile[];
}

function check({
  what,
  most,
  before,
  ...now
}: Scripts & { readonly what: string; readonly most: number; readonly before?: Scripts }): number {
  const bytes = now.scripts.reduce((sum, { body }) => sum + brotliSize(body), 0);
  if (bytes > most)
    throw new PintagError('PT_BUDGET', { what, bytes, budget: most, ...blame(sourcesOf(now), before && sourcesOf(before)) });
  return bytes;
}

/** How many sources are named: the message has to stay readable. */
const mostNamed = 5;

/** What grew since the build before; of a first build, or one that grew nowhere, the heaviest. */
function blame(
  now: Contributions,
  before: Contributions | undefined,
): { readonly grew: readonly string[]; readonly heaviest: readonly string[] } {
  const grown = before ? growthOf(now, before).filter((growth) => growth.bytes > growth.before) : [];
  const heaviest = [...now].sort(([, a], [, b]) => b - a);
  return {
    grew: grown.slice(0, mostNamed).map((growth) => `${growth.input} +${growth.bytes - growth.before}`),
    heaviest: heaviest.slice(0, mostNamed).map(([input, bytes]) => `${input} ${bytes}`),
  };
}

function sourcesOf({ scripts, bundle }: Scripts): Contributions {
  const textOf = (file: BundleFile | undefined) => new TextDecoder().decode(file?.body);
  const mapOf = ({ path }: BundleFile) => bundle.find((file) => file.path === `${path}.map`);
  return addUp(
    scripts.map((script) => contributionsOf(textOf(script), textOf(mapOf(script))) ?? new Map([[script.path, script.body.byteLength]])),
  );
}
