/** What a version weighs beside another one, as plain data. Pure. */
import { type Growth, growthOf } from './contributions.ts';
import { type Role, roles, type SizedFile, type SizedVersion } from './size-version.ts';
import { noWeight, sumOf, type Weight } from './weight.ts';

export interface Compared {
  readonly now: Weight;
  /** Absent: there is nothing to compare with. */
  readonly before?: Weight;
}

export interface SizedRole extends Compared {
  readonly role: Role;
  /** Names of now: they carry hashes, so that they tell nothing about before. */
  readonly files: readonly string[];
}

export interface ComparedLayer extends Compared {
  /** `angular.js` */
  readonly file: string;
  /** `unused`: only what it is compared with loads it. */
  readonly when: 'static' | 'lazy' | 'unused';
}

export interface SizeComparison {
  /** Files of the version itself, by what they are loaded for. */
  readonly own: readonly SizedRole[];
  /** Shared: a page that has another feature on the same one has them already. */
  readonly runtime?: { readonly name?: string; readonly before?: string; readonly layers: readonly ComparedLayer[] };
  readonly totals: {
    /** Its own files before the element shows anything: loader, entry, static. */
    readonly first: Compared;
    /** The same with the runtime, for a page that has no other feature on it. */
    readonly alone: Compared;
    /** Everything of its own, lazy files included. */
    readonly own: Compared;
  };
  /** What changed in its own scripts; absent unless both have source maps. */
  readonly grew?: readonly Growth[];
  /** Where its own bytes come from, the largest first; absent without source maps. */
  readonly inputs?: readonly { readonly input: string; readonly bytes: number }[];
}

export function compareSizes(now: SizedVersion, before?: SizedVersion): SizeComparison {
  const compared = (of: (version: SizedVersion) => Weight): Compared => ({ now: of(now), ...(before && { before: of(before) }) });
  const first = (version: SizedVersion) => sumOf((['loader', 'entry', 'static'] as const).map((role) => weightOf(version.own[role])));
  const runtime = compareRuntimes(now, before);
  return {
    own: roles.map((role) => ({ role, files: now.own[role].map(({ path }) => path), ...compared(({ own }) => weightOf(own[role])) })),
    ...(runtime && { runtime }),
    totals: {
      first: compared(first),
      alone: compared((version) =>
        sumOf([first(version), weightOf(version.runtime?.layers.filter(({ when }) => when === 'static') ?? [])]),
      ),
      own: compared((version) => sumOf(roles.map((role) => weightOf(version.own[role])))),
    },
    ...(now.inputs && before?.inputs && { grew: growthOf(now.inputs, before.inputs) }),
    ...(now.inputs && { inputs: [...now.inputs].map(([input, bytes]) => ({ input, bytes })).sort((a, b) => b.bytes - a.bytes) }),
  };
}

const weightOf = (files: readonly SizedFile[]): Weight => sumOf(files.map(({ weight }) => weight));

function compareRuntimes(now: SizedVersion, before: SizedVersion | undefined): SizeComparison['runtime'] {
  if (!now.runtime && !before?.runtime) return undefined;
  const layersOf = (version: SizedVersion | undefined) => new Map(version?.runtime?.layers.map((layer) => [fileOf(layer), layer]));
  const [layers, earlier] = [layersOf(now), layersOf(before)];
  return {
    ...(now.runtime && { name: now.runtime.name }),
    ...(before?.runtime && { before: before.runtime.name }),
    layers: [...new Set([...layers.keys(), ...earlier.keys()])].map((file) => ({
      file,
      when: layers.get(file)?.when ?? 'unused',
      now: layers.get(file)?.weight ?? noWeight,
      ...(before && { before: earlier.get(file)?.weight ?? noWeight }),
    })),
  };
}

const fileOf = ({ path }: SizedFile): string => path.split('/').slice(4).join('/');
