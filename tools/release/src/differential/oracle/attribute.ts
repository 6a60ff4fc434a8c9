/** Which commits count for a feature, by the folders that `git diff-tree` names, and the rules that are stated as intended differences. */
import type { StaticProject } from '../history/generate-history.ts';
import type { DifferenceName } from '../intended-differences.ts';
import { bundledFiles } from './bundled-files.ts';
import { lockChange } from './lock-change.ts';
import type { Facts, OracleFeature } from './read-facts.ts';

export interface Attribution {
  readonly kind: 'own' | 'dependency' | 'shared-file' | 'lock-file';
  /** For an inherited commit: what changed, and the way to it. */
  readonly scope?: string;
  readonly way?: readonly string[];
}

export interface OracleRules {
  readonly projects: readonly StaticProject[];
  readonly isIgnored: (file: string) => boolean;
  readonly sharedFiles: readonly string[];
}

export async function attribute(options: {
  facts: Facts;
  feature: OracleFeature;
  commit: string;
  rules: OracleRules;
  note: (difference: DifferenceName) => void;
}): Promise<Attribution | undefined> {
  const { facts, feature, commit, rules, note } = options;
  const all = await facts.touched(commit);
  const files = all.filter((file) => !rules.isIgnored(file));
  if (files.length < all.length) note('ignored file');
  // The deepest folder that is a project's owns a file.
  const roots = [...new Set([...rules.projects.map(({ root }) => root), ...facts.features.map(({ root }) => root)])];
  const owners = files.map((file) => roots.filter((root) => file.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0]);
  const inside = files.filter((_, index) => owners[index] === feature.root);
  const own = await bundledFiles(facts, feature, { commit, inside });
  if (own.length < inside.length) note('shared folder');
  if (own.length > 0) return { kind: 'own' };

  const ways = waysFrom(feature, rules.projects);
  const near = owners.flatMap((root) => (root !== undefined && ways.has(root) ? [ways.get(root)!] : []));
  near.sort((a, b) => a.length - b.length);
  if (near[0]) return { kind: 'dependency', way: near[0], scope: near[0].at(-1)! };

  const shared = all.find((file) => rules.sharedFiles.includes(file));
  if (shared !== undefined) return { kind: 'shared-file', scope: shared };

  if (!all.includes('package-lock.json')) return undefined;
  const projects = new Map(rules.projects.map((project) => [project.root, project]));
  for (const [root, way] of [[feature.root, [feature.name]] as const, ...ways]) {
    const packages = await lockChange(facts, commit, projects.get(root)?.packages ?? []);
    if (packages) return { kind: 'lock-file', way: [...way, ...packages], scope: packages.at(-1)! };
  }
  return undefined;
}

/** By root, nearest first: the names from the feature to every project that it depends on. */
function waysFrom(feature: OracleFeature, projects: readonly StaticProject[]): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  let frontier: readonly (readonly [StaticProject, readonly string[]])[] = projects
    .filter(({ root }) => root === feature.root)
    .map((project) => [project, [feature.name]]);
  while (frontier.length) {
    const next: (readonly [StaticProject, readonly string[]])[] = [];
    for (const [{ dependencies }, way] of frontier) {
      for (const name of dependencies) {
        const project = projects.find((candidate) => candidate.name === name);
        if (!project || project.root === feature.root || ways.has(project.root)) continue;
        ways.set(project.root, [...way, name]);
        next.push([project, [...way, name]]);
      }
    }
    frontier = next;
  }
  return ways;
}
