/** What a plan takes a library's features to be made of, for tests that compare it with what a bundler says. */
import type { Feature } from '@pintag/cdn/features';
import { type Environment, installedGit } from '../git/git.ts';
import { openObjectReader } from '../git/object-reader.ts';
import { createInputsReader } from '../plan/inputs/library-inputs.ts';

/** @returns by name of the feature: paths relative to the repository root, sorted */
export async function inputsAt(options: {
  /** A repository. */
  readonly cwd: string;
  readonly env: Environment;
  readonly commit: string;
  /** Of one library. */
  readonly features: readonly Feature[];
}): Promise<ReadonlyMap<string, readonly string[]>> {
  const { features, commit } = options;
  const reader = openObjectReader({ git: installedGit, ...options });
  const { files } = await createInputsReader().at(reader, commit, { root: features[0]!.root, features });
  await reader.close();
  const of = (name: string) => [...files].flatMap(([path, names]) => (names.has(name) ? [path] : [])).sort();
  return new Map(features.map(({ name }) => [name, of(name)]));
}
