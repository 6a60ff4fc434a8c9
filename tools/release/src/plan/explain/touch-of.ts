/** What a commit has to do with a feature, whatever its message says. Pure. */
import type { Feature } from '@pintag/cdn';
import { type Attributor, attributor, type Rules, type Workspace } from '../attribute-commits.ts';
import { parserOpts } from '../commit-bump.ts';
import { anyOf } from '../file-rules.ts';
import type { Claims } from '../inputs/read-claims.ts';
import { lockFileName } from '../lock-file.ts';

export type Touch =
  /** It reaches the feature: it counts if its message makes it count. */
  | { readonly kind: 'reaches'; readonly isOwn: boolean; readonly file?: string; readonly through?: readonly string[] }
  | { readonly kind: 'ignored'; readonly file: string; readonly glob?: string; readonly through?: readonly string[] }
  | { readonly kind: 'lock-file' | 'not-bundled' | 'before-feature'; readonly file: string }
  | { readonly kind: 'other-entry' | 'elsewhere'; readonly file?: string; readonly features: readonly string[] };

export interface TouchRules extends Rules {
  /** The globs of `isIgnored`. */
  readonly ignoredFiles: readonly string[];
}

interface Changed {
  readonly hash: string;
  readonly subject: string;
  readonly files: readonly string[];
  readonly claims?: Claims;
}

/** @returns what tells of a commit; `undefined`: it has nothing to do with the feature */
export function touches(workspace: Workspace, rules: TouchRules, feature: Feature): (commit: Changed) => Touch | undefined {
  const { features } = workspace;
  const number = features.findIndex(({ name }) => name === feature.name);
  const strict = attributor(workspace, rules);
  const lenient = attributor(workspace, { ...rules, isIgnored: () => false });
  const globs = rules.ignoredFiles.map((glob) => ({ glob, matches: anyOf([glob]) }));
  // As if its type released something: whether it does is another question.
  const ask = (attribute: Attributor, commit: Changed) =>
    attribute.byFiles({ ...commit, bump: 'patch' }, (asked) => asked === number)[0]?.reason;
  const ownersOf = (files: readonly string[]) =>
    features.filter(({ root, name }) => name !== feature.name && files.some((file) => file.startsWith(`${root}/`)));

  return (commit) => {
    const { subject, files, claims } = commit;
    const reason = ask(strict, commit);
    if (reason) {
      const { file, through } = reason;
      return { kind: 'reaches', isOwn: reason.kind === 'own', ...(file !== undefined && { file }), ...(through && { through }) };
    }
    const without = ask(lenient, commit);
    if (without?.file !== undefined) {
      const { file, through } = without;
      const glob = globs.find(({ matches }) => matches(file))?.glob;
      return { kind: 'ignored', file, ...(glob !== undefined && { glob }), ...(through && { through }) };
    }
    if (files.includes(lockFileName)) return { kind: 'lock-file', file: lockFileName };
    const inside = files.filter((file) => file.startsWith(`${feature.root}/`) && !rules.isIgnored(file));
    const siblingsOf = (file: string) => [...(claims?.files.get(file) ?? [])].sort();
    const told = inside.find((file) => siblingsOf(file).length > 0) ?? inside[0];
    if (told !== undefined) {
      if (!claims?.present.has(feature.name)) return { kind: 'before-feature', file: told };
      const siblings = siblingsOf(told);
      return siblings.length > 0 ? { kind: 'other-entry', file: told, features: siblings } : { kind: 'not-bundled', file: told };
    }
    if (parserOpts.headerPattern.exec(subject)?.[2] !== feature.name) return undefined;
    const first = files.find((file) => !rules.isIgnored(file)) ?? files[0];
    return { kind: 'elsewhere', ...(first !== undefined && { file: first }), features: ownersOf(files).map(({ name }) => name) };
  };
}
